import type { Source } from '../../../shared/outbox/item.ts';

/** What somebody did to items, for as long as it can be undone. */
export interface Act {
  readonly token: string;
  readonly source: Source;
  /** Null while it is under way. */
  readonly until: number | null;
  /** Its undoing has begun, and is brought to its end however late that is. */
  readonly undoing: boolean;
}

export interface NewActStep {
  readonly itemId: string;
  /** What was changed, as JSON of the core's own; null where the item was set aside. */
  readonly change: string | null;
}

export interface ActStep extends NewActStep {
  /** Grows with every step of an act. */
  readonly position: number;
}
