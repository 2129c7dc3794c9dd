import type { SuccessContract } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { SendProgress, Verdict } from '../../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { headerValue } from './header-value.ts';
import { redirectTarget } from './redirect-target.ts';
import { retryAfterMs } from './retry-after.ts';
import { statusKind } from './status-kind.ts';
import { isWebPage } from './web-page.ts';

/** Everything about an answer that can matter. */
export interface Answer {
  /** Of the request. */
  readonly url: string;
  readonly status: number;
  readonly headers: readonly Header[];
  /** The first bytes of the body, decoded. */
  readonly bodyStart: Uint8Array;
  /** The body came to its end; false when it was cut. */
  readonly bodyEnded: boolean;
  /** How far the request had gone when the answer was over. */
  readonly progress: SendProgress;
  /** Wall time in milliseconds. */
  readonly receivedAt: number;
}

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
      return { outcome: redirect(answer), verdict: { accepted: false, rule: 'REDIRECT' } };
    case 'unauthorized':
      return refused({ kind: 'unauthorized', status });
    case 'rejected':
      return refused({ kind: saysTokenIsBad(answer) ? 'unauthorized' : 'rejected', status });
    case 'rejectedUnlessRetryAfter': {
      const wait = retryAfterMs(headers, answer.receivedAt);
      return refused(
        wait === null ? { kind: 'rejected', status } : { kind: 'busy', status, retryAfterMs: wait },
      );
    }
    case 'busy':
      return refused({
        kind: 'busy',
        status,
        retryAfterMs: retryAfterMs(headers, answer.receivedAt),
      });
    // A 2xx that the contract does not name: the server answered, but not as the API would.
    case 'success':
    case 'suspect':
      return looksLikePage(answer) ? page(status) : refused({ kind: 'suspect', status });
    default:
      return assertNever(kind);
  }
}

function plausible(answer: Answer, contract: SuccessContract): Classified {
  const { status } = answer;
  if (!contract.allowHtml && looksLikePage(answer)) return page(status);
  // A yes to a request that was never sent to its end cannot be about its whole body (G7).
  if (answer.progress !== 'complete') return refused({ kind: 'suspect', status });
  return { outcome: { kind: 'delivered', status }, verdict: { accepted: true, rule: 'STATUS' } };
}

function redirect({ url, status, headers }: Answer): AttemptOutcome {
  const target = redirectTarget(url, headerValue(headers, 'location'));
  if ((status === 307 || status === 308) && target.usable && target.location !== null)
    return { kind: 'redirected', status, location: target.location };
  return {
    kind: 'misdirected',
    status,
    location: target.location,
    otherOrigin: target.otherOrigin,
  };
}

const looksLikePage = ({ headers, bodyStart, bodyEnded }: Answer): boolean =>
  isWebPage(headers, bodyStart, bodyEnded);

/** Some servers answer an expired token with 403 and say so in the words of RFC 6750 §3.1. */
const saysTokenIsBad = ({ status, headers }: Answer): boolean =>
  status === 403 &&
  /^\s*bearer\b.*\berror\s*=\s*"?invalid_token\b/i.test(
    headerValue(headers, 'www-authenticate') ?? '',
  );

const refused = (outcome: AttemptOutcome): Classified => ({
  outcome,
  verdict: { accepted: false, rule: 'STATUS' },
});

const page = (status: number): Classified => ({
  outcome: { kind: 'suspect', status },
  verdict: { accepted: false, rule: 'HTML_INSTEAD' },
});
