import type { UnknownOutcomePolicy } from './item.ts';
import type { AccountContract } from './success-contract.ts';

/** How the idempotency key travels: some servers want the quotes of a structured field, most do not. */
export interface IdempotencyStyle {
  readonly header: string;
  readonly quoted: boolean;
}

export const DEFAULT_IDEMPOTENCY: IdempotencyStyle = { header: 'Idempotency-Key', quoted: false };

/** An identity at one or more origins. Its secrets live in the keychain, never here. */
export interface Account {
  readonly name: string;
  readonly origins: readonly string[];
  readonly auth: AccountAuth;
  readonly contract: AccountContract | null;
  readonly verify: readonly VerifyRule[];
  readonly idempotency: IdempotencyStyle | null;
  /** For items that say nothing themselves of what happens when they may have arrived; null: they are tried again. */
  readonly unknownOutcome: UnknownOutcomePolicy | null;
  /**
   * A file of certificates (PEM) by its full path: what one of them has signed is trusted at this account's origins and
   * token endpoint, beside what the system trusts. Null: only that.
   */
  readonly ca: { readonly file: string } | null;
  /** How to find out who signed in; null: only an ID token can tell. */
  readonly identity: IdentityCheck | null;
  readonly session: SessionRecord;
  /** Who has signed in so far, the newest first: items may be theirs. */
  readonly people: readonly Person[];
  /** It stands in the policy of this machine, and goes with it. */
  readonly managed: boolean;
}

/**
 * Somebody who signed in. `subject` is a digest of what the server calls them: it tells people apart and says nothing
 * else. `name` is for people.
 */
export interface Person {
  readonly subject: string;
  readonly name: string | null;
}

/** A GET with the new token at an origin of the account; JSON pointers (RFC 6901) say where the answer has what. */
export interface IdentityCheck {
  readonly url: string;
  /** What never changes of a person. */
  readonly subject: string;
  readonly name: string | null;
}

/**
 * How to find out whether something arrived of which nobody knows it: a GET, in whose URL `{{id}}`, `{{ref}}` and
 * `{{idempotencyKey}}` stand for the item's own. 2xx: it did; 404 or 410: it did not; else a person decides.
 */
export interface VerifyRule {
  /** Of which items: a URL pattern (WHATWG URLPattern). The first that fits counts. */
  readonly url: string;
  readonly get: string;
}

export type AccountAuth =
  | { readonly kind: 'none' }
  /** Fixed headers; their values are secrets, so only the names stand here. */
  | { readonly kind: 'headers'; readonly names: readonly string[] }
  /** A bearer token; without a `refresh` it lasts until the server refuses it. */
  | { readonly kind: 'bearer'; readonly refresh: TokenRefresh | null };

export type TokenRefresh =
  /** RFC 6749 §6: a form with `grant_type=refresh_token`. */
  | {
      readonly kind: 'oauth2';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly scope: string | null;
      /** Where people sign in, in their browser; null: somebody sets the tokens. */
      readonly signIn: SignInPlace | null;
    }
  /** A JSON call; `{{refreshToken}}` in a text of the body stands for the token. JSON pointers (RFC 6901) say where the answer has what. */
  | {
      readonly kind: 'json';
      readonly url: string;
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
      readonly accessToken: string;
      readonly refreshToken: string | null;
      readonly expiresIn: string | null;
      /** Where the texts are that could be secrets: not here. Null: there are none. */
      readonly keptBy: KeptBy | null;
    };

/** One of the two at least: without an `authorizationUrl`, the `issuer` tells it (OpenID Connect Discovery, RFC 8414). */
export interface SignInPlace {
  readonly authorizationUrl: string | null;
  readonly issuer: string | null;
}

/** What signs it in: a person at a browser, or whoever has what it needs. */
export const wayIn = (auth: AccountAuth): AccountAuth['kind'] | 'browser' =>
  signsInByBrowser(auth) ? 'browser' : auth.kind;

/** People sign in to it in their browser. */
export const signsInByBrowser = (auth: AccountAuth): boolean =>
  auth.kind === 'bearer' && auth.refresh?.kind === 'oauth2' && auth.refresh.signIn !== null;

/** Where a secret is kept. `session`: only in this process, for as long as it runs. */
export type KeptBy = 'keytar' | 'napi-keyring' | 'credentials-file' | 'session';

