import { assertNever } from '../../shared/lang/assert-never.ts';
import type { AttentionReason, Item } from '../../shared/outbox/item.ts';

/** What became of the one item of a group that was tried first. */
export type Trial =
  /** On its way, or about to be. */
  | { readonly kind: 'running' }
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'refused'; readonly reason: AttentionReason }
  /** It may have arrived; somebody has to find out. */
  | { readonly kind: 'unconfirmed' }
  /** Tried, and to be tried again by itself: nothing is known yet about what was changed. */
  | { readonly kind: 'later'; readonly until: number }
  /** Somebody took it away meanwhile. */
  | { readonly kind: 'withdrawn' };

/** `attemptsBefore`: how often it had been tried when it was let go. Null: it is gone. */
export function trialOf(item: Item | null, attemptsBefore: number): Trial {
  if (item === null) return { kind: 'withdrawn' };
  switch (item.state) {
    case 'delivered':
      return { kind: 'delivered', status: item.status };
    case 'attention':
      return item.attempts > attemptsBefore
        ? { kind: 'refused', reason: item.reason }
        : { kind: 'running' };
    case 'unconfirmed':
      return item.attempts > attemptsBefore ? { kind: 'unconfirmed' } : { kind: 'running' };
    case 'waiting':
      return item.attempts > attemptsBefore
        ? { kind: 'later', until: item.dueAt }
        : { kind: 'running' };
    case 'queued':
    case 'sending':
      return { kind: 'running' };
    case 'held':
    case 'cancelled':
      return { kind: 'withdrawn' };
    default:
      return assertNever(item);
  }
}
