import type { Attempt, AttemptReport } from '../../shared/outbox/attempt.ts';
import type { AttemptOutcome, OutcomeKind } from '../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { ReadKept } from './chaining/answer-values.ts';
import { copyValues } from './chaining/copy-values.ts';
import { accountOf, cannotBeAsked, checkUrlFor, leavesDoubt } from './check-delivery.ts';
import { cutOffAt } from './cut-off.ts';
import { blamed, doubtCounts, excused } from './doubts.ts';
import { problemOf } from './failures/problem-of.ts';
import { type GateView, gateSignal, nextGate, type TroubleStreak, woken } from './gates.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import { countsAgainstBudget } from './retry-policy.ts';
import { expecting, saveTransition } from './settle.ts';
import { type TransitionContext, transition } from './transition.ts';

/** An attempt that has come to its end, by the worker's report or by its loss. */
export interface EndedAttempt {
  readonly itemId: string;
  readonly number: number;
  readonly probe: boolean;
  readonly startedAt: number;
  readonly outcome: AttemptOutcome;
  readonly report: AttemptReport | null;
  readonly freshToken: boolean;
  readonly unsigned: boolean;
}

export interface Finished {
  readonly item: Item;
  readonly streak: TroubleStreak | null;
}

/**
 * Writes down what an attempt came to: the item's next state, the attempt's record, and what it says
 * about the origin, in one transaction. Null when the item no longer runs this attempt (a late report).
 */
export function finish(
  tx: StoreWriter,
  ended: EndedAttempt,
  streak: TroubleStreak | null,
  readKept: ReadKept,
  context: TransitionContext,
): Finished | null {
  const item = tx.item(ended.itemId);
  if (item === null || item.state !== 'sending' || item.attempt !== ended.number) return null;
  const closed = gateOf(tx, item);
  const stillToBeSent = (id: string): boolean => {
    const other = tx.item(id);
    return other !== null && isToBeSent(other);
  };
  const next = transition(
    item,
    {
      type: 'attemptEnded',
      attempt: ended.number,
      outcome: ended.outcome,
      durationMs: Math.max(0, context.now - ended.startedAt),
      probe: ended.probe,
      freshToken: ended.freshToken,
      unsigned: ended.unsigned,
      cutOffAt: placeOfCut(tx, item, ended, context),
      doubtCounts: doubtCounts(
        item,
        ended.outcome,
        { closed, streak },
        stillToBeSent,
        context.policy,
      ),
      checkUrl: leavesDoubt(ended.outcome) ? checkUrlFor(accountOf(tx, item), item) : null,
      cannotBeAsked: leavesDoubt(ended.outcome) && cannotBeAsked(accountOf(tx, item), item),
    },
    context,
  );
  if (next.kind === 'ignored') return null;
  const after = withProblem(next.item, ended.report);
  if (!saveTransition(tx, item, after, next.change, context)) return null;
  tx.closeAttempt(item.id, ended.number, {
    endedAt: context.now,
    outcome: ended.outcome,
    counted: countsAgainstBudget(ended.outcome, ended.probe),
    report: ended.report === null ? null : withoutBody(ended.report),
    body: ended.report?.body ?? null,
  });
  if (after.state === 'delivered') copyValues(tx, item.id, readKept, context);
  return { item: after, streak: moveGate(tx, item, ended, { closed, streak }, context) };
}

const isToBeSent = ({ state }: Item): boolean =>
  state === 'queued' || state === 'waiting' || state === 'sending';

const gateOf = (read: StoreReader, item: Item): ClosedGate | null =>
  read.gates().find((gate) => gate.scope === 'origin' && gate.key === item.origin) ?? null;

function placeOfCut(
  tx: StoreReader,
  item: Item,
  { number, outcome, report }: EndedAttempt,
  { policy }: TransitionContext,
): number | null {
  if (outcome.kind !== 'incomplete') return null;
  const before = tx.attempts(item.id).filter((attempt) => attempt.number < number);
  const now = { outcome, bytesUp: report?.bytesUp ?? 0 };
  return cutOffAt(item, before, now, policy.cutOffLimit);
}

/** An item that needs a person now takes along what the server said. */
function withProblem(item: Item, report: AttemptReport | null): Item {
  if (item.state !== 'attention' && item.state !== 'unconfirmed') return item;
  const problem = report === null ? null : problemOf(report);
  return problem === null ? item : { ...item, problem };
}

function moveGate(
  tx: StoreWriter,
  item: Item,
  { outcome, report }: EndedAttempt,
  before: GateView,
  context: TransitionContext,
): TroubleStreak | null {
  const { closed, streak } = before;
  const signal = gateSignal(outcome, report?.quotaResetMs ?? null);
  const after = nextGate(before, item, signal, context);
  if (after.closed !== null && after.closed !== closed) tx.saveGate(after.closed);
  if (after.closed === null && closed !== null) {
    tx.openGate('origin', item.origin);
    for (const id of closed.asked) wakeUnreached(tx, id, context);
  }
  if (signal.kind === 'pass' && closed === null && streak !== null && streak.doubts > 0)
    wakeUnreached(tx, streak.itemId, context);
  if (after.closed !== null && closed === null && signal.kind === 'trouble') {
    const first = streak === null ? null : tx.item(streak.itemId);
    const free = streak === null || first === null ? null : excused(first, streak);
    if (first !== null && free !== null) tx.adjust(free, expecting(first));
  }
  return after.streak;
}

/** What an item waits for that has nothing to do with whether its server can be reached. */
const NOT_UNREACHED: readonly OutcomeKind[] = ['suspect', 'busy', 'unsendable'];

/**
 * The origin is back: what only failed to reach it need not wait any longer. Nor need what another network may have
 * answered; as another item passed, that answer counts one, and a page that comes again speaks against the item.
 */
function wakeUnreached(tx: StoreWriter, id: string, context: TransitionContext): void {
  const item = tx.item(id);
  if (item === null) return;
  const doubted = isToBeSent(item) ? blamed(item) : null;
  if (doubted !== null) tx.adjust(doubted, expecting(item));
  if (item.state !== 'waiting' || item.reason.code !== 'BACKOFF') return;
  if (NOT_UNREACHED.includes(item.reason.after) && doubted === null) return;
  wakeItem(tx, doubted ?? item, context);
}

/** Ends an item's back-off, where the server did not ask for it; true when there was one to end. */
export function wakeItem(tx: StoreWriter, item: Item, context: TransitionContext): boolean {
  const awake = transition(item, { type: 'wake' }, context);
  return awake.kind === 'changed' && saveTransition(tx, item, awake.item, awake.change, context);
}

/** "Sync now", network up, resume: every gate asks again, except where the server wanted to be left alone. */
export function wakeGates(tx: StoreWriter, now: number): void {
  for (const gate of tx.gates()) tx.saveGate(woken(gate, now));
}

function withoutBody(report: AttemptReport): Attempt['report'] {
  const { outcome: _outcome, body: _body, quotaResetMs: _quota, ...rest } = report;
  return rest;
}
