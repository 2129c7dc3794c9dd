import { useState } from 'react';
import { firstBytes } from '../../shared/messages/item-words.ts';
import { JSON_TREE_BYTES } from './body-form.ts';
import { TextPages } from './TextPages.tsx';
import { TreeOfText } from './TreeOfText.tsx';
import { type BodyViewKind, ViewSwitch } from './ViewSwitch.tsx';

/** A text that is here already, perhaps only its beginning. */
export function InlineBody({
  text,
  bytes,
  json,
  label,
}: {
  readonly text: string;
  /** Length of the whole. */
  readonly bytes: number;
  readonly json: boolean;
  readonly label: string;
}) {
  const shown = new TextEncoder().encode(text).length;
  const views: readonly BodyViewKind[] =
    json && shown === bytes && bytes <= JSON_TREE_BYTES ? ['tree', 'text'] : ['text'];
  const [chosen, setChosen] = useState<BodyViewKind>('tree');
  const view = views.includes(chosen) ? chosen : 'text';
  return (
    <div className="body-view">
      <div className="body-bar">
        <ViewSwitch views={views} view={view} onChange={setChosen} />
        {shown < bytes && <span className="quiet">{firstBytes(shown, bytes)}</span>}
      </div>
      {view === 'tree' ? (
        <TreeOfText pages={[text]} label={label} />
      ) : (
        <TextPages pages={[text]} label={label} />
      )}
    </div>
  );
}
