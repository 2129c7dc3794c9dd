import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useEffectEvent } from 'react';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { isPossible } from '../actions/action.ts';
import { commandOf, type KeyCommand, type KeyPlace } from './keymap.ts';
import type { Offer } from './offered-actions.ts';
import { knownRows, type PageWindow, rowAt } from './page-window.ts';
import type { Point } from './RowMenu.tsx';
import type { ChoiceEvent } from './selection.ts';
import type { TargetInView } from './target.ts';
import type { useOffers } from './use-offers.ts';

interface QueueKeys {
  readonly list: PageWindow;
  readonly order: readonly string[];
  readonly active: number;
  readonly item: Item | null;
  /** Null when nothing is chosen: keys then mean the active row. */
  readonly target: TargetInView | null;
  readonly onMove: (row: number) => void;
  readonly onSelect: (event: ChoiceEvent) => void;
  readonly onOffer: ReturnType<typeof useOffers>;
  readonly onOpen: (item: Item) => void;
  readonly onMenu: (item: Item, at: Point) => void;
  readonly onHelp: () => void;
  readonly onBack: () => void;
}

const PAGE = 10;

/** Text is written here, or keys have a meaning of their own. */
const ELSEWHERE =
  'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** The queue by keyboard. Answers the handler for keys on rows; letters work wherever no text is written. */
export function useQueueKeys(keys: QueueKeys): (event: ReactKeyboardEvent) => void {
  const { list, order, active, item, target } = keys;
  const last = knownRows(list) - 1;
  const move = (row: number) => keys.onMove(Math.max(0, Math.min(row, last)));
  const meant: TargetInView | null =
    target ??
    (item === null
      ? null
      : { target: { items: { ids: [item.id] }, count: 1 }, states: [item.state], single: item });

  const extend = (row: number) => {
    const next = rowAt(list, row);
    if (item === null || next === null) return;
    if (target === null) keys.onSelect({ kind: 'toggle', id: item.id });
    keys.onSelect({ kind: 'range', id: next.id });
    move(row);
  };

  const offer = (one: Offer) => {
    if (meant !== null) keys.onOffer(one, meant.target, meant.single);
  };
  const offerIfPossible = (one: 'retry' | 'hold' | 'release' | 'remove' | 'setPriority') => {
    if (meant !== null && isPossible(one, meant.states)) offer(one);
  };

  const run = (command: KeyCommand) => {
    switch (command) {
      case 'search':
        return document.querySelector<HTMLElement>('.search-input')?.focus();
      case 'help':
        return keys.onHelp();
      case 'next':
        return move(active + 1);
      case 'previous':
        return move(active - 1);
      case 'extendNext':
        return extend(active + 1);
      case 'extendPrevious':
        return extend(active - 1);
      case 'pageDown':
        return move(active + PAGE);
      case 'pageUp':
        return move(active - PAGE);
      case 'first':
        return move(0);
      case 'last':
        return move(last);
      case 'select':
        return item === null ? undefined : keys.onSelect({ kind: 'toggle', id: item.id });
      case 'selectAll':
        return keys.onSelect({ kind: 'these', ids: order });
      case 'open':
        return item === null ? undefined : keys.onOpen(item);
      case 'menu': {
        const box = document.querySelector(`[data-row="${active}"]`)?.getBoundingClientRect();
        return item === null || box === undefined
          ? undefined
          : keys.onMenu(item, { x: box.left + 40, y: box.bottom });
      }
      case 'retry':
        return offerIfPossible('retry');
      case 'hold':
        return offerIfPossible(
          meant !== null && isPossible('release', meant.states) && !isPossible('hold', meant.states)
            ? 'release'
            : 'hold',
        );
      case 'priority':
        return offerIfPossible('setPriority');
      case 'edit':
        return meant !== null && isPossible('assignAccount', meant.states)
          ? offer('edit')
          : undefined;
      case 'remove':
        return offerIfPossible('remove');
      case 'back':
        return keys.onBack();
      default:
        return assertNever(command);
    }
  };

  const take = (event: KeyboardEvent, place: KeyPlace) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const command = commandOf(
      { key, ctrl: ctrlKey || metaKey, alt: altKey, shift: shiftKey },
      place,
    );
    if (command === null) return;
    event.preventDefault();
    event.stopPropagation();
    run(command);
  };

  const onDocumentKey = useEffectEvent((event: KeyboardEvent) => {
    const elsewhere = event.target instanceof Element && event.target.closest(ELSEWHERE) !== null;
    if (!event.defaultPrevented && !elsewhere) take(event, 'page');
  });
  useEffect(() => {
    document.addEventListener('keydown', onDocumentKey);
    return () => document.removeEventListener('keydown', onDocumentKey);
  }, []);

  return (event) => {
    const onRow = event.target instanceof Element && event.target.matches('[role="row"]');
    take(event.nativeEvent, onRow ? 'row' : 'page');
  };
}
