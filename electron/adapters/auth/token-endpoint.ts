import type { Secret } from '../../../shared/lang/secret.ts';
import type { TokenRefresh } from '../../../shared/outbox/account.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { judgeAnswer, type TokenAnswer, tokenTrouble } from './judge-answer.ts';
import { tokenRequest } from './token-request.ts';

/** The call as a whole, the answer's body included. */
export const LIMIT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface TokenEndpointDeps {
  readonly fetch: Fetch;
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
  } catch {
    return tokenTrouble(
      control.signal.aborted ? 'TOKEN_ENDPOINT_SLOW' : 'TOKEN_ENDPOINT_UNREACHABLE',
    );
  } finally {
    cancel();
  }
}

/** Null when there is more of it than can be right; the rest is not read. */
export async function textOf(response: Response): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
