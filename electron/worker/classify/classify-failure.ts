import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { SendProgress } from '../../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { isTunnelRefusal } from '../../../shared/outbox/proxy-refusal.ts';
import { isOfConnecting, notSentCause, REQUEST_INVALID_CODES } from './failure-codes.ts';
import type { Via } from './proxy-word.ts';

const REQUEST_INVALID: ReadonlySet<string> = new Set(REQUEST_INVALID_CODES);

/** An attempt that ended without an answer. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * Code and words of anything thrown. The innermost cause with a code tells most: the layers around it say only
 * that they could not go on. A code that nobody gave is `ERR_UNKNOWN`.
 */
export function asFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: 'ERR_UNKNOWN', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const inner = error.cause === undefined ? null : asFailure(error.cause);
  if (inner !== null && inner.code !== 'ERR_UNKNOWN') return inner;
  return { code: code ?? 'ERR_UNKNOWN', message: error.message };
}

/**
 * What a failure without an answer means. How far the request had gone decides; the code only says why. The
 * same reset is harmless before the connection, a retry in the middle, and unknown after the last byte.
 */
export function classifyFailure(
  { code, message }: Failure,
  progress: SendProgress,
  via: Via | null = null,
): AttemptOutcome {
  switch (progress) {
    case 'none':
      return REQUEST_INVALID.has(code)
        ? { kind: 'unsendable', problem: { code: 'REQUEST_INVALID', detail: message } }
        : unsent(code, via);
    case 'partial':
      return { kind: 'incomplete', code };
    case 'complete':
      return { kind: 'unknown', code };
    default:
      return assertNever(progress);
  }
}

/** Only the proxy is looked up and connected to where there is one. */
function unsent(code: string, via: Via | null): AttemptOutcome {
  if (via === null) return { kind: 'notSent', cause: notSentCause(code), code };
  if (isTunnelRefusal(Number(code.replace(/^PROXY_/, ''))))
    return { kind: 'proxySignIn', proxy: via.proxy, refused: via.signedIn };
  const cause = isOfConnecting(code) || !via.tunnelled ? 'proxy' : notSentCause(code);
  return { kind: 'notSent', cause, code };
}
