import type { Item, ItemBase, StateFields } from '../../../shared/outbox/item.ts';
import { stateFieldsOf, withState } from '../item-state.ts';

/** All of an item that an act may change, and what tells whether anything else happened to it. */
export interface ItemMark
  extends Pick<ItemBase, 'priority' | 'asked' | 'revision' | 'attempts' | 'updatedAt'> {
  readonly fields: StateFields;
}

export const markOf = (item: Item): ItemMark => ({
  fields: stateFieldsOf(item),
  priority: item.priority,
  asked: item.asked,
  revision: item.revision,
  attempts: item.attempts,
  updatedAt: item.updatedAt,
});

/** Blockers and effective priority are no part of it: they follow from other items. */
export const isAsMarked = (item: Item, mark: ItemMark): boolean =>
  JSON.stringify(markOf(item)) === JSON.stringify(mark);

/** The item as it was at the mark, its `updatedAt` too, so that an earlier step of the same act recognises it. */
export const asMarked = (item: Item, mark: ItemMark): Item => ({
  ...withState(item, mark.fields, mark.updatedAt),
  priority: mark.priority,
  effectivePriority: item.orderKey === null ? mark.priority : item.effectivePriority,
  asked: mark.asked,
});
