import { assertNever } from '../../shared/lang/assert-never.ts';
import type { ChangeKind } from '../../shared/outbox/change.ts';
import {
  type AttentionReason,
  FRESH_BUDGET,
  type Item,
  type ItemBase,
  type ItemIn,
  isFinal,
  isInDoubt,
  type StateFields,
} from '../../shared/outbox/item.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import { afterAttempt } from './after-attempt.ts';
import { unlessOver } from './check-times.ts';
import type { EndedAttempt } from './ended-attempt.ts';
import { waitingFields, withState } from './item-state.ts';
import type { Policy } from './policy.ts';
import type { Random } from './ports/random.ts';

/** Everything that can happen to an item once it is accepted. */
export type ItemEvent =
  | { readonly type: 'attemptStarted' }
  | ({ readonly type: 'attemptEnded'; readonly attempt: number } & EndedAttempt)
  /** The time it waited for has come. */
  | { readonly type: 'due' }
  /** "Sync now", network up, resume: back-off ends, a wait that the server asked for does not. */
  | { readonly type: 'wake' }
  | { readonly type: 'expire' }
  | { readonly type: 'parentGone'; readonly parent: string; readonly fills: number }
  /** The values that it waited for are in it, before it is sent for the first time. */
  | {
      readonly type: 'filled';
      readonly fields: Pick<ItemBase, 'url' | 'bodyBytes' | 'lane'>;
    }
  /** They cannot be. */
  | { readonly type: 'unfillable'; readonly reason: AttentionReason }
  /** A person tries again; `newKey` where the old idempotency key must not be used again. */
  | { readonly type: 'retry'; readonly force: boolean; readonly newKey: string }
  | { readonly type: 'hold' }
  | { readonly type: 'release' }
  | { readonly type: 'cancel' }
  /** A newer one with its dedupe key takes its place. */
  | { readonly type: 'replaced' }
  | { readonly type: 'prioritise'; readonly priority: Priority }
  /** A person changed what is sent: a new revision, with a new budget. */
  | { readonly type: 'edit'; readonly fields: EditedFields }
  /** A person says what became of an unconfirmed item. */
  | { readonly type: 'resolve'; readonly arrived: boolean }
  /** A person wants the server to be asked there whether an unconfirmed item arrived. */
  | { readonly type: 'check'; readonly checkUrl: string };

/** What an edit may change of an item; its request is stored beside it. */
export type EditedFields = Partial<
  Pick<
    ItemBase,
    | 'method'
    | 'url'
    | 'origin'
    | 'account'
    | 'subject'
    | 'title'
    | 'notBefore'
    | 'expiresAt'
    | 'lane'
    | 'bodyBytes'
    | 'idempotencyKey'
    | 'mayHaveArrived'
  >
>;

export interface TransitionContext {
  readonly policy: Policy;
  readonly now: number;
  readonly random: Random;
}

export type Transition =
  | { readonly kind: 'changed'; readonly item: Item; readonly change: ChangeKind }
  /** The event has no meaning in this state; nothing is written. */
  | { readonly kind: 'ignored' };

const IGNORED: Transition = { kind: 'ignored' };

/**
 * The one place where an item's state changes: pure, total, and exhaustive over events. Final states
 * absorb every event, and no event makes an item disappear (G2).
 */
export function transition(item: Item, event: ItemEvent, context: TransitionContext): Transition {
  if (isFinal(item.state)) return IGNORED;
  const { now } = context;
  switch (event.type) {
    case 'attemptStarted': {
      if (item.state !== 'queued' || item.blockers > 0) return IGNORED;
      const attempt = item.attempts + 1;
      return changed(
        { ...item, attempts: attempt },
        { state: 'sending', attempt, startedAt: now },
        'attemptStarted',
        now,
      );
    }
    case 'attemptEnded': {
      if (item.state !== 'sending' || item.attempt !== event.attempt) return IGNORED;
      const next = honourWish(afterAttempt(item, event, context), item, now);
      return { kind: 'changed', item: next, change: 'attemptEnded' };
    }
    case 'due':
      if (item.state !== 'waiting' || item.dueAt > now) return IGNORED;
      return changed(item, { state: 'queued' }, 'due', now);
    case 'wake':
      return wake(item, now);
    case 'expire':
      if (item.state !== 'queued' && item.state !== 'waiting') return IGNORED;
      if (item.expiresAt === null || item.expiresAt > now) return IGNORED;
      return attention(item, { code: 'EXPIRED', expiresAt: item.expiresAt }, 'expired', now);
    case 'parentGone':
      if (item.state === 'sending') return IGNORED;
      return attention(
        item,
        { code: 'PARENT_GONE', parent: event.parent, fills: event.fills },
        'parentGone',
        now,
      );
    case 'filled':
      if (item.state !== 'queued') return IGNORED;
      return changed({ ...item, ...event.fields }, { state: 'queued' }, 'filled', now);
    case 'unfillable':
      if (item.state === 'sending') return IGNORED;
      return attention(item, event.reason, 'unfilled', now);
    case 'retry':
      return retry(item, event, now);
    case 'hold':
      if (item.state === 'held') return IGNORED;
      if (item.state === 'sending') return wish(item, 'hold', 'held', now);
      return changed(item, { state: 'held', since: now }, 'held', now);
    case 'release':
      if (item.state === 'sending' && item.asked === 'hold')
        return wish(item, null, 'released', now);
      if (item.state !== 'held') return IGNORED;
      return changed(item, queuedOrNotBefore(item, now), 'released', now);
    case 'cancel':
      if (item.state === 'sending') return wish(item, 'cancel', 'cancelled', now);
      return changed(item, { state: 'cancelled', cancelledAt: now }, 'cancelled', now);
    case 'replaced':
      if (item.state === 'sending') return IGNORED;
      return changed(item, { state: 'cancelled', cancelledAt: now }, 'replaced', now);
    case 'prioritise':
      if (item.priority === event.priority) return IGNORED;
      return {
        kind: 'changed',
        item: {
          ...item,
          priority: event.priority,
          effectivePriority: item.orderKey === null ? event.priority : item.effectivePriority,
          updatedAt: now,
        },
        change: 'prioritised',
      };
    case 'edit':
      return edit(item, event.fields, now);
    case 'check':
      if (item.state !== 'unconfirmed') return IGNORED;
      return changed(
        { ...item, budget: FRESH_BUDGET, checkUrl: event.checkUrl },
        { state: 'queued' },
        'retried',
        now,
      );
    case 'resolve':
      if (!isInDoubt(item)) return IGNORED;
      return event.arrived
        ? changed(item, { state: 'delivered', deliveredAt: now, status: 0 }, 'resolved', now)
        : changed({ ...item, budget: FRESH_BUDGET }, { state: 'queued' }, 'resolved', now);
    default:
      return assertNever(event);
  }
}

