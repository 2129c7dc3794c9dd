import { assertNever } from '../../shared/lang/assert-never.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import {
  type AttentionReason,
  type Budget,
  type Item,
  type ItemIn,
  isIdempotentMethod,
  type LastAnswer,
  type WaitReason,
} from '../../shared/outbox/item.ts';
import { afterCheck } from './after-check.ts';
import { mayBeYes } from './check-delivery.ts';
import { doubtedReason } from './doubts.ts';
import type { DecisionContext, EndedAttempt } from './ended-attempt.ts';
import { withState } from './item-state.ts';
import type { Policy } from './policy.ts';
import { backoffDelay, countsAgainstBudget, isExhausted } from './retry-policy.ts';

/** What an attempt's outcome makes of its item (design.md §8). Pure and exhaustive over outcomes. */
export function afterAttempt(
  item: ItemIn<'sending'>,
  ended: EndedAttempt,
  context: DecisionContext,
): Item {
  const { outcome } = ended;
  const { now, policy } = context;
  const counted = countsAgainstBudget(outcome, ended.probe);
  const settled: ItemIn<'sending'> = {
    ...item,
    last: lastAnswer(outcome, now),
    isolated: false,
    mayHaveArrived: item.mayHaveArrived || mayBeYes(outcome),
    redirectTo: null,
    budget: {
      ...item.budget,
      hops: 0,
      counted: item.budget.counted + (counted ? 1 : 0),
      spentMs: item.budget.spentMs + (counted ? ended.durationMs : 0),
    },
  };
  const park = (reason: AttentionReason): Item =>
    withState(settled, { state: 'attention', since: now, reason }, now);

  const decided = item.checkUrl === null ? null : afterCheck(settled, ended, context);
  if (decided !== null) return decided;
  const checkUrl = item.checkUrl ?? ended.checkUrl;

  switch (outcome.kind) {
    case 'delivered':
      return withState(
        { ...settled, checkUrl: null },
        { state: 'delivered', deliveredAt: now, status: outcome.status },
        now,
      );
    case 'rejected':
      return park({ code: 'REJECTED', status: outcome.status });
    case 'misdirected':
      return park({
        code: 'MISDIRECTED',
        status: outcome.status,
        location: outcome.location,
        otherOrigin: outcome.otherOrigin,
      });
    case 'unsendable': {
      const { problem } = outcome;
      if (problem.code !== 'FILE_UNREADABLE' || staysUnreadable(item, policy)) return park(problem);
      return tryLater(
        settled,
        counted,
        null,
        { code: 'BACKOFF', after: 'unsendable', detail: problem.detail },
        policy.unsentCap,
        context,
      );
    }
    case 'unauthorized':
      if (item.account === null || ended.unsigned)
        return park({ code: 'ACCOUNT_NEEDED', status: outcome.status });
      if (ended.freshToken) return park({ code: 'STILL_UNAUTHORIZED', status: outcome.status });
      return withState({ ...settled, redirectTo: item.redirectTo }, { state: 'queued' }, now);
    case 'redirected': {
      const hops = item.budget.hops + 1;
      if (hops > policy.redirectLimit)
        return park({ code: 'TOO_MANY_REDIRECTS', hops: policy.redirectLimit });
      const onward = {
        ...settled,
        redirectTo: outcome.location,
        budget: { ...settled.budget, hops },
      };
      return withState(onward, { state: 'queued' }, now);
    }
    case 'suspect': {
      const suspects = item.budget.suspects + (ended.doubtCounts ? 1 : 0);
      if (ended.doubtCounts && suspects >= policy.suspectLimit)
        return park(doubtedReason(outcome, suspects));
      const doubted = { ...settled, budget: { ...settled.budget, suspects } };
      return tryLater(
        doubted,
        counted,
        null,
        { code: 'BACKOFF', after: 'suspect', detail: outcome.doubt },
        policy.backoff.cap,
        context,
      );
    }
    case 'busy': {
      const reason: WaitReason =
        outcome.retryAfterMs === null
          ? { code: 'BACKOFF', after: 'busy', detail: String(outcome.status) }
          : { code: 'SERVER_ASKED', status: outcome.status };
      return tryLater(settled, counted, outcome.retryAfterMs, reason, policy.backoff.cap, context);
    }
    case 'notSent':
      return tryLater(
        settled,
        counted,
        null,
        { code: 'BACKOFF', after: 'notSent', detail: outcome.code },
        policy.unsentCap,
        context,
      );
    case 'proxySignIn':
      return tryLater(
        settled,
        counted,
        null,
        { code: 'BACKOFF', after: 'notSent', detail: 'PROXY_407' },
        policy.unsentCap,
        context,
      );
    case 'incomplete':
      if (ended.cutOffAt !== null)
        return park({ code: 'CUT_OFF', bytes: ended.cutOffAt, times: policy.cutOffLimit });
      return tryLater(
        settled,
        counted,
        null,
        { code: 'BACKOFF', after: 'incomplete', detail: outcome.code },
        policy.backoff.cap,
        context,
      );
    case 'unknown': {
      const doubtful = { ...settled, mayHaveArrived: true, checkUrl };
      if (mustAsk(doubtful, ended))
        return withState(doubtful, { state: 'unconfirmed', since: now }, now);
      return tryLater(
        doubtful,
        counted,
        null,
        { code: 'BACKOFF', after: 'unknown', detail: outcome.code },
        policy.backoff.cap,
        context,
      );
    }
    case 'aborted': {
      const stopped = {
        ...settled,
        isolated: item.isolated,
        mayHaveArrived: item.mayHaveArrived || outcome.mayHaveArrived,
        checkUrl: outcome.mayHaveArrived ? checkUrl : item.checkUrl,
      };
      return outcome.mayHaveArrived && mustAsk(stopped, ended)
        ? withState(stopped, { state: 'unconfirmed', since: now }, now)
        : withState(stopped, { state: 'queued' }, now);
    }
    case 'workerLost': {
      const strikes = item.budget.strikes + (outcome.wasAlone ? 1 : 0);
      const lost = {
        ...settled,
        isolated: true,
        mayHaveArrived: true,
        checkUrl,
        budget: { ...settled.budget, strikes },
      };
      if (strikes >= policy.strikeLimit)
        return withState(
          lost,
          { state: 'attention', since: now, reason: { code: 'CRASHED_WORKER', strikes } },
          now,
        );
      return afterLoss(lost, ended, now);
    }
    case 'hostLost':
      return afterLoss({ ...settled, isolated: true, mayHaveArrived: true, checkUrl }, ended, now);
    default:
      return assertNever(outcome);
  }
}

