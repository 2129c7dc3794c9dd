import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { Account, KeptBy, TokenRefresh } from '../../../shared/outbox/account.ts';
import type {
  SecretReading,
  SecretStore,
  SecretsUnavailable,
} from '../../core/ports/secret-store.ts';
import { putSecretsBack, type RefreshSecrets } from '../../core/refresh-secrets.ts';

/** They outlive a session, so they are an entry of their own. No account can have this name (`accountInput`). */
const entryOf = (account: string): string => `${account}/refresh`;

export const refreshKeptBy = ({ auth }: Account): KeptBy | null =>
  auth.kind === 'bearer' && auth.refresh?.kind === 'json' ? auth.refresh.keptBy : null;

export const keepRefreshSecrets = (
  secrets: SecretStore,
  account: string,
  values: RefreshSecrets,
): Promise<Result<KeptBy, SecretsUnavailable>> =>
  secrets.set(
    entryOf(account),
    {
      accessToken: null,
      refreshToken: null,
      headers: Object.entries(values).map(([name, value]) => ({ name, value: new Secret(value) })),
      subject: null,
    },
    null,
  );

export const dropRefreshSecrets = (
  secrets: SecretStore,
  account: string,
  keptBy: KeptBy,
): Promise<Result<null, SecretsUnavailable>> => secrets.delete(entryOf(account), keptBy);

export type Unread = Exclude<SecretReading, { readonly kind: 'found' }>;

/** The call as it is made, with everything in its place. */
export async function wholeRefresh(
  secrets: SecretStore,
  account: string,
  refresh: TokenRefresh,
): Promise<Result<TokenRefresh, Unread>> {
  if (refresh.kind !== 'json' || refresh.keptBy === null) return ok(refresh);
  const reading = await secrets.get(entryOf(account), refresh.keptBy);
  if (reading.kind !== 'found') return err(reading);
  const { headers } = reading.secrets;
  return ok(
    putSecretsBack(
      refresh,
      Object.fromEntries(headers.map(({ name, value }) => [name, value.reveal()])),
    ),
  );
}
