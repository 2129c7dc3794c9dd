import {
  type Client,
  clockSkew,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
} from 'oauth4webapi';
import type { Person } from '../../../shared/outbox/account.ts';
import { personName, personOf } from './token-owner.ts';

export interface IdTokenAsked {
  readonly clientId: string;
  /** Exactly this must be its `iss`. Null: the account does not say, and its origin must be one of `places`. */
  readonly issuer: string | null;
  readonly places: readonly string[];
  /** What was sent along with the sign-in; null for a refresh, which has none. */
  readonly nonce: string | null;
  /** By the server's own clock, as far as ours is from it: a tablet's may be hours wrong. */
  readonly skewMs: number;
}

export type IdTokenSays =
  | { readonly kind: 'person'; readonly person: Person }
  /** There is none, or none that could be understood: nobody knows. */
  | { readonly kind: 'nothing' }
  /** It is for another app, of another issuer, of another sign-in, or out of date. */
  | { readonly kind: 'wrong' };

/** By a secret of both, and none at all, are no algorithms for an app that has no secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
].concat(['EdDSA', 'Ed25519']);

/**
 * Whom an ID token names (OpenID Connect Core sections 3.1.3.7 and 12.2). It came by TLS from the token endpoint itself,
 * which takes the place of its signature (3.1.3.7 point 6). Never rejects.
 */
export async function readIdToken(
  idToken: string | null,
  { clientId, issuer: known, places, nonce, skewMs }: IdTokenAsked,
): Promise<IdTokenSays> {
  if (idToken === null || idToken.split('.').length !== 3) return { kind: 'nothing' };
  const issuer = known ?? issuerAt(idToken, places);
  if (issuer === null) return { kind: 'nothing' };
  const as = { issuer, id_token_signing_alg_values_supported: ALGORITHMS };
  const client: Client = { client_id: clientId, [clockSkew]: Math.round(skewMs / 1_000) };
  const answer = Response.json({ access_token: '-', token_type: 'bearer', id_token: idToken });
  try {
    const read =
      nonce === null
        ? await processRefreshTokenResponse(as, client, answer)
        : await processAuthorizationCodeResponse(as, client, answer, { expectedNonce: nonce });
    const claims = getValidatedIdTokenClaims(read);
    if (claims === undefined) return { kind: 'nothing' };
    const { name, preferred_username: login, email } = claims;
    const called = personName(name) ?? personName(login) ?? personName(email);
    return { kind: 'person', person: personOf(issuer, claims.sub, called) };
  } catch {
    return { kind: 'wrong' };
  }
}

/** Its own word for who made it, where that is the place that was asked. */
function issuerAt(idToken: string, places: readonly string[]): string | null {
  try {
    const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iss } = JSON.parse(payload) as { readonly iss?: unknown };
    if (typeof iss !== 'string') return null;
    const { origin } = new URL(iss);
    return places.some((place) => new URL(place).origin === origin) ? iss : null;
  } catch {
    return null;
  }
}
