import { assertNever } from '../../../shared/lang/assert-never.ts';
import { atPointer } from '../../../shared/lang/json-pointer.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { CredentialTrouble, TokenRefresh } from '../../../shared/outbox/account.ts';
import { lifetimeMs } from './live-token.ts';
import { retryAfterMs } from './retry-after.ts';

export interface EndpointAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** Null: longer than any such answer is. */
  readonly text: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
}

export type TokenAnswer =
  | {
      readonly kind: 'tokens';
      readonly accessToken: Secret;
      /** Null: the old one goes on (RFC 6749 section 6). */
      readonly refreshToken: Secret | null;
      readonly lifetimeMs: number | null;
      /** Not read yet. */
      readonly idToken: string | null;
      /** How far its server's clock is ahead of ours; 0 where it does not say. */
      readonly skewMs: number;
    }
  /** The server says that the session is over. */
  | { readonly kind: 'ended' }
  | TokenTrouble;

export interface TokenTrouble {
  readonly kind: 'trouble';
  readonly code: CredentialTrouble;
  /** How long the server asked us to wait. */
  readonly floorMs: number | null;
  readonly status: number | null;
}

/** What can stand in a header (RFC 6750 section 2.1 allows less, servers send more). */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

export const tokenTrouble = (
  code: CredentialTrouble,
  status: number | null = null,
  floorMs: number | null = null,
): TokenTrouble => ({ kind: 'trouble', code, floorMs, status });

/** What an answer of the token endpoint means (RFC 6749 section 5). Only tokens in their places count as tokens. */
export function judgeAnswer(refresh: TokenRefresh, answer: EndpointAnswer): TokenAnswer {
  const { status } = answer;
  const trouble = (code: CredentialTrouble) => tokenTrouble(code, status);
  if (status < 200 || (status >= 300 && status <= 399)) return trouble('TOKEN_ENDPOINT_REDIRECTS');
  if (status === 408 || status === 429 || status >= 500) {
    const wait = retryAfterMs(
      answer.header('retry-after'),
      answer.header('date'),
      answer.receivedAt,
    );
    return tokenTrouble('TOKEN_ENDPOINT_BUSY', status, wait);
  }
  const document = parsed(answer.text);
  if (atPointer(document, '/error') === 'invalid_grant') return { kind: 'ended' };
  if (status >= 400) {
    if (isRefusal(refresh, answer)) return { kind: 'ended' };
    return trouble(document === undefined ? 'TOKEN_ENDPOINT_NONSENSE' : 'TOKEN_CLIENT_REFUSED');
  }
  const tokens = tokensIn(refresh, document);
  if (tokens === null) return trouble('TOKEN_ENDPOINT_NONSENSE');
  const sentAt = Date.parse(answer.header('date') ?? '');
  return { ...tokens, skewMs: Number.isNaN(sentAt) ? 0 : sentAt - answer.receivedAt };
}

/** JSON endpoints have no word for an ended session but the status; a page with that status is a portal's. */
function isRefusal(refresh: TokenRefresh, { status, text, header }: EndpointAnswer): boolean {
  const isPage =
    text === null || /^\s*</.test(text) || (header('content-type') ?? '').includes('text/html');
  return refresh.kind === 'json' && (status === 401 || status === 403) && !isPage;
}

/** Undefined unless it is a JSON object. */
function parsed(text: string | null): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Null unless everything that stands there is what it should be: half an answer is none. */
function tokensIn(
  refresh: TokenRefresh,
  document: object | undefined,
): Omit<Extract<TokenAnswer, { readonly kind: 'tokens' }>, 'skewMs'> | null {
  const found = placesOf(refresh);
  const at = (pointer: string | null): unknown =>
    pointer === null ? undefined : (atPointer(document, pointer) ?? undefined);
  const access = at(found.accessToken);
  const next = at(found.refreshToken);
  const type = refresh.kind === 'oauth2' ? (at('/token_type') ?? 'bearer') : 'bearer';
  const idToken = refresh.kind === 'oauth2' ? at('/id_token') : undefined;
  if (typeof access !== 'string' || !TOKEN.test(access)) return null;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return null;
  if (next !== undefined && typeof next !== 'string') return null;
  return {
    kind: 'tokens',
    accessToken: new Secret(access),
    refreshToken: next === undefined || next === '' ? null : new Secret(next),
    lifetimeMs: lifetimeMs(at(found.expiresIn)),
    idToken: typeof idToken === 'string' ? idToken : null,
  };
}

interface Places {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresIn: string | null;
}

function placesOf(refresh: TokenRefresh): Places {
  switch (refresh.kind) {
    case 'oauth2':
      return {
        accessToken: '/access_token',
        refreshToken: '/refresh_token',
        expiresIn: '/expires_in',
      };
    case 'json':
      return refresh;
    default:
      return assertNever(refresh);
  }
}
