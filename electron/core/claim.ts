import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Item, ItemIn } from '../../shared/outbox/item.ts';
import { type StoredRequest } from '../../shared/outbox/request.ts';
import { type FreezingTools, freeze } from './chaining/freeze.ts';
import {
  compareClaims,
  gatesOf,
  isSameStream,
  pausesOf,
  type Running,
  runningOf,
  type Situation,
  slotLimit,
} from './eligibility.ts';
import { mayProbe, pickProbe } from './gates.ts';
import type { ClaimLane, ReadyStream } from './ports/claim-order.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import { saveTransition } from './settle.ts';
import { type TransitionContext, transition } from './transition.ts';

/** An item that is being sent from now on, with its recorded attempt. */
export interface Claimed {
  readonly item: ItemIn<'sending'>;
  readonly attempt: Attempt;
  /** What is sent; null when it cannot be read. */
  readonly request: StoredRequest | null;
}

const LANES: readonly ClaimLane[] = ['small', 'large', 'isolated'];

/** How many claimable items a probe is chosen from. */
const PROBE_CHOICE = 200;

/**
 * Fills every free slot: probes of gates whose time has come first, then the best item of all open
 * streams, chosen anew for each slot. Each claim records its attempt in the same transaction, before
 * anything is sent (G5).
 */
export function claim(
  tx: StoreWriter,
  situation: Situation,
  context: TransitionContext,
  generationOf: (account: string | null) => number | null,
  freezing: FreezingTools,
): readonly Claimed[] {
  const streams = tx.readyStreams().filter((one) => pausesOf(one, situation).length === 0);
  const claimed: Claimed[] = [];
  const running: Running[] = [...situation.running];
  const now: Situation = { ...situation, running };

  const take = (item: Item, probe: boolean): boolean => {
    const started = start(tx, item, probe, context, generationOf(item.account), freezing);
    if (started === null) return false;
    claimed.push(started);
    running.push(runningOf(started.item));
    return true;
  };

  for (const gate of situation.gates) {
    if (running.length >= situation.policy.slots.all) break;
    probeThrough(tx, gate, streams, now, take);
  }
  const open = streams.filter((one) => gatesOf(one, situation).length === 0);
  claimOpenStreams(tx, open, now, take);
  return claimed;
}

type Take = (item: Item, probe: boolean) => boolean;

/** One item at a time asks on behalf of a closed gate; other gates of its stream must be open. */
function probeThrough(
  tx: StoreWriter,
  gate: ClosedGate,
  streams: readonly ReadyStream[],
  situation: Situation,
  take: Take,
): void {
  if (gate.scope !== 'origin' || !mayProbe(gate, situation.now)) return;
  const behind = streams.filter((one) => {
    const closed = gatesOf(one, situation);
    return closed.length === 1 && closed[0]?.scope === gate.scope && closed[0].key === gate.key;
  });
  const wanted = wantedItem(tx, gate, behind, situation);
  const candidates = (wanted === null ? behind : [])
    .flatMap((one) =>
      LANES.filter((lane) => one.ready[lane] > 0).flatMap((lane) =>
        tx.ready(one.stream, lane, PROBE_CHOICE),
      ),
    )
    .filter((item) => slotLimit(runningOf(item), situation) === null)
    .toSorted(compareClaims);
  const chosen = wanted ?? pickProbe(gate, candidates);
  if (chosen !== null && take(chosen, true))
    tx.saveGate({ ...gate, probing: chosen.id, wanted: null });
}

/** The item that a person wants to be sent, wherever in its stream it stands, if it can be sent now. */
function wantedItem(
  tx: StoreWriter,
  { wanted }: ClosedGate,
  behind: readonly ReadyStream[],
  situation: Situation,
): Item | null {
  const item = wanted === null ? null : tx.item(wanted);
  if (item?.state !== 'queued' || item.blockers > 0) return null;
  if (slotLimit(runningOf(item), situation) !== null) return null;
  return behind.some((one) => isSameStream(one, item)) ? item : null;
}

/** Merges the heads of the open streams; a head is read again only where one was taken. */
function claimOpenStreams(
  tx: StoreWriter,
  streams: readonly ReadyStream[],
  situation: Situation,
  take: Take,
): void {
  const heads = new Map<string, Item>();
  const readHead = (stream: number, lane: ClaimLane): void => {
    const head = tx.ready(stream, lane, 1)[0];
    if (head === undefined) heads.delete(`${stream}/${lane}`);
    else heads.set(`${stream}/${lane}`, head);
  };
  const lanesOf = new Map<string, readonly [number, ClaimLane]>();
  for (const one of streams) {
    for (const lane of LANES) {
      if (one.ready[lane] === 0) continue;
      lanesOf.set(`${one.stream}/${lane}`, [one.stream, lane]);
    }
  }
  if (situation.running.length >= situation.policy.slots.all) return;
  for (const [stream, lane] of lanesOf.values()) readHead(stream, lane);

  for (;;) {
    const best = bestOf(heads, situation);
    if (best === null) return;
    const [key, head] = best;
    take(head, false);
    const source = lanesOf.get(key);
    if (source !== undefined) readHead(...source);
    if (heads.get(key)?.id === head.id) heads.delete(key);
  }
}

function bestOf(
  heads: ReadonlyMap<string, Item>,
  situation: Situation,
): readonly [string, Item] | null {
  let best: readonly [string, Item] | null = null;
  for (const [key, head] of heads) {
    if (slotLimit(runningOf(head), situation) !== null) continue;
    if (best === null || compareClaims(head, best[1]) < 0) best = [key, head];
  }
  return best;
}

function start(
  tx: StoreWriter,
  queued: Item,
  probe: boolean,
  context: TransitionContext,
  tokenGeneration: number | null,
  freezing: FreezingTools,
): Claimed | null {
  const expired = transition(queued, { type: 'expire' }, context);
  if (expired.kind === 'changed') {
    saveTransition(tx, queued, expired.item, expired.change, context);
    return null;
  }
  const written = tx.request(queued.id, queued.revision);
  const frozen = written && freeze(tx, queued, written, freezing, context);
  if (written !== null && frozen === null) return null;
  const item = frozen?.item ?? queued;
  const started = transition(item, { type: 'attemptStarted' }, context);
  if (started.kind === 'ignored' || started.item.state !== 'sending') return null;
  if (!saveTransition(tx, item, started.item, started.change, context)) return null;
  const attempt: Attempt = {
    itemId: item.id,
    number: started.item.attempt,
    revision: item.revision,
    method: item.checkUrl === null ? item.method : 'GET',
    url: item.checkUrl ?? item.redirectTo ?? item.url,
    idempotencyKey: item.idempotencyKey,
    tokenGeneration,
    probe,
    isolated: item.isolated,
    startedAt: context.now,
    endedAt: null,
    outcome: null,
    counted: false,
    report: null,
    body: null,
  };
  tx.openAttempt(attempt);
  return { item: started.item, attempt, request: frozen?.request ?? null };
}
