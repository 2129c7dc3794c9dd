import type { ItemState } from './item.ts';

/** What happened to an item: its timeline, and the change feed that every view follows. */
export const CHANGE_KINDS = [
  'accepted',
  'attemptStarted',
  'attemptEnded',
  'due',
  'unblocked',
  'filled',
  'unfilled',
  'parentGone',
  'expired',
  'retried',
  'held',
  'released',
  'cancelled',
  'replaced',
  'prioritised',
  'edited',
  'resolved',
  'undone',
  'removed',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  /** Position in the feed: strictly growing, never reused. */
  readonly cursor: number;
  readonly itemId: string;
  readonly kind: ChangeKind;
  /** The state after the change; null when the item is gone. */
  readonly state: ItemState | null;
  readonly at: number;
}
