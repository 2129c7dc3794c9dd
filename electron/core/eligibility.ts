import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import type { Explanation, SlotLimit } from '../../shared/outbox/explanation.ts';
import type { ClosedGate, Pause } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Policy } from './policy.ts';
import type { ClaimLane } from './ports/claim-order.ts';

/** An attempt that occupies a slot now. */
export interface Running {
  readonly itemId: string;
  readonly origin: string;
  readonly lane: ClaimLane;
  readonly large: boolean;
}

/** What decides whether a claimable item may go now. Read once, shared by the dispatcher and by `explain`. */
export interface Situation {
  readonly now: number;
  readonly gates: readonly ClosedGate[];
  readonly pauses: readonly Pause[];
  /** Null while there is room to write down what a sending comes to. */
  readonly disk: DiskTrouble | null;
  readonly running: readonly Running[];
  readonly policy: Policy;
}

export interface StreamKey {
  readonly origin: string;
  readonly account: string | null;
  readonly subject: string | null;
}

export const isSameStream = (a: StreamKey, b: StreamKey): boolean =>
  a.origin === b.origin && a.account === b.account && a.subject === b.subject;

export const CLAIM_LANES: readonly ClaimLane[] = ['small', 'large', 'isolated'];

export const claimLaneOf = (item: Pick<Item, 'isolated' | 'lane'>): ClaimLane =>
  item.isolated ? 'isolated' : item.lane;

export const runningOf = (item: Item): Running => ({
  itemId: item.id,
  origin: item.origin,
  lane: claimLaneOf(item),
  large: item.lane === 'large',
});

/** The pauses that stop a stream. */
export function pausesOf(stream: StreamKey, situation: Situation): readonly Pause[] {
  return situation.pauses.filter(
    (pause) =>
      pause.scope === 'all' ||
      (pause.scope === 'origin' && pause.key === stream.origin) ||
      (pause.scope === 'account' && pause.key === stream.account),
  );
}

/** The closed gates in front of a stream. */
export function gatesOf(stream: StreamKey, situation: Situation): readonly ClosedGate[] {
  return situation.gates.filter(({ scope, key, reason }) => {
    if (scope === 'origin') return key === stream.origin;
    const isTheirs = reason.code !== 'OTHER_PERSON' || reason.subject === stream.subject;
    return key === stream.account && isTheirs;
  });
}

/** Null when there is room for one more such item. */
export function slotLimit(item: Omit<Running, 'itemId'>, situation: Situation): SlotLimit | null {
  const { running, policy } = situation;
  const count = (test: (one: Running) => boolean): number => running.filter(test).length;
  const here = (one: Running): boolean => one.origin === item.origin;
  if (running.length >= policy.slots.all) return 'all';
  if (count(here) >= policy.slots.perOrigin) return 'origin';
  if (
    item.lane === 'isolated' &&
    count((one) => one.lane === 'isolated') >= policy.slots.isolated
  ) {
    return 'isolated';
  }
  if (!item.large) return null;
  if (count((one) => one.large) >= policy.slots.large) return 'large';
  if (count((one) => one.large && here(one)) >= policy.slots.largePerOrigin)
    return 'largePerOrigin';
  return null;
}

/** Highest effective priority first, then the oldest. */
export const compareClaims = (
  a: Pick<Item, 'effectivePriority' | 'seq'>,
  b: Pick<Item, 'effectivePriority' | 'seq'>,
): number => b.effectivePriority - a.effectivePriority || a.seq - b.seq;

export const pauseObstacle = ({ scope, key, since, until }: Pause): Explanation => ({
  code: 'PAUSED',
  scope,
  key,
  since,
  until,
});

export const gateObstacle = ({ scope, key, reason, since, probeAt }: ClosedGate): Explanation => ({
  code: 'GATE_CLOSED',
  scope,
  key,
  reason,
  since,
  probeAt,
});

export const diskObstacle = (trouble: DiskTrouble): Explanation => ({
  code: 'DISK_FULL',
  ...trouble,
});

/** Why a queued, unblocked item may not go at this moment; empty when it may. */
export function obstacles(item: Item, situation: Situation): readonly Explanation[] {
  const stream: StreamKey = item;
  const paused = pausesOf(stream, situation).map(pauseObstacle);
  const gated = gatesOf(stream, situation).map(gateObstacle);
  const limit = slotLimit(runningOf(item), situation);
  const full: readonly Explanation[] =
    limit === null ? [] : [{ code: 'SLOTS_FULL', running: situation.running.length, limit }];
  const disk = situation.disk === null ? [] : [diskObstacle(situation.disk)];
  return [...disk, ...paused, ...gated, ...full];
}
