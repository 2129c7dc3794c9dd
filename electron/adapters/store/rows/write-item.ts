import { assertNever } from '../../../../shared/lang/assert-never.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import { failureKey } from '../../../core/failures/failure-key.ts';
import type { ItemValues } from './item-columns.ts';
import { asFlag, sourceKey } from './stored-values.ts';

type StateValues = Pick<
  ItemValues,
  | 'state'
  | 'due_at'
  | 'floor_at'
  | 'reason'
  | 'attempt'
  | 'started_at'
  | 'since'
  | 'finished_at'
  | 'status'
>;

/** The row of an item in that stream. Times are whole milliseconds. */
export function itemValues(item: Item, stream: number): ItemValues {
  return {
    seq: item.seq,
    id: item.id,
    revision: item.revision,
    method: item.method,
    url: item.url,
    stream,
    account: item.account,
    source: sourceKey(item.source),
    ref: item.ref,
    order_key: item.orderKey,
    dedupe_key: item.dedupeKey,
    on_duplicate: item.onDuplicate,
    request_id: item.requestId,
    title: item.title,
    labels: JSON.stringify(item.labels),
    priority: item.priority,
    effective_priority: item.effectivePriority,
    lane: item.lane,
    body_bytes: item.bodyBytes,
    unknown_outcome: item.unknownOutcome,
    idempotency_key: item.idempotencyKey,
    may_have_arrived: asFlag(item.mayHaveArrived),
    created_at: whole(item.createdAt),
    updated_at: whole(item.updatedAt),
    not_before: wholeOrNull(item.notBefore),
    expires_at: wholeOrNull(item.expiresAt),
    blockers: item.blockers,
    attempts: item.attempts,
    counted: item.budget.counted,
    spent_ms: whole(item.budget.spentMs),
    suspects: item.budget.suspects,
    strikes: item.budget.strikes,
    hops: item.budget.hops,
    failures: item.budget.failures,
    redirect_to: item.redirectTo,
    check_url: item.checkUrl,
    isolated: asFlag(item.isolated),
    asked: item.asked,
    last_kind: item.last?.kind ?? null,
    last_status: item.last?.status ?? null,
    last_code: item.last?.code ?? null,
    last_at: wholeOrNull(item.last?.at ?? null),
    ...stateValues(item),
    problem: 'problem' in item ? (item.problem ?? null) : null,
    failure: failureKey(item),
  };
}

const NO_STATE = {
  due_at: null,
  floor_at: null,
  reason: null,
  attempt: null,
  started_at: null,
  since: null,
  finished_at: null,
  status: null,
} as const;

function stateValues(item: Item): StateValues {
  switch (item.state) {
    case 'queued':
      return { ...NO_STATE, state: item.state };
    case 'waiting':
      return {
        ...NO_STATE,
        state: item.state,
        due_at: whole(item.dueAt),
        floor_at: wholeOrNull(item.floorAt),
        reason: JSON.stringify(item.reason),
      };
    case 'sending':
      return {
        ...NO_STATE,
        state: item.state,
        attempt: item.attempt,
        started_at: whole(item.startedAt),
      };
    case 'delivered':
      return {
        ...NO_STATE,
        state: item.state,
        finished_at: whole(item.deliveredAt),
        status: item.status,
      };
    case 'attention':
      return {
        ...NO_STATE,
        state: item.state,
        since: whole(item.since),
        reason: JSON.stringify(item.reason),
      };
    case 'unconfirmed':
    case 'held':
      return { ...NO_STATE, state: item.state, since: whole(item.since) };
    case 'cancelled':
      return { ...NO_STATE, state: item.state, finished_at: whole(item.cancelledAt) };
    default:
      return assertNever(item);
  }
}

const whole = (ms: number): number => Math.round(ms);
const wholeOrNull = (ms: number | null): number | null => (ms === null ? null : whole(ms));
