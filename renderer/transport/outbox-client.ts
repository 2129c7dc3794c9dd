import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contracts/outbox-api.ts';
import type { ItemProgress } from '../../shared/contracts/web-protocol.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { Change } from '../../shared/outbox/change.ts';

export type { ItemProgress };

/** What the outbox tells a page, in the order in which it happened. */
export type OutboxEvent =
  /** None is ever left out, also across a reload or a lost connection. */
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  /** Too much happened to tell it one by one: whatever is shown has to be read again. */
  | { readonly kind: 'resync' }
  /** Of every item that is being sent, a few times a second while something moves. */
  | { readonly kind: 'progress'; readonly items: readonly ItemProgress[] }
  /** Whether the host answers. `refused`: this page has no right to ask any more (open it anew). */
  | { readonly kind: 'connection'; readonly state: 'open' | 'lost' | 'refused' };

/** The outbox as the page sees it; the same over every transport. */
export interface OutboxClient {
  /** Every failure is a returned value; HOST_STOPPED when nobody answers. */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Result<CallOutput<Name>, OutboxError>>;
  /** Tells the connection's state as soon as it is known, and everything from then on. */
  subscribe(listener: (event: OutboxEvent) => void): () => void;
}
