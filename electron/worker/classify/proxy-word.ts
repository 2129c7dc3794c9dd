import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { isProxyRefusal, isTinyproxy } from '../../../shared/outbox/proxy-refusal.ts';
import type { Answer } from './answer.ts';
import { headerValue } from './header-value.ts';

/** The proxy that a request went by. */
export interface Via {
  /** Host and port. */
  readonly proxy: string;
  /** It got a user name and a password. */
  readonly signedIn: boolean;
  /** What comes out of the tunnel is the server's own, not the proxy's. */
  readonly tunnelled: boolean;
}

type ProxyWord = Extract<AttemptOutcome, { kind: 'proxySignIn' | 'notSent' | 'unknown' }>;

/**
 * What a proxy answered in its own name, in place of the server; null: the answer is the server's, or nobody can tell.
 * Only where the proxy says that it never reached the server, it is certain that nothing was sent.
 */
export function proxyWord(answer: Answer, via: Via | null): ProxyWord | null {
  if (via === null || via.tunnelled) return null;
  if (isProxyRefusal(answer.status, serverOf(answer)))
    return { kind: 'proxySignIn', proxy: via.proxy, refused: via.signedIn };
  const passedOn = squid(answer) ?? tinyproxy(answer);
  if (passedOn === null) return null;
  const code = `PROXY_${answer.status}`;
  return passedOn ? { kind: 'unknown', code } : { kind: 'notSent', cause: 'proxy', code };
}

/** Its pages' names, of those that it shows when the server had the request already. */
const SQUID_AFTERWARDS =
  /^ERR_(?:READ_TIMEOUT|READ_ERROR|WRITE_ERROR|ZERO_SIZE_OBJECT|LIFETIME_EXP|INVALID_RESP)\b/;

/** Whether the server may have had the request; null: squid says nothing here. What is wrong with a request stays 4xx. */
function squid({ status, headers }: Answer): boolean | null {
  const page = headerValue(headers, 'x-squid-error');
  if (page === null || !(status === 403 || status >= 500)) return null;
  return SQUID_AFTERWARDS.test(page);
}

/** As above. */
function tinyproxy(answer: Answer): boolean | null {
  const { status, statusText } = answer;
  if (!isTinyproxy(serverOf(answer))) return null;
  if (status === 403) return false;
  if (status < 500) return null;
  return !/unable to connect|no upstream/i.test(statusText);
}

const serverOf = ({ headers }: Answer): string | null => headerValue(headers, 'server');