function wake(item: Item, now: number): Transition {
  if (item.state !== 'waiting' || item.reason.code === 'NOT_BEFORE') return IGNORED;
  if (item.floorAt === null || item.floorAt <= now)
    return changed(item, { state: 'queued' }, 'due', now);
  if (item.floorAt >= item.dueAt) return IGNORED;
  return changed(item, { ...waitingFields(item), dueAt: item.floorAt }, 'due', now);
}

function retry(item: Item, event: Extract<ItemEvent, { type: 'retry' }>, now: number): Transition {
  switch (item.state) {
    case 'attention': {
      const definiteNo = item.reason.code === 'REJECTED' && !item.mayHaveArrived;
      return changed(
        {
          ...item,
          budget: FRESH_BUDGET,
          redirectTo: null,
          expiresAt: item.reason.code === 'EXPIRED' ? null : item.expiresAt,
          idempotencyKey: definiteNo ? event.newKey : item.idempotencyKey,
        },
        { state: 'queued' },
        'retried',
        now,
      );
    }
    case 'unconfirmed':
      return changed(
        { ...item, budget: FRESH_BUDGET, redirectTo: null },
        { state: 'queued' },
        'retried',
        now,
      );
    case 'waiting': {
      if (item.floorAt !== null && item.floorAt > now && !event.force) return IGNORED;
      return changed({ ...item, budget: FRESH_BUDGET }, { state: 'queued' }, 'retried', now);
    }
    case 'queued':
    case 'sending':
    case 'held':
    case 'delivered':
    case 'cancelled':
      return IGNORED;
    default:
      return assertNever(item);
  }
}

/** A held item stays held; whatever else it was, it may be sent anew. */
function edit(item: Item, fields: EditedFields, now: number): Transition {
  if (item.state === 'sending') return IGNORED;
  const edited: Item = {
    ...item,
    expiresAt: unlessOver(item.expiresAt, now),
    ...fields,
    revision: item.revision + 1,
    budget: FRESH_BUDGET,
    redirectTo: null,
    checkUrl: null,
  };
  return item.state === 'held'
    ? { kind: 'changed', item: { ...edited, updatedAt: now }, change: 'edited' }
    : changed(edited, queuedOrNotBefore(edited, now), 'edited', now);
}

/** Hold and cancel wait for the running attempt; a delivery that was faster stands. */
function honourWish(next: Item, before: ItemIn<'sending'>, now: number): Item {
  const free = { ...next, asked: null };
  if (isFinal(next.state)) return free;
  switch (before.asked) {
    case null:
      return free;
    case 'cancel':
      return withState(free, { state: 'cancelled', cancelledAt: now }, now);
    case 'hold':
      return next.state === 'attention' || next.state === 'unconfirmed'
        ? free
        : withState(free, { state: 'held', since: now }, now);
    default:
      return assertNever(before.asked);
  }
}

function wish(item: Item, asked: Item['asked'], change: ChangeKind, now: number): Transition {
  if (item.asked === asked) return IGNORED;
  return { kind: 'changed', item: { ...item, asked, updatedAt: now }, change };
}

/** Where an item goes that may be sent, but perhaps not yet. */
export function queuedOrNotBefore(
  item: Pick<ItemBase, 'notBefore'>,
  now: number,
): Extract<StateFields, { state: 'queued' | 'waiting' }> {
  return item.notBefore !== null && item.notBefore > now
    ? { state: 'waiting', dueAt: item.notBefore, floorAt: null, reason: { code: 'NOT_BEFORE' } }
    : { state: 'queued' };
}

function attention(
  item: Item,
  reason: AttentionReason,
  change: ChangeKind,
  now: number,
): Transition {
  return changed(item, { state: 'attention', since: now, reason }, change, now);
}

function changed(item: Item, state: StateFields, change: ChangeKind, now: number): Transition {
  return { kind: 'changed', item: withState(item, state, now), change };
}
