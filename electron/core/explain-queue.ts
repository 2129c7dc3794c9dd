import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import type { ExplainedGroup, Explanation } from '../../shared/outbox/explanation.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import {
  CLAIM_LANES,
  diskObstacle,
  gateObstacle,
  pauseObstacle,
  type Running,
} from './eligibility.ts';
import { explain } from './explain.ts';
import { situationOf, surroundingsOf } from './explain-item.ts';
import { ExplanationGroups } from './explanation-groups.ts';
import type { Policy } from './policy.ts';
import type { StoreReader } from './ports/store-reader.ts';
import { orderScopeOf } from './settle.ts';

/** Items looked at one by one, where no counter and no index tells reasons apart. */
const LOOKED_AT = 300;
/** Items, and order keys, that others wait for and that are told of by name. */
const WAITED_FOR = 20;
const FAILURES = 500;
const EXAMPLES = 3;
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Why the queue moves or does not: every open item is counted in the group of its most important reason, the largest
 * group first; pauses and closed gates are told of also when nothing stands behind them. Takes as long for a hundred
 * thousand items as for some hundred: what cannot be counted is looked at up to a bound, and the rest is `MORE`.
 */
export function explainQueue(
  read: StoreReader,
  running: readonly Running[] | null,
  gates: readonly ClosedGate[],
  now: number,
  policy: Policy,
  disk: DiskTrouble | null = null,
): readonly ExplainedGroup[] {
  const situation = situationOf(read, running, gates, now, policy, disk);
  const counts = read.counts();
  const why = (item: Item): Explanation => {
    const [first] = explain(item, surroundingsOf(read, item, running), situation);
    return first ?? { code: 'NEXT' };
  };
  const all = new ExplanationGroups(EXAMPLES);

  const addState = (state: 'sending' | 'held'): void => {
    const examples = read.inState(state, EXAMPLES);
    const [first] = examples;
    if (first !== undefined) all.add(why(first), counts[state], examples);
  };

  function addFailures(): void {
    let left = counts.attention + counts.unconfirmed;
    for (const { key, count } of read.failureGroups(FAILURES)) {
      const page = { after: null, limit: EXAMPLES, sort: 'oldest' } as const;
      const examples = read.items({ group: key }, page).rows;
      const [first] = examples;
      if (first === undefined) continue;
      all.add(why(first), count, examples);
      left -= count;
    }
    all.add({ code: 'MORE', state: 'attention' }, left, []);
  }

  function addWaiting(): void {
    const earliest = read.due(NEVER, LOOKED_AT);
    for (const item of earliest) all.add(why(item), 1, [item]);
    all.add({ code: 'MORE', state: 'waiting' }, counts.waiting - earliest.length, []);
  }

  /** All of a stream's lane stand before the same obstacles. */
  function addReady(): number {
    let ready = 0;
    for (const stream of read.readyStreams()) {
      for (const lane of CLAIM_LANES) {
        ready += stream.ready[lane];
        const examples = stream.ready[lane] === 0 ? [] : read.ready(stream.stream, lane, EXAMPLES);
        const [first] = examples;
        if (first !== undefined) all.add(why(first), stream.ready[lane], examples);
      }
    }
    return ready;
  }

  function addBlocked(blocked: number): void {
    const oldest = read.blocked(LOOKED_AT);
    const found = new ExplanationGroups(EXAMPLES);
    for (const item of oldest) {
      const reason = why(item);
      const scope = orderScopeOf(item);
      const isKnown = found.has(reason);
      // Beyond what is looked at, an order key's own count still tells all that stand behind its head.
      if (reason.code === 'BEHIND_ORDER_KEY' && scope !== null && blocked > oldest.length)
        found.add(reason, isKnown ? 0 : read.orderOpen(scope) - 1, [item]);
      else found.add(reason, 1, [item]);
    }
    let left = blocked;
    for (const { explanation, count, examples } of found.largestFirst().slice(0, WAITED_FOR)) {
      all.addGroup({ explanation, count, examples });
      left -= count;
    }
    all.add({ code: 'MORE', state: 'queued' }, left, []);
  }

  addFailures();
  addState('held');
  addState('sending');
  addWaiting();
  addBlocked(counts.queued - addReady());
  if (disk !== null) all.mention(diskObstacle(disk));
  for (const pause of situation.pauses) all.mention(pauseObstacle(pause));
  for (const gate of gates) all.mention(gateObstacle(gate));
  return all.largestFirst();
}
