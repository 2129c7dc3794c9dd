import { MoreHorizontal } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { ACTION_WORDS } from '../../shared/messages/action-words.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import type { Step } from './next-steps.ts';
import { isDestructive, stepWords } from './StepButtons.tsx';

export type Copying = 'id' | 'bash' | 'powershell' | 'har';

const COPY_WORDS: Readonly<Record<Copying, string>> = {
  id: ITEM_WORDS.copyId,
  bash: ITEM_WORDS.copyCurlBash,
  powershell: ITEM_WORDS.copyCurlPowershell,
  har: ITEM_WORDS.copyHar,
};

/** What else can be done with an item. */
export function MoreMenu({
  steps,
  onStep,
  onExport,
  onCopy,
}: {
  readonly steps: readonly Step[];
  readonly onStep: (step: Step) => void;
  readonly onExport: () => void;
  readonly onCopy: (what: Copying) => void;
}) {
  return (
    <MenuTrigger>
      <Button className="button" aria-label={ITEM_WORDS.more}>
        <MoreHorizontal size={16} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          {steps.map((step) => (
            <MenuItem
              key={step.kind}
              className={`menu-item${isDestructive(step) ? ' destructive' : ''}`}
              onAction={() => onStep(step)}
            >
              {stepWords(step)}
            </MenuItem>
          ))}
          {steps.length > 0 && <Separator className="menu-separator" />}
          {(['id', 'bash', 'powershell', 'har'] as const).map((what) => (
            <MenuItem key={what} className="menu-item" onAction={() => onCopy(what)}>
              {COPY_WORDS[what]}
            </MenuItem>
          ))}
          <MenuItem className="menu-item" onAction={onExport}>
            {ACTION_WORDS.export}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
