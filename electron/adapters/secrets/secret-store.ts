import { randomUUID } from 'node:crypto';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { KeptBy } from '../../../shared/outbox/account.ts';
import type { SecretStore, SecretsUnavailable } from '../../core/ports/secret-store.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { namedCredentialsFile } from './credentials-file.ts';
import { createKeychainPlace, type KeychainPlace } from './kept-in-keychain.ts';
import type { Keychain, LoadKeychain } from './keychain.ts';
import { loadKeytar } from './keytar.ts';
import { loadNapiKeyring } from './napi-keyring.ts';
import { type Place, unavailable } from './place.ts';
import { createSessionPlace } from './this-session.ts';

export interface SecretStoreOptions {
  /** Tells profiles of one person apart in the system's keychain, and stays the same when the folder moves. */
  readonly profile: string;
  readonly timers: Timers;
  /** OUTTRAY_CREDENTIALS_FILE. */
  readonly credentialsFile?: string | undefined;
  /**
   * False where the process ends soon: NO_KEYCHAIN then, in place of keeping a new secret in memory. What is put
   * there by name (`keptBy: 'session'`) is taken all the same.
   */
  readonly sessionWillDo: boolean;
  /** In the order of preference. */
  readonly keychains?: Readonly<Record<Keychain['keptBy'], LoadKeychain>>;
}

type OpenedPlace = Result<Place, SecretsUnavailable>;

const LIBRARIES = { keytar: loadKeytar, 'napi-keyring': loadNapiKeyring };
const ORDER: readonly Keychain['keptBy'][] = ['keytar', 'napi-keyring'];

/**
 * Nothing is loaded or asked before it is needed: the queue works without a keychain. The credentials file goes
 * first where there is one, since somebody named it on purpose.
 */
export function createSecretStore({
  profile,
  timers,
  credentialsFile,
  sessionWillDo,
  keychains = LIBRARIES,
}: SecretStoreOptions): SecretStore {
  const session = createSessionPlace();
  const file = namedCredentialsFile(credentialsFile);
  const opened = new Map<Keychain['keptBy'], Promise<KeychainPlace | null>>();

  const open = (name: Keychain['keptBy']): Promise<KeychainPlace | null> => {
    const known = opened.get(name) ?? load(name);
    opened.set(name, known);
    return known;
  };
  const load = async (name: Keychain['keptBy']): Promise<KeychainPlace | null> => {
    const keychain = await keychains[name](`OutTray ${profile}`);
    return keychain && createKeychainPlace(keychain, { timers, newCanary: randomUUID });
  };

  async function placeOf(keptBy: KeptBy): Promise<OpenedPlace> {
    switch (keptBy) {
      case 'session':
        return ok(session);
      case 'credentials-file':
        return file === null
          ? err(unavailable('CREDENTIALS_FILE', 'OUTTRAY_CREDENTIALS_FILE is not set'))
          : ok(file);
      case 'keytar':
      case 'napi-keyring': {
        const place = await open(keptBy);
        return place === null
          ? err(unavailable('NO_KEYCHAIN', `${keptBy} cannot be loaded`))
          : ok(place);
      }
      default:
        return assertNever(keptBy);
    }
  }

  /** The first keychain that works: KEYCHAIN_LOCKED where one only has to be unlocked, else NO_KEYCHAIN and why. */
  async function bestKeychain(): Promise<Result<Keychain['keptBy'], SecretsUnavailable>> {
    let trouble = unavailable('NO_KEYCHAIN', 'no library for it can be loaded');
    for (const name of ORDER) {
      const place = await open(name);
      if (place === null) continue;
      const works = await place.probe();
      if (works.ok) return ok(name);
      if (works.error.code === 'KEYCHAIN_LOCKED') trouble = works.error;
      else if (trouble.code !== 'KEYCHAIN_LOCKED')
        trouble = unavailable('NO_KEYCHAIN', `${works.error.code}: ${works.error.detail}`);
    }
    return err(trouble);
  }

  async function bestPlace(): Promise<Result<KeptBy, SecretsUnavailable>> {
    if (file !== null) return ok('credentials-file');
    const keychain = await bestKeychain();
    return keychain.ok || !sessionWillDo ? keychain : ok('session');
  }

  return {
    hasFile: file !== null,
    async get(account, keptBy) {
      // What was lent for this session only is what somebody asked for last.
      if (keptBy !== 'session' && file !== null) {
        const inFile = await file.get(account);
        if (inFile.kind !== 'missing') return inFile;
      }
      if (keptBy === null) return { kind: 'missing' };
      const place = await placeOf(keptBy);
      return place.ok ? place.value.get(account) : place.error;
    },
    best: bestPlace,
    async set(account, secrets, keptBy) {
      const chosen = keptBy === null ? await bestPlace() : ok(keptBy);
      if (!chosen.ok) return chosen;
      const place = await placeOf(chosen.value);
      if (!place.ok) return place;
      const written = await place.value.set(account, secrets);
      return written.ok ? chosen : written;
    },
    async delete(account, keptBy) {
      const place = await placeOf(keptBy);
      return place.ok ? place.value.delete(account) : place;
    },
  };
}
