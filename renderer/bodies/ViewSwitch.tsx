import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { BODY_WORDS } from '../../shared/messages/item-words.ts';
import type { BodyForm } from './body-form.ts';

export type BodyViewKind = 'tree' | 'text' | 'image' | 'hex';

/** Ways to show a body, the best first. */
export function viewsOf(form: BodyForm): readonly BodyViewKind[] {
  switch (form.kind) {
    case 'empty':
      return [];
    case 'json':
      return ['tree', 'text', 'hex'];
    case 'text':
      return ['text', 'hex'];
    case 'image':
      return ['image', 'hex'];
    case 'binary':
      return ['hex'];
  }
}

export function ViewSwitch({
  views,
  view,
  onChange,
}: {
  readonly views: readonly BodyViewKind[];
  readonly view: BodyViewKind;
  readonly onChange: (view: BodyViewKind) => void;
}) {
  if (views.length < 2) return null;
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label={BODY_WORDS.views}
      selectedKeys={[view]}
      disallowEmptySelection
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) onChange(key as BodyViewKind);
      }}
    >
      {views.map((one) => (
        <ToggleButton key={one} id={one} className="switch-option">
          {BODY_WORDS[one]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
