import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Item, ItemIn } from '../../shared/outbox/item.ts';
import type { DecisionContext, EndedAttempt } from './ended-attempt.ts';
import { withState } from './item-state.ts';

/**
 * What the answer to "did it arrive?" makes of an item: 2xx is a yes (as of any attempt), 404 and 410 a no, whereupon it
 * is sent again; any other answer leaves it to a person. Null where there was no answer: it is asked again later.
 */
export function afterCheck(
  settled: ItemIn<'sending'>,
  { outcome, freshToken, unsigned, doubtCounts }: EndedAttempt,
  { now, policy }: DecisionContext,
): Item | null {
  const known = { ...settled, checkUrl: null };
  const leave = (): Item => withState(known, { state: 'unconfirmed', since: now }, now);
  switch (outcome.kind) {
    case 'rejected':
      return outcome.status === 404 || outcome.status === 410
        ? withState({ ...known, mayHaveArrived: false }, { state: 'queued' }, now)
        : leave();
    case 'misdirected':
    case 'redirected':
    case 'unsendable':
      return leave();
    case 'unauthorized':
      return settled.account === null || unsigned || freshToken ? leave() : null;
    case 'suspect':
      return doubtCounts && settled.budget.suspects + 1 >= policy.suspectLimit ? leave() : null;
    case 'delivered':
    case 'busy':
    case 'notSent':
    case 'proxySignIn':
    case 'incomplete':
    case 'unknown':
    case 'aborted':
    case 'workerLost':
    case 'hostLost':
      return null;
    default:
      return assertNever(outcome);
  }
}
