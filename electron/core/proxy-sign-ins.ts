import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { ProxyCredentials } from '../../shared/contracts/worker-protocol.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { Secret } from '../../shared/lang/secret.ts';
import type { KeptBy } from '../../shared/outbox/account.ts';
import type { Clock } from './ports/clock.ts';
import type { AccountSecrets, SecretStore, SecretsUnavailable } from './ports/secret-store.ts';

/** Who we are to the proxies on the way. */
export interface ProxySignIns {
  /** What was given for this proxy (host and port): in this process, or some time before. */
  credentialsFor(proxy: string): Promise<ProxyCredentials | null>;
  /** The proxy did not take them. */
  refused(proxy: string, credentials: ProxyCredentials): void;
  /** They were refused a short while ago: once more, and the proxy might lock the account. */
  isRefused(proxy: string, credentials: ProxyCredentials): boolean;
  /** NO_KEYCHAIN where nothing would be left of it once this process ends. */
  signIn(
    proxy: string,
    credentials: ProxyCredentials,
  ): Promise<Result<{ readonly keptBy: KeptBy }, OutboxError>>;
  /** Forgets them wherever they are kept. */
  signOut(proxy: string): Promise<Result<null, OutboxError>>;
}

/** Accounts are locked after a few wrong passwords within half an hour. */
const REFUSED_MS = 15 * 60 * 1000;

const PLACES: readonly KeptBy[] = ['session', 'keytar', 'napi-keyring'];

/** No account's name has a colon in it. */
const entryOf = (proxy: string): string => `proxy:${proxy}`;

export function createProxySignIns({
  secrets,
  clock,
}: {
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'monotonic'>;
}): ProxySignIns {
  const known = new Map<string, Promise<ProxyCredentials | null>>();
  const refusals = new Map<string, number>();
  const refusalOf = (proxy: string, credentials: ProxyCredentials): string =>
    JSON.stringify([proxy, credentials.user, credentials.password]);

  async function look(proxy: string): Promise<ProxyCredentials | null> {
    for (const place of PLACES) {
      const reading = await secrets.get(entryOf(proxy), place);
      if (reading.kind === 'found') return credentialsIn(reading.secrets);
    }
    return null;
  }

  return {
    credentialsFor(proxy) {
      const found = known.get(proxy) ?? look(proxy);
      // A file may be changed by whoever looks after the machine.
      if (!secrets.hasFile) known.set(proxy, found);
      return found;
    },
    refused(proxy, credentials) {
      refusals.set(refusalOf(proxy, credentials), clock.monotonic());
    },
    isRefused(proxy, credentials) {
      const at = refusals.get(refusalOf(proxy, credentials));
      return at !== undefined && clock.monotonic() - at < REFUSED_MS;
    },
    async signIn(proxy, credentials) {
      const kept = await secrets.set(entryOf(proxy), secretsOf(credentials), null);
      if (!kept.ok) return err(noKeychain(kept.error));
      if (!secrets.hasFile) known.set(proxy, Promise.resolve(credentials));
      refusals.delete(refusalOf(proxy, credentials));
      return ok({ keptBy: kept.value });
    },
    async signOut(proxy) {
      known.delete(proxy);
      const places: readonly KeptBy[] = secrets.hasFile ? ['credentials-file', ...PLACES] : PLACES;
      for (const place of places) {
        const reading = await secrets.get(entryOf(proxy), place);
        if (reading.kind !== 'found') continue;
        const gone = await secrets.delete(entryOf(proxy), reading.keptBy);
        if (!gone.ok) return err(noKeychain(gone.error));
      }
      return ok(null);
    },
  };
}

const noKeychain = ({ code, detail }: SecretsUnavailable): OutboxError =>
  outboxError('NO_KEYCHAIN', { reason: code, detail });

const secretsOf = ({ user, password }: ProxyCredentials): AccountSecrets => ({
  accessToken: null,
  refreshToken: null,
  subject: null,
  headers: [
    { name: 'user', value: new Secret(user) },
    { name: 'password', value: new Secret(password) },
  ],
});

function credentialsIn({ headers }: AccountSecrets): ProxyCredentials | null {
  const textOf = (name: string): string =>
    headers.find((one) => one.name === name)?.value.reveal() ?? '';
  const user = textOf('user');
  return user === '' ? null : { user, password: textOf('password') };
}
