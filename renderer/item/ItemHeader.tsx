import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { titleOf } from '../../shared/messages/item-title.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { stateWords } from '../../shared/messages/short-reasons.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { priorityWord } from '../../shared/outbox/priority.ts';
import { Data } from '../bodies/Data.tsx';
import { type Copying, MoreMenu } from './MoreMenu.tsx';
import type { Step } from './next-steps.ts';

interface Props {
  readonly item: Item;
  readonly now: number;
  readonly steps: readonly Step[];
  readonly said: string;
  readonly onStep: (step: Step) => void;
  readonly onExport: () => void;
  readonly onCopy: (what: Copying) => void;
  readonly onClose: () => void;
}

export function ItemHeader({ item, now, steps, said, onStep, onExport, onCopy, onClose }: Props) {
  return (
    <header className="item-header">
      <div className="item-heading">
        <h2>
          <Data text={titleOf(item)} />
        </h2>
        <div className="item-tools">
          <MoreMenu steps={steps} onStep={onStep} onExport={onExport} onCopy={onCopy} />
          <Button className="button" aria-label={ITEM_WORDS.close} onPress={onClose}>
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      </div>
      <p className="address">
        <span className="method">{item.method}</span> <Data text={item.url} />
      </p>
      <p className="item-state">
        <span className="pill" data-state={item.state}>
          {printableLine(stateWords(item, now))}
        </span>
        <span className="quiet">
          {priorityWord(item.priority)}
          {item.account !== null && (
            <>
              {' · '}
              <Data text={item.account} />
            </>
          )}
        </span>
        <span className="quiet" role="status">
          {said}
        </span>
      </p>
    </header>
  );
}
