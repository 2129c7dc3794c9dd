import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Verdict } from '../../../shared/outbox/attempt.ts';
import type { AttemptOutcome, Doubt } from '../../../shared/outbox/attempt-outcome.ts';
import type { SuccessContract } from '../../../shared/outbox/success-contract.ts';
import type { Answer } from './answer.ts';
import { headerValue } from './header-value.ts';
import { saysInProgress } from './in-progress.ts';
import { doubtOf, receiptOf } from './keeps-contract.ts';
import { quotaResetMs } from './rate-limit.ts';
import { redirectTarget } from './redirect-target.ts';
import { retryAfterMs } from './retry-after.ts';
import { statusKind } from './status-kind.ts';
import { isWebPage } from './web-page.ts';

export interface Classified {
  readonly outcome: AttemptOutcome;
  readonly verdict: Verdict | null;
}

/** The contract may name any final status except a redirect, which is never taken for success. */
export function isAccepted(status: number, contract: SuccessContract): boolean {
  if (status < 200 || statusKind(status) === 'redirect') return false;
  return contract.accept.some(([from, to]) => status >= from && status <= to);
}

/** What an answer means (design.md §8; research in RFC 9110 §15). Total over all statuses. */
export function classifyAnswer(answer: Answer, contract: SuccessContract): Classified {
  const { status, headers } = answer;
  if (isAccepted(status, contract)) return plausible(answer, contract);
  const kind = statusKind(status);
  switch (kind) {
    case 'redirect':
      return { outcome: redirect(answer), verdict: no('REDIRECT') };
    case 'unauthorized':
      return refused({ kind: 'unauthorized', status });
    case 'rejected':
      return refused({ kind: saysTokenIsBad(answer) ? 'unauthorized' : 'rejected', status });
    case 'conflict':
    case 'rejectedUnlessRetryAfter': {
      const wait = retryAfterMs(headers, answer.receivedAt);
      const isLater = wait !== null || (kind === 'conflict' && saysInProgress(answer));
      return refused(
        isLater ? { kind: 'busy', status, retryAfterMs: wait } : { kind: 'rejected', status },
      );
    }
    case 'busy':
      return refused({ kind: 'busy', status, retryAfterMs: waitOf(answer) });
    // A 2xx that the contract does not name: the server answered, but not as the API would.
    case 'success':
    case 'suspect':
      return doubted(status, doubtOfStatus(answer));
    default:
      return assertNever(kind);
  }
}

function doubtOfStatus(answer: Answer): Doubt {
  if (answer.status === 511) return 'NETWORK_SIGN_IN';
  if (answer.status === 407) return 'PROXY_SIGN_IN';
  return looksLikePage(answer) ? 'HTML_INSTEAD' : 'STATUS';
}

function plausible(answer: Answer, contract: SuccessContract): Classified {
  const { status } = answer;
  if (!contract.allowHtml && looksLikePage(answer)) return doubted(status, 'HTML_INSTEAD');
  // A yes to a request that was never sent to its end cannot be about its whole body (G7).
  if (answer.progress !== 'complete') return doubted(status, 'EARLY');
  const doubt = doubtOf(answer, contract);
  if (doubt !== null) return doubted(status, doubt);
  return {
    outcome: { kind: 'delivered', status },
    verdict: { accepted: true, rule: 'STATUS', receipt: receiptOf(answer, contract) },
  };
}

function redirect({ url, status, headers }: Answer): AttemptOutcome {
  const target = redirectTarget(url, headerValue(headers, 'location'));
  if ((status === 307 || status === 308) && target.usable && target.location !== null)
    return { kind: 'redirected', status, location: target.location };
  if (target.byAnybody && target.location !== null)
    return { kind: 'suspect', status, doubt: 'REDIRECT', location: target.location };
  return {
    kind: 'misdirected',
    status,
    location: target.location,
    otherOrigin: target.otherOrigin,
  };
}

const looksLikePage = ({ headers, bodyStart, bodyEnded }: Answer): boolean =>
  isWebPage(headers, bodyStart, bodyEnded);

/** What the server asked for outright; else, from one that takes no more for now, when its quota begins anew. */
const waitOf = ({ status, headers, receivedAt }: Answer): number | null =>
  retryAfterMs(headers, receivedAt) ??
  (status === 429 || status === 503 ? quotaResetMs(headers) : null);

/** Some servers answer an expired token with 403 and say so in the words of RFC 6750 §3.1. */
const saysTokenIsBad = ({ status, headers }: Answer): boolean =>
  status === 403 &&
  /^\s*bearer\b.*\berror\s*=\s*"?invalid_token\b/i.test(
    headerValue(headers, 'www-authenticate') ?? '',
  );

const refused = (outcome: AttemptOutcome): Classified => ({
  outcome,
  verdict: no('STATUS'),
});

const doubted = (status: number, doubt: Doubt): Classified => ({
  outcome: { kind: 'suspect', status, doubt },
  verdict: no(doubt),
});

const no = (rule: Verdict['rule']): Verdict => ({ accepted: false, rule, receipt: null });
