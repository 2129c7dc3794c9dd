import type { NewItem } from '../../../electron/core/ports/store-writer.ts';
import type { OwnWork } from '../../../electron/main/shell/own-work.ts';
import type { NeedyItem } from '../../../shared/messages/tray-words.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { ClosedGate } from '../../../shared/outbox/gate.ts';
import {
  ITEM_STATES,
  type ItemBase,
  type ItemIn,
  type ItemState,
  type WaitReason,
} from '../../../shared/outbox/item.ts';
import { newItem } from '../../support/item-fixtures.ts';

export const countsOf = (some: Partial<Record<ItemState, number>>): OwnWork['counts'] =>
  Object.fromEntries(ITEM_STATES.map((state) => [state, some[state] ?? 0])) as OwnWork['counts'];

export const NO_WORK: OwnWork = {
  counts: countsOf({}),
  gates: [],
  away: [],
  heldFor: [],
  pauses: [],
  disk: null,
  groups: [],
  newest: [],
  unreached: [],
};

export const gateOf = (changes: Partial<ClosedGate>): ClosedGate => ({
  scope: 'origin',
  key: 'https://one.test',
  reason: { code: 'UNREACHABLE', cause: 'dns', detail: 'ENOTFOUND' },
  since: 1,
  probeAt: null,
  floorAt: null,
  probes: 0,
  asked: [],
  askedRoutes: [],
  probing: null,
  wanted: null,
  ...changes,
});

export const signInGate = (key: string): ClosedGate =>
  gateOf({ scope: 'account', key, reason: { code: 'SIGN_IN_NEEDED' } });

export const groupOf = (
  changes: Partial<FailureGroup> & { readonly key: string },
): FailureGroup => ({
  origin: 'https://one.test',
  method: 'POST',
  route: '/visits/:id',
  code: 'REJECTED',
  status: 422,
  problem: null,
  count: 1,
  newest: 'id-1',
  oldestSince: 1,
  ...changes,
});

export const refusedItem = (id: string, changes: Partial<ItemBase> = {}): NeedyItem => {
  const {
    dueAt: _dueAt,
    floorAt: _floorAt,
    reason: _reason,
    ...base
  } = newItem({ id }) as NewItem & Record<string, unknown>;
  return {
    ...base,
    seq: 1,
    ...changes,
    state: 'attention',
    reason: { code: 'REJECTED', status: 422 },
    since: 1,
  };
};

/** One that waits for another try. */
export const triedItem = (
  id: string,
  changes: Partial<ItemBase> = {},
  reason: WaitReason = { code: 'BACKOFF', after: 'notSent', detail: 'ECONNREFUSED' },
): ItemIn<'waiting'> => {
  const { since: _since, ...base } = refusedItem(id, changes);
  return { ...base, state: 'waiting', reason, dueAt: 9, floorAt: null };
};
