import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Item, ItemBase, ItemIn, StateFields } from '../../shared/outbox/item.ts';

/** The item in another state, with none of the old state's fields left on it. */
export function withState(item: Item, state: StateFields, now: number): Item {
  return { ...baseOf(item), ...state, updatedAt: now };
}

/** What an item has in every state. */
export function baseOf(item: Item): ItemBase {
  return {
    id: item.id,
    seq: item.seq,
    revision: item.revision,
    method: item.method,
    url: item.url,
    origin: item.origin,
    account: item.account,
    subject: item.subject,
    source: item.source,
    ref: item.ref,
    orderKey: item.orderKey,
    dedupeKey: item.dedupeKey,
    onDuplicate: item.onDuplicate,
    requestId: item.requestId,
    title: item.title,
    labels: item.labels,
    priority: item.priority,
    effectivePriority: item.effectivePriority,
    lane: item.lane,
    bodyBytes: item.bodyBytes,
    unknownOutcome: item.unknownOutcome,
    idempotencyKey: item.idempotencyKey,
    mayHaveArrived: item.mayHaveArrived,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    notBefore: item.notBefore,
    expiresAt: item.expiresAt,
    blockers: item.blockers,
    attempts: item.attempts,
    budget: item.budget,
    redirectTo: item.redirectTo,
    checkUrl: item.checkUrl,
    isolated: item.isolated,
    last: item.last,
    asked: item.asked,
  };
}

/** What an item has because of its state. */
export function stateFieldsOf(item: Item): StateFields {
  switch (item.state) {
    case 'queued':
      return { state: item.state };
    case 'waiting':
      return waitingFields(item);
    case 'sending':
      return { state: item.state, attempt: item.attempt, startedAt: item.startedAt };
    case 'delivered':
      return { state: item.state, deliveredAt: item.deliveredAt, status: item.status };
    case 'attention':
      return { state: item.state, since: item.since, reason: item.reason, ...problemIn(item) };
    case 'unconfirmed':
      return { state: item.state, since: item.since, ...problemIn(item) };
    case 'held':
      return { state: item.state, since: item.since };
    case 'cancelled':
      return { state: item.state, cancelledAt: item.cancelledAt };
    default:
      return assertNever(item);
  }
}

const problemIn = ({ problem }: { readonly problem?: string }): { readonly problem?: string } =>
  problem === undefined ? {} : { problem };

/** A waiting item's own fields, to change one of them. */
export const waitingFields = (
  item: ItemIn<'waiting'>,
): Extract<StateFields, { state: 'waiting' }> => ({
  state: 'waiting',
  dueAt: item.dueAt,
  floorAt: item.floorAt,
  reason: item.reason,
});
