import { ChevronDown, ChevronsUp, ChevronUp, MoreHorizontal } from 'lucide-react';
import type { MouseEvent } from 'react';
import { printableLine } from '../../shared/messages/printable.ts';
import { QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { PriorityWord } from '../../shared/outbox/priority.ts';
import { Data } from '../bodies/Data.tsx';
import type { Point } from './RowMenu.tsx';
import { RowProgress } from './RowProgress.tsx';
import { rowModel } from './row-model.ts';
import { StateIcon } from './StateIcon.tsx';

export interface RowHandlers {
  readonly onOpen: (item: Item) => void;
  /** `range`: from where the last choice began. */
  readonly onChoose: (item: Item, range: boolean) => void;
  readonly onMenu: (item: Item, at: Point) => void;
}

interface Props extends RowHandlers {
  readonly item: Item;
  readonly now: number;
  readonly chosen: boolean;
  readonly opened: boolean;
}

/** The cells of one item. */
export function RowCells({ item, now, chosen, opened, onOpen, onChoose, onMenu }: Props) {
  const row = rowModel(item, now);
  const click = (event: MouseEvent) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey) onChoose(item, event.shiftKey);
    else onOpen(item);
  };
  const below = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onMenu(item, { x: box.left, y: box.bottom });
  };
  return (
    <>
      {/* The whole cell takes the click: a box of 16 px is hard to hit. */}
      <div
        role="gridcell"
        className="cell-choose"
        onClick={(event) => onChoose(item, event.shiftKey)}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          checked={chosen}
          readOnly
          aria-label={`${QUEUE_WORDS.selectItem} ${printableLine(row.title)}`}
        />
      </div>
      <div role="gridcell" className="cell-item" aria-current={opened || undefined} onClick={click}>
        <span className="row-title">
          <Data text={row.title} />
        </span>
        <span className="row-address quiet">
          <Data text={row.address} />
        </span>
      </div>
      <div role="gridcell" className="cell-state" data-tone={row.tone} onClick={click}>
        <StateIcon state={item.state} />
        <span className="row-state">{printableLine(row.state)}</span>
        {row.problem !== null && (
          <span className="row-problem quiet">
            <Data text={row.problem} />
          </span>
        )}
        {item.state === 'sending' && <RowProgress id={item.id} />}
      </div>
      <div role="gridcell" className="cell-account" onClick={click}>
        {row.priority !== null && <Priority word={row.priority} />}
        {row.account !== null && (
          <span className="quiet row-account">
            <Data text={row.account} />
          </span>
        )}
      </div>
      <div role="gridcell" className="cell-facts quiet" onClick={click}>
        {row.tries !== null && <span>{row.tries}</span>}
        {row.size !== null && <span className="row-size">{row.size}</span>}
      </div>
      <div role="gridcell" className="cell-age quiet" onClick={click}>
        {row.age}
      </div>
      <div role="gridcell" className="cell-more">
        <button
          type="button"
          className="row-more"
          tabIndex={-1}
          aria-label={`${QUEUE_WORDS.moreOfItem}: ${printableLine(row.title)}`}
          onClick={below}
        >
          <MoreHorizontal size={16} aria-hidden="true" />
        </button>
      </div>
    </>
  );
}

const PRIORITY_ICONS = { urgent: ChevronsUp, high: ChevronUp, normal: null, low: ChevronDown };

function Priority({ word }: { readonly word: PriorityWord }) {
  const Icon = PRIORITY_ICONS[word];
  return (
    <span className="row-priority" data-priority={word}>
      {Icon !== null && <Icon size={14} aria-hidden="true" />}
      {word}
      <span className="visually-hidden"> {QUEUE_WORDS.priority}</span>
    </span>
  );
}
