import type { NewItem } from '../../electron/core/ports/store-writer.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import { FRESH_BUDGET, type Item, type StateFields } from '../../shared/outbox/item.ts';
import type { StoredBody, StoredRequest } from '../../shared/outbox/request.ts';

/** A queued item with nothing special about it. */
export function newItem(changes: Partial<NewItem> & { readonly id: string }): NewItem {
  const base: NewItem = {
    id: changes.id,
    revision: 1,
    method: 'POST',
    url: 'https://one.test/forms',
    origin: 'https://one.test',
    account: null,
    subject: null,
    source: { kind: 'cli' },
    ref: null,
    orderKey: null,
    dedupeKey: null,
    onDuplicate: 'append',
    requestId: null,
    title: null,
    labels: [],
    priority: 2,
    effectivePriority: 2,
    lane: 'small',
    bodyBytes: 0,
    unknownOutcome: 'retry',
    idempotencyKey: `key-${changes.id}`,
    mayHaveArrived: false,
    createdAt: 1_000,
    updatedAt: 1_000,
    notBefore: null,
    expiresAt: null,
    blockers: 0,
    attempts: 0,
    budget: FRESH_BUDGET,
    redirectTo: null,
    checkUrl: null,
    isolated: false,
    last: null,
    asked: null,
    state: 'queued',
  };
  return { ...base, ...changes } as NewItem;
}

export const request = (body: StoredBody = { kind: 'none' }, revision = 1): StoredRequest => ({
  revision,
  headers: [['x-form', 'visit']],
  body,
});

export const vaultBody = (file: string): StoredBody => ({
  kind: 'file',
  file: { kind: 'vault', file, size: 3, sha256: 'ab' },
  contentType: 'image/jpeg',
});

export const textBody = (text: string): StoredBody => ({
  kind: 'inline',
  as: 'json',
  text,
  contentType: 'application/json',
  sha256: 'cd',
});

/** The item in another state, with the fields of its old one gone. */
export function inState(item: Item, state: StateFields): Item {
  const {
    dueAt: _dueAt,
    floorAt: _floorAt,
    reason: _reason,
    problem: _problem,
    attempt: _attempt,
    startedAt: _startedAt,
    deliveredAt: _deliveredAt,
    status: _status,
    since: _since,
    cancelledAt: _cancelledAt,
    ...base
  } = item as Item & Record<string, unknown>;
  return { ...base, ...state };
}

/** One value of every state. */
export const STATES: readonly StateFields[] = [
  { state: 'queued' },
  { state: 'waiting', dueAt: 5_000, floorAt: null, reason: { code: 'NOT_BEFORE' } },
  { state: 'sending', attempt: 1, startedAt: 2_000 },
  { state: 'delivered', deliveredAt: 3_000, status: 201 },
  { state: 'attention', since: 3_000, reason: { code: 'REJECTED', status: 422 } },
  { state: 'unconfirmed', since: 3_000 },
  { state: 'held', since: 3_000 },
  { state: 'cancelled', cancelledAt: 3_000 },
];

export const openAttempt = (itemId: string, number: number): Attempt => ({
  itemId,
  number,
  revision: 1,
  method: 'POST',
  url: 'https://one.test/forms',
  idempotencyKey: `key-${itemId}`,
  tokenGeneration: 4,
  probe: true,
  isolated: true,
  startedAt: 2_000,
  endedAt: null,
  outcome: null,
  counted: false,
  report: null,
  body: null,
});

export const report: NonNullable<Attempt['report']> = {
  requestHeaders: [['authorization', '[redacted]']],
  response: {
    status: 503,
    statusText: 'Service Unavailable',
    httpVersion: '1.1',
    headers: [
      ['retry-after', '5'],
      ['set-cookie', 'a'],
      ['set-cookie', 'b'],
    ],
  },
  timings: { dns: 1, connect: 2, tls: null, send: 3.5, firstByte: 4, receive: null, total: 10.5 },
  bytesUp: 12,
  bytesDown: 34,
  progress: 'complete',
  error: { class: 'network', code: 'ECONNRESET', message: 'socket hang up' },
  verdict: { accepted: false, rule: 'STATUS', receipt: null },
};
