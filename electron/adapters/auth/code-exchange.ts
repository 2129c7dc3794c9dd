import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  customFetch,
  None,
  validateAuthResponse,
} from 'oauth4webapi';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { isConfidential } from '../../../shared/lang/confidential-url.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { SignInTrouble, TokenRefresh } from '../../../shared/outbox/account.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { SignInTokens } from '../../core/ports/sign-in-browser.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { SignInServer } from './authorization-server.ts';
import { readIdToken } from './id-token.ts';
import { judgeAnswer, type TokenAnswer } from './judge-answer.ts';
import { type BoundFetch, LIMIT_MS, textOf, troubleOf } from './token-endpoint.ts';

export interface ExchangeDeps {
  readonly fetch: BoundFetch;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** One sign-in, as the server that is asked and the one that answers know it. Secret: `verifier`, `state`. */
export interface Asked {
  readonly account: string;
  readonly refresh: Extract<TokenRefresh, { readonly kind: 'oauth2' }>;
  readonly server: SignInServer;
  readonly redirectUri: string;
  readonly state: string;
  /** RFC 7636: who has the code alone has nothing. */
  readonly verifier: string;
  /** Comes back in the ID token; null where none was asked for. */
  readonly nonce: string | null;
}

/** What an answer with the right `state` comes to: tokens, by way of the token endpoint; or why not. Never rejects. */
export async function exchangeCode(
  { fetch, clock, timers }: ExchangeDeps,
  asked: Asked,
  answer: URLSearchParams,
): Promise<Result<SignInTokens, OutboxError>> {
  const { account, refresh, server, redirectUri, state, verifier } = asked;
  const failed = (reason: SignInTrouble) => err(outboxError('SIGN_IN_FAILED', { account, reason }));
  if (!comesFrom(server, answer)) return failed('ISSUER_DIFFERS');
  const refusal = answer.get('error');
  if (refusal !== null)
    return err(outboxError('SIGN_IN_REFUSED', { account, reason: readable(refusal) }));

  const issuer = answer.get('iss') ?? server.issuer ?? server.authorizationUrl;
  const as = { issuer, token_endpoint: refresh.tokenUrl };
  const client = { client_id: refresh.clientId };
  const code = validated(() => validateAuthResponse(as, client, answer, state));
  if (code === null || !code.has('code')) return failed('ANSWER_NONSENSE');

  const control = new AbortController();
  const cancel = timers.after(LIMIT_MS, () => control.abort());
  const askedAt = clock.monotonic();
  try {
    const response = await authorizationCodeGrantRequest(
      as,
      client,
      None(),
      code,
      redirectUri,
      verifier,
      {
        signal: control.signal,
        [customFetch]: fetch,
        [allowInsecureRequests]: isConfidential(refresh.tokenUrl),
      },
    );
    const token = judgeAnswer(refresh, {
      status: response.status,
      header: (name) => response.headers.get(name),
      text: await textOf(response),
      receivedAt: clock.now(),
    });
    return await tokensOf(asked, answer, token, clock.monotonic() - askedAt);
  } catch (error) {
    return tokensOf(asked, answer, troubleOf(error, control.signal.aborted), 0);
  } finally {
    cancel();
  }
}

/** RFC 9207. An account that names no issuer takes those of the place where its people sign in. */
function comesFrom(
  { issuer, saysIssuer, authorizationUrl }: SignInServer,
  answer: URLSearchParams,
) {
  const [said, ...more] = answer.getAll('iss');
  if (said === undefined) return !saysIssuer;
  if (more.length > 0) return false;
  if (issuer !== null) return said === issuer;
  return URL.canParse(said) && new URL(said).origin === new URL(authorizationUrl).origin;
}

async function tokensOf(
  { account, refresh, server, nonce }: Asked,
  browser: URLSearchParams,
  answer: TokenAnswer,
  tookMs: number,
): Promise<Result<SignInTokens, OutboxError>> {
  switch (answer.kind) {
    case 'tokens': {
      const said = await readIdToken(answer.idToken, {
        clientId: refresh.clientId,
        issuer: browser.get('iss') ?? server.issuer,
        places: [server.authorizationUrl],
        nonce,
        skewMs: answer.skewMs,
      });
      if (said.kind === 'wrong')
        return err(outboxError('SIGN_IN_FAILED', { account, reason: 'ID_TOKEN_WRONG' }));
      return ok({
        person: said.kind === 'person' ? said.person : null,
        accessToken: answer.accessToken.reveal(),
        refreshToken: answer.refreshToken?.reveal() ?? null,
        goodForMs: answer.lifetimeMs === null ? null : Math.max(0, answer.lifetimeMs - tookMs),
      });
    }
    case 'ended':
      return err(outboxError('SIGN_IN_FAILED', { account, reason: 'CODE_REFUSED' }));
    case 'trouble':
      return err(outboxError('SIGN_IN_FAILED', { account, reason: answer.code }));
    default:
      return assertNever(answer);
  }
}

/** Null where the library refuses the answer; its own words quote it. */
function validated(validate: () => URLSearchParams): URLSearchParams | null {
  try {
    return validate();
  } catch {
    return null;
  }
}

/** An error code as RFC 6749 has it; anything else could be somebody's text. */
const readable = (code: string): string => (/^[\w.-]{1,60}$/.test(code) ? code : 'error');
