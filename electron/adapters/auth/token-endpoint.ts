import type { Trust } from '../../../shared/contracts/worker-protocol.ts';
import { limitedText } from '../../../shared/lang/limited-text.ts';
import type { Secret } from '../../../shared/lang/secret.ts';
import type { Account, TokenRefresh } from '../../../shared/outbox/account.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { NoAnswer } from '../../core/ports/no-answer.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { trustOf } from '../../core/trust.ts';
import { judgeAnswer, type TokenAnswer, type TokenTrouble, tokenTrouble } from './judge-answer.ts';
import { tokenRequest } from './token-request.ts';

/** The call as a whole, the answer's body included. */
export const LIMIT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/**
 * Asks a server by the way that attempts go. `trust`: whose certificates are believed. Rejects with `NoAnswer` where it is
 * known what stood between.
 */
export type Fetch = (url: string, init: RequestInit, trust: Trust | null) => Promise<Response>;

/** On behalf of one account. */
export type BoundFetch = (url: string, init: RequestInit) => Promise<Response>;

export const fetchFor =
  (fetch: Fetch, account: Account): BoundFetch =>
  (url, init) =>
    fetch(url, init, trustOf(account));

/** What the one who asked can do something about has a code of its own. */
export function troubleOf(error: unknown, isSlow: boolean): TokenTrouble {
  if (error instanceof NoAnswer) return tokenTrouble(NO_ANSWER[error.by]);
  return tokenTrouble(isSlow ? 'TOKEN_ENDPOINT_SLOW' : 'TOKEN_ENDPOINT_UNREACHABLE');
}

const NO_ANSWER = {
  proxySignIn: 'TOKEN_PROXY_SIGN_IN',
  proxy: 'TOKEN_PROXY_TROUBLE',
  certificate: 'TOKEN_CERTIFICATE',
} as const;

export interface TokenEndpointDeps {
  readonly fetch: BoundFetch;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * Asks for new tokens once. Never rejects. A redirect is never followed: the refresh token goes nowhere but to
 * the address in the account. What `fetch` throws is not passed on.
 */
export async function askForTokens(
  { fetch, clock, timers }: TokenEndpointDeps,
  refresh: TokenRefresh,
  token: Secret,
): Promise<TokenAnswer> {
  const { url, method, headers, body } = tokenRequest(refresh, token);
  const control = new AbortController();
  const cancel = timers.after(LIMIT_MS, () => control.abort());
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: control.signal,
    });
    const text = await textOf(response);
    const header = (name: string) => response.headers.get(name);
    const { status } = response;
    return judgeAnswer(refresh, { status, header, text, receivedAt: clock.now() });
  } catch (error) {
    return troubleOf(error, control.signal.aborted);
  } finally {
    cancel();
  }
}

/** Null when there is more of it than can be right. */
export const textOf = (response: Response): Promise<string | null> =>
  limitedText(response.body, MOST_BYTES);
