import { randomUUID } from 'node:crypto';
import type { KeychainFacts } from '../../core/diagnosis/facts.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { namedCredentialsFile } from './credentials-file.ts';
import { createKeychainPlace } from './kept-in-keychain.ts';
import type { LoadKeychain } from './keychain.ts';
import { loadKeytar } from './keytar.ts';
import { loadNapiKeyring } from './napi-keyring.ts';

/** Nobody's: the probe writes an item of its own and deletes it again. */
const SERVICE = 'OutTray doctor';

/** Where a new secret would be kept now, in the order of `createSecretStore`. Answers within seconds. */
export async function checkKeychain(
  {
    timers,
    credentialsFile,
  }: { readonly timers: Timers; readonly credentialsFile: string | undefined },
  libraries: readonly LoadKeychain[] = [loadKeytar, loadNapiKeyring],
): Promise<KeychainFacts> {
  const file = namedCredentialsFile(credentialsFile);
  if (file !== null) {
    const wrong = await file.check();
    return wrong === null
      ? { kind: 'works', keptBy: 'credentials-file' }
      : { kind: 'fileWrong', ...wrong };
  }
  let facts: KeychainFacts = { kind: 'none', detail: 'no library for it can be loaded' };
  for (const load of libraries) {
    const keychain = await load(SERVICE);
    if (keychain === null) continue;
    const works = await createKeychainPlace(keychain, { timers, newCanary: randomUUID }).probe();
    if (works.ok) return { kind: 'works', keptBy: keychain.keptBy };
    const { code, detail } = works.error;
    if (code === 'KEYCHAIN_LOCKED') facts = { kind: 'locked', detail };
    else if (facts.kind !== 'locked') facts = { kind: 'none', detail: `${code}: ${detail}` };
  }
  return facts;
}
