import { ITEM_STATES, type Item, type ItemState } from '../../shared/outbox/item.ts';
import type { Target } from '../actions/action.ts';
import { allOf, type ListView, TAB_STATES } from './list-query.ts';
import { type Chosen, isChosen } from './selection.ts';

/** What something is done with, and what is known of it. */
export interface TargetInView {
  readonly target: Target;
  /** The states that occur in it, as far as is known. */
  readonly states: readonly ItemState[];
  /** The item, when it is one and at hand. */
  readonly single: Item | null;
}

interface Whole {
  readonly view: ListView;
  readonly total: number | null;
  readonly items: readonly Item[];
}

/** Everything that the view shows. */
export const allIn = ({ view, total, items }: Whole): Target => ({
  items: allOf(view),
  count: total ?? items.length,
});

/** What is chosen; or, for a row that is not part of it, that row alone. */
export function targetOf(
  chosen: Chosen,
  { view, total, items }: Whole,
  row: Item | null = null,
): TargetInView {
  if (row !== null && !isChosen(chosen, row.id)) return ofItems([row], [row.id]);
  if (chosen.kind === 'all')
    return {
      target: allIn({ view, total, items }),
      states: TAB_STATES[view.tab] ?? ITEM_STATES,
      single: null,
    };
  return ofItems(
    items.filter((item) => chosen.ids.has(item.id)),
    [...chosen.ids],
  );
}

const ofItems = (items: readonly Item[], ids: readonly string[]): TargetInView => ({
  target: { items: { ids: [...ids] }, count: ids.length },
  states: [...new Set(items.map((item) => item.state))],
  single: ids.length === 1 ? (items[0] ?? null) : null,
});
