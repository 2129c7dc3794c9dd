import { describe, expect, test } from 'vitest';
import type { LoadKeychain } from '../../../electron/adapters/secrets/keychain.ts';
import { createSecretStore } from '../../../electron/adapters/secrets/secret-store.ts';
import type { AccountSecrets } from '../../../electron/core/ports/secret-store.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import { createFakeKeychain, type FakeKeychain } from '../../support/fake-keychain.ts';
import { createManualTime } from '../../support/manual-time.ts';

const token = (refreshToken: string): AccountSecrets => ({
  accessToken: null,
  refreshToken: new Secret(refreshToken),
  headers: [],
  subject: null,
});

function storeOf(
  keychains: { readonly keytar?: FakeKeychain; readonly napi?: FakeKeychain },
  sessionWillDo = true,
) {
  const time = createManualTime();
  const services: string[] = [];
  const give =
    (keychain: FakeKeychain | undefined): LoadKeychain =>
    async (service) => {
      services.push(service);
      return keychain ?? null;
    };
  const store = createSecretStore({
    profile: 'p1',
    timers: time.timers,
    sessionWillDo,
    keychains: { keytar: give(keychains.keytar), 'napi-keyring': give(keychains.napi) },
  });
  return { store, time, services };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a new secret goes', () => {
  test('to keytar where it works, under a name of the profile, and leaves no canary', async () => {
    const keytar = createFakeKeychain();
    const { store, services } = storeOf({ keytar });
    expect(await store.set('ada', token('r1'), null)).toEqual({ ok: true, value: 'keytar' });
    expect([...keytar.items]).toEqual([['ada', '{"refreshToken":"r1"}']]);
    expect(services).toEqual(['OutTray p1']);
  });

  test('to the other library where keytar cannot be loaded or does not work', async () => {
    const napi = createFakeKeychain('napi-keyring');
    const absent = storeOf({ napi });
    expect(await absent.store.set('a', token('r'), null)).toMatchObject({ value: 'napi-keyring' });
    const broken = createFakeKeychain();
    broken.mood = 'failing';
    const second = storeOf({ keytar: broken, napi });
    expect(await second.store.set('a', token('r'), null)).toMatchObject({ value: 'napi-keyring' });
  });

  test('to memory where there is none, or nowhere if this process ends at once', async () => {
    const host = storeOf({});
    expect(await host.store.set('a', token('r'), null)).toMatchObject({ value: 'session' });
    expect(await host.store.get('a', 'session')).toMatchObject({ kind: 'found' });
    const oneShot = storeOf({}, false);
    expect(await oneShot.store.set('a', token('r'), null)).toMatchObject({
      ok: false,
      error: { code: 'NO_KEYCHAIN' },
    });
  });

  test('and a rotated one back to where it came from, whatever would be better now', async () => {
    const keytar = createFakeKeychain();
    const napi = createFakeKeychain('napi-keyring');
    const { store } = storeOf({ keytar, napi });
    await store.set('ada', token('r2'), 'napi-keyring');
    expect([keytar.items.size, napi.items.get('ada')]).toEqual([0, '{"refreshToken":"r2"}']);
  });
});

describe('T-09: a keychain', () => {
  test('that keeps nothing of what it took is not believed', async () => {
    const keytar = createFakeKeychain();
    keytar.mood = 'forgetful';
    const { store } = storeOf({ keytar });
    expect(await store.set('ada', token('r'), 'keytar')).toMatchObject({
      ok: false,
      error: { code: 'KEYCHAIN_FAILED' },
    });
  });

  test('that says "nothing there" is probed: locked is unavailable, empty is missing', async () => {
    const keytar = createFakeKeychain();
    keytar.items.set('ada', '{"refreshToken":"r"}');
    keytar.mood = 'locked';
    const { store } = storeOf({ keytar });
    expect(await store.get('ada', 'keytar')).toMatchObject({ code: 'KEYCHAIN_LOCKED' });
    keytar.mood = 'well';
    expect(await store.get('ada', 'keytar')).toMatchObject({ kind: 'found', keptBy: 'keytar' });
    expect(await store.get('bob', 'keytar')).toEqual({ kind: 'missing' });
  });

  test('that was unlocked because of the probe is asked once more', async () => {
    const keytar = createFakeKeychain();
    keytar.items.set('ada', '{"refreshToken":"r"}');
    keytar.mood = 'locked';
    const { write } = keytar;
    keytar.write = async (account, text) => {
      keytar.mood = 'well';
      await write(account, text);
    };
    const { store } = storeOf({ keytar });
    expect(await store.get('ada', 'keytar')).toMatchObject({ kind: 'found' });
  });

  test('that has something else under the name is damaged, and what it has is not quoted', async () => {
    const keytar = createFakeKeychain();
    keytar.items.set('ada', 'CANARY is no JSON');
    const { store } = storeOf({ keytar });
    const reading = await store.get('ada', 'keytar');
    expect(reading).toMatchObject({ code: 'KEYCHAIN_DAMAGED' });
    expect(JSON.stringify(reading)).not.toContain('CANARY');
  });

  test('that hangs answers after five seconds, and is not called again while it hangs', async () => {
    const keytar = createFakeKeychain();
    keytar.mood = 'hanging';
    const { store, time } = storeOf({ keytar });
    const first = store.get('ada', 'keytar');
    const second = store.get('bob', 'keytar');
    await settle();
    time.advance(4_999);
    expect(await Promise.race([first, settle()])).toBeUndefined();
    time.advance(1);
    expect(await first).toMatchObject({ code: 'KEYCHAIN_SLOW' });
    expect(await second).toMatchObject({ code: 'KEYCHAIN_SLOW' });
    expect(keytar.calls).toEqual(['read ada']);
    expect(time.nextIn()).toBeNull();
  });

  test('whose library is gone is unavailable, not empty', async () => {
    const { store } = storeOf({});
    expect(await store.get('ada', 'keytar')).toMatchObject({ code: 'NO_KEYCHAIN' });
    expect(await store.delete('ada', 'keytar')).toMatchObject({ error: { code: 'NO_KEYCHAIN' } });
  });

  test('whose library quotes the secret in its error is not quoted', async () => {
    const keytar = createFakeKeychain();
    keytar.write = async (_, text) => {
      throw new Error(`cannot write ${text}`);
    };
    const { store } = storeOf({ keytar });
    expect(JSON.stringify(await store.set('ada', token('CANARY'), 'keytar'))).not.toContain(
      'CANARY',
    );
  });

  test('is neither loaded nor asked before a secret is needed', () => {
    const { services } = storeOf({ keytar: createFakeKeychain() });
    expect(services).toEqual([]);
  });
});