/** Nobody knows how far it got. It runs in a process of its own next time, in case it was the cause. */
function afterLoss(item: ItemIn<'sending'>, ended: EndedAttempt, now: number): Item {
  return mustAsk(item, ended)
    ? withState(item, { state: 'unconfirmed', since: now }, now)
    : withState(item, { state: 'queued' }, now);
}

/**
 * Whether the attempt before this one met the same, and enough of them in a row came to nothing. After other failures, in
 * which time has passed, two of this kind are enough.
 */
const staysUnreadable = ({ last, budget }: Item, policy: Policy): boolean =>
  last?.code === 'FILE_UNREADABLE' && budget.failures + 1 >= policy.unreadableLimit;

const mustAsk = (item: Item, { cannotBeAsked }: EndedAttempt): boolean =>
  item.checkUrl === null &&
  (item.unknownOutcome === 'ask' || cannotBeAsked) &&
  !isIdempotentMethod(item.method);

function tryLater(
  item: ItemIn<'sending'>,
  counted: boolean,
  floorMs: number | null,
  reason: WaitReason,
  cap: number,
  { policy, now, random }: DecisionContext,
): Item {
  const failures = item.budget.failures + 1;
  const delay = backoffDelay(failures, cap, policy, random);
  const budget: Budget = {
    ...item.budget,
    failures,
    spentMs: item.budget.spentMs + (counted ? delay : 0),
  };
  if (isExhausted(budget, policy)) {
    const exhausted: AttentionReason = {
      code: 'EXHAUSTED',
      counted: budget.counted,
      spentMs: budget.spentMs,
    };
    return withState(
      { ...item, budget },
      { state: 'attention', since: now, reason: exhausted },
      now,
    );
  }
  return withState(
    { ...item, budget },
    {
      state: 'waiting',
      dueAt: now + Math.max(delay, floorMs ?? 0),
      floorAt: floorMs === null ? null : now + floorMs,
      reason,
    },
    now,
  );
}

function lastAnswer(outcome: AttemptOutcome, at: number): LastAnswer {
  return {
    kind: outcome.kind,
    status: 'status' in outcome ? outcome.status : null,
    code:
      'code' in outcome
        ? outcome.code
        : outcome.kind === 'unsendable'
          ? outcome.problem.code
          : null,
    at,
  };
}
