import { assertNever } from '../../shared/lang/assert-never.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { Budget } from '../../shared/outbox/item.ts';
import type { Policy } from './policy.ts';
import type { Random } from './ports/random.ts';

/** The longest wait that failure number `failures` (from 1) may ask for, before jitter. */
export function backoffCeiling(failures: number, cap: number, policy: Policy): number {
  const exponent = Math.min(Math.max(failures - 1, 0), 30);
  return Math.min(cap, policy.backoff.base * 2 ** exponent);
}

/** Full jitter: uniform up to the ceiling, so that many waiting items do not come back at once. */
export function backoffDelay(
  failures: number,
  cap: number,
  policy: Policy,
  random: Random,
): number {
  const ceiling = backoffCeiling(failures, cap, policy);
  return Math.max(Math.min(policy.backoff.minimum, ceiling), Math.round(random() * ceiling));
}

/**
 * Whether an attempt counts against the budget. What never reached a server, was a detour (401,
 * redirect), was ended by us, or was met by a gate's probe for reasons that are the network's, does not.
 */
export function countsAgainstBudget(outcome: AttemptOutcome, probe: boolean): boolean {
  switch (outcome.kind) {
    case 'delivered':
    case 'rejected':
    case 'misdirected':
    case 'unsendable':
      return true;
    case 'busy':
      return !(probe && [429, 502, 503, 504].includes(outcome.status));
    case 'suspect':
    case 'incomplete':
    case 'unknown':
      return !probe;
    case 'unauthorized':
    case 'redirected':
    case 'notSent':
    case 'proxySignIn':
    case 'aborted':
    case 'workerLost':
    case 'hostLost':
      return false;
    default:
      return assertNever(outcome);
  }
}

export const isExhausted = (budget: Budget, policy: Policy): boolean =>
  budget.counted >= policy.budget.attempts && budget.spentMs >= policy.budget.spentMs;
