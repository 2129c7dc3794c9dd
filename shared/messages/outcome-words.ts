import { assertNever } from '../lang/assert-never.ts';
import type { AttemptOutcome } from '../outbox/attempt-outcome.ts';
import { doubtWords } from './doubt-words.ts';
import { reachSentence } from './reach-words.ts';

/** What one attempt came to, in a few words; null is an attempt without an end. */
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
