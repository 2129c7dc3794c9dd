import { onTestFinished } from 'vitest';
import { type OidcOptions, type OidcServer, startOidcServer } from './oidc-provider.ts';

export type { OidcServer };

/** An OAuth server with its inbox for the running test, stopped after it. */
export async function oidcServer(options: OidcOptions = {}): Promise<OidcServer> {
  const server = await startOidcServer(options);
  onTestFinished(() => server.stop());
  return server;
}
