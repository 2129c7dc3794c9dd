import {
  type AuthorizationServer,
  allowInsecureRequests,
  type CustomFetchOptions,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { isConfidential } from '../../../shared/lang/confidential-url.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { SignInPlace, SignInTrouble } from '../../../shared/outbox/account.ts';
import { type BoundFetch, textOf } from './token-endpoint.ts';

/** How people are asked by a server, and how it is known that an answer is its own. */
export interface SignInServer {
  readonly authorizationUrl: string;
  /** Exactly this stands in `iss` (RFC 9207); null: the account does not say, and the origin must do. */
  readonly issuer: string | null;
  /** Each of its answers says from whom it is. */
  readonly saysIssuer: boolean;
}

/** What the account says, or else what its issuer says of itself. */
export async function signInServer(
  fetch: BoundFetch,
  { authorizationUrl, issuer }: SignInPlace,
  signal: AbortSignal,
): Promise<Result<SignInServer, SignInTrouble>> {
  if (authorizationUrl !== null) return ok({ authorizationUrl, issuer, saysIssuer: false });
  if (issuer === null) return err('ISSUER_NONSENSE');
  const found = await discovered(fetch, new URL(issuer), signal);
  if (!found.ok) return found;
  const { authorization_endpoint: endpoint, authorization_response_iss_parameter_supported: says } =
    found.value;
  // A browser is sent there: it must be an address of the web, and one that nobody reads along.
  if (typeof endpoint !== 'string' || !isConfidential(endpoint)) return err('ISSUER_NONSENSE');
  return ok({
    authorizationUrl: endpoint,
    issuer: found.value.issuer,
    saysIssuer: says === true,
  });
}

/** By OpenID Connect Discovery, else by RFC 8414. Whoever names another issuer than the one asked for is not believed. */
async function discovered(
  fetch: BoundFetch,
  issuer: URL,
  signal: AbortSignal,
): Promise<Result<AuthorizationServer, SignInTrouble>> {
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    const response = await discoveryRequest(issuer, {
      algorithm,
      signal,
      [customFetch]: boundedFetch(fetch),
      [allowInsecureRequests]: isConfidential(issuer.href),
    }).catch(() => null);
    if (response === null) return err('ISSUER_UNREACHABLE');
    if (response.status === 404) continue;
    const server = await processDiscoveryResponse(issuer, response).catch(() => null);
    return server === null ? err('ISSUER_NONSENSE') : ok(server);
  }
  return err('ISSUER_NONSENSE');
}

/** What is longer than any such answer is read no further. */
const boundedFetch =
  (fetch: BoundFetch) =>
  async (url: string, { method, headers: asked, redirect, signal }: CustomFetchOptions<'GET'>) => {
    const response = await fetch(url, { method, headers: asked, redirect, signal: signal ?? null });
    const { status, headers } = response;
    return new Response((await textOf(response)) || null, { status, headers });
  };
