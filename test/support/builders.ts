import type { CaFiles } from '../../electron/core/ports/ca-files.ts';
import type { Item, StateFields } from '../../shared/outbox/item.ts';
import { FRESH_BUDGET, type ItemBase } from '../../shared/outbox/item.ts';

/** For accounts that trust what the system trusts. */
export const NO_CA_FILES: CaFiles = {
  read: () => Promise.reject(new Error('no account of this test names certificates')),
};

const BASE: ItemBase = {
  id: 'item-1',
  seq: 1,
  revision: 1,
  method: 'POST',
  url: 'http://127.0.0.1:9/inbox/visits',
  origin: 'http://127.0.0.1:9',
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
  bodyBytes: 10,
  unknownOutcome: 'retry',
  idempotencyKey: 'key-1',
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
};

/** An item in any state; what is not given is unremarkable. */
export const anItem = (
  fields: Partial<ItemBase> = {},
  state: StateFields = { state: 'queued' },
): Item => ({
  ...BASE,
  ...fields,
  effectivePriority: fields.effectivePriority ?? fields.priority ?? BASE.effectivePriority,
  ...state,
});

export const aSendingItem = (
  fields: Partial<ItemBase> = {},
): Extract<Item, { state: 'sending' }> => ({
  ...BASE,
  attempts: 1,
  ...fields,
  state: 'sending',
  attempt: fields.attempts ?? 1,
  startedAt: 1_000,
});