/** What is remembered of an account's sign-in; no secret. */
export interface SessionRecord {
  /** `signedIn`: a secret was stored. `signInNeeded`: the server ended the session, or it never began. */
  readonly state: 'signInNeeded' | 'signedIn';
  /** The library that wrote the secret: the two do not see each other's items. */
  readonly keptBy: KeptBy | null;
  readonly since: number;
  /**
   * Whose items are accepted from now on: who signed in, also after their session ended by itself. Null: nobody did,
   * or nobody can know, and the next one who is known takes them over.
   */
  readonly person: Person | null;
}

/** Why the place where secrets are kept could not be used. */
export type SecretTrouble =
  /** No library for it could be loaded, or the one that wrote the secret could not. */
  | 'NO_KEYCHAIN'
  | 'KEYCHAIN_LOCKED'
  | 'KEYCHAIN_FAILED'
  /** It did not answer in time; perhaps it asks a person for a password. */
  | 'KEYCHAIN_SLOW'
  /** What stands there was not written by us. */
  | 'KEYCHAIN_DAMAGED'
  | 'CREDENTIALS_FILE';

/** Why an account cannot send at the moment although nobody ended its session. */
export type CredentialTrouble =
  | SecretTrouble
  /** The keychain answers, and has nothing for an account that signed in: it may lie in a locked part of it. */
  | 'KEYCHAIN_ITEM_MISSING'
  | 'TOKEN_ENDPOINT_UNREACHABLE'
  /** The proxy on the way asks for a sign-in, or has trouble of its own. */
  | 'TOKEN_PROXY_SIGN_IN'
  | 'TOKEN_PROXY_TROUBLE'
  /** Its certificate is not believed. */
  | 'TOKEN_CERTIFICATE'
  | 'TOKEN_ENDPOINT_SLOW'
  /** 429 and 5xx. */
  | 'TOKEN_ENDPOINT_BUSY'
  | 'TOKEN_ENDPOINT_REDIRECTS'
  /** HTML, an empty answer, or one without a token. */
  | 'TOKEN_ENDPOINT_NONSENSE'
  /** The endpoint does not know this client, or refuses the form of the request: the account's settings are wrong. */
  | 'TOKEN_CLIENT_REFUSED'
  /** It is not known who signed in: the identity check could not be reached, or is out of order. */
  | 'IDENTITY_UNREACHABLE'
  | 'IDENTITY_BUSY'
  /** The identity check does not take the account's token. */
  | 'IDENTITY_REFUSED'
  /** It answers, and nobody stands in its answer. */
  | 'IDENTITY_NONSENSE'
  /** One fresh token after the other was refused by the server. */
  | 'FRESH_TOKENS_REFUSED';

/** Why a sign-in in the browser came to nothing although nobody said no. */
export type SignInTrouble =
  | Extract<
      CredentialTrouble,
      | 'TOKEN_ENDPOINT_UNREACHABLE'
      | 'TOKEN_PROXY_SIGN_IN'
      | 'TOKEN_PROXY_TROUBLE'
      | 'TOKEN_CERTIFICATE'
      | 'TOKEN_ENDPOINT_SLOW'
      | 'TOKEN_ENDPOINT_BUSY'
      | 'TOKEN_ENDPOINT_REDIRECTS'
      | 'TOKEN_ENDPOINT_NONSENSE'
      | 'TOKEN_CLIENT_REFUSED'
    >
  /** What the issuer says of itself cannot be had, or is not what it should be. */
  | 'ISSUER_UNREACHABLE'
  | 'ISSUER_NONSENSE'
  /** The answer came from another issuer than the account's, or does not say from which although it should. */
  | 'ISSUER_DIFFERS'
  /** It has neither a code nor an error in it. */
  | 'ANSWER_NONSENSE'
  /** It says who signed in by a token that is not for this app, this sign-in or this time. */
  | 'ID_TOKEN_WRONG'
  /** The token endpoint does not take the code. */
  | 'CODE_REFUSED'
  /** This machine has no port to hear the answer at. */
  | 'NO_PORT';

/** The account, and the label, of practice mode's items; no other account may be called so. */
export const PRACTICE_ACCOUNT = 'practice';
