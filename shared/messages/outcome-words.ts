import { assertNever } from '../lang/assert-never.ts';
import type { Attempt } from '../outbox/attempt.ts';
import type { AttemptOutcome } from '../outbox/attempt-outcome.ts';
import { type Item, isIdempotentMethod } from '../outbox/item.ts';
import { doubtWords } from './doubt-words.ts';
import { reachSentence } from './reach-words.ts';

/** What one attempt of an item came to: its own request, or the question to its server whether that arrived. */
export function attemptWords(
  { method, outcome }: Pick<Attempt, 'method' | 'outcome'>,
  item: Pick<Item, 'method'>,
): string {
  // Only what must not be repeated is asked about, and by GET alone.
  const isQuestion = method === 'GET' && !isIdempotentMethod(item.method);
  return isQuestion ? `asked whether it arrived: ${answerWords(outcome)}` : outcomeWords(outcome);
}

function answerWords(outcome: AttemptOutcome | null): string {
  if (outcome?.kind === 'delivered') return `it did, ${outcome.status}`;
  if (outcome?.kind === 'rejected' && (outcome.status === 404 || outcome.status === 410))
    return `it did not, ${outcome.status}`;
  return outcomeWords(outcome);
}

/** What a request came to, in a few words; null is one without an end. */
export function outcomeWords(outcome: AttemptOutcome | null): string {
  if (outcome === null) return 'not ended';
  switch (outcome.kind) {
    case 'delivered':
      return `delivered, ${outcome.status}`;
    case 'rejected':
      return `refused, ${outcome.status}`;
    case 'misdirected':
      return redirectWords(outcome);
    case 'busy':
      return `the server has trouble, ${outcome.status}`;
    case 'suspect':
      if (outcome.doubt === 'REDIRECT') return redirectWords(outcome);
      return outcome.doubt === 'HTML_INSTEAD'
        ? `a web page instead of an answer, ${outcome.status}`
        : `${doubtWords(outcome.doubt)}, ${outcome.status}`;
    case 'unauthorized':
      return `the server wants to know who is asking, ${outcome.status}`;
    case 'redirected':
      return `passed on to ${outcome.location}, ${outcome.status}`;
    case 'notSent':
      return `not sent: ${reachSentence(outcome.code)}`;
    case 'proxySignIn':
      return outcome.refused
        ? `not sent: the proxy ${outcome.proxy} refused the sign-in`
        : `not sent: the proxy ${outcome.proxy} asks for a sign-in`;
    case 'incomplete':
      return `not all of it was sent: ${reachSentence(outcome.code)}`;
    case 'unknown':
      return `sent, but no answer came: ${reachSentence(outcome.code)}`;
    case 'aborted':
      return outcome.by === 'user' ? 'stopped by a person' : 'stopped because OutTray ended';
    case 'workerLost':
      return 'the sending process ended';
    case 'hostLost':
      return 'OutTray ended meanwhile';
    case 'unsendable':
      return `not sent: ${outcome.problem.code}`;
    default:
      return assertNever(outcome);
  }
}

const redirectWords = (to: { readonly status: number; readonly location: string | null }): string =>
  `a redirect that is not followed, ${to.status} to ${to.location ?? 'nowhere'}`;
