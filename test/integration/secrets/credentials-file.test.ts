import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkKeychain } from '../../../electron/adapters/secrets/check-keychain.ts';
import { createSecretStore } from '../../../electron/adapters/secrets/secret-store.ts';
import { systemTimers } from '../../../electron/adapters/system/system.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import { createFakeKeychain } from '../../support/fake-keychain.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function credentials(text: string, mode = 0o600) {
  const folder = tempFolder();
  const path = join(folder, 'credentials.json');
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return { folder, path };
}

function storeAt(credentialsFile: string) {
  const keychain = createFakeKeychain();
  const store = createSecretStore({
    profile: 'p',
    timers: systemTimers,
    sessionWillDo: false,
    credentialsFile,
    keychains: { keytar: async () => keychain, 'napi-keyring': async () => null },
  });
  return { store, keychain };
}

/** As doctor does. */
const check = (credentialsFile: string) =>
  checkKeychain({ timers: systemTimers, credentialsFile }, []);

const refreshToken = (text: string) => ({
  accessToken: null,
  refreshToken: new Secret(text),
  headers: [],
  subject: null,
});

describe('the credentials file', () => {
  test('signs in an account that never signed in here', async () => {
    const { path } = credentials('{"ada":{"refreshToken":"r1","headers":{"X-Key":"k"}}}');
    const { store } = storeAt(path);
    expect(store.hasFile).toBe(true);
    const reading = await store.get('ada', null);
    if (reading.kind !== 'found') throw new Error(reading.kind);
    expect(reading.keptBy).toBe('credentials-file');
    expect(reading.secrets.refreshToken?.reveal()).toBe('r1');
    expect(reading.secrets.headers[0]?.value.reveal()).toBe('k');
    expect(await store.get('bob', null)).toEqual({ kind: 'missing' });
  });

  test('is none where its name is empty', () => {
    expect(storeAt('').store.hasFile).toBe(false);
  });

  test('goes before the keychain for the accounts that it names, and no further', async () => {
    const { path } = credentials('{"ada":{"refreshToken":"from-file"}}');
    const { store, keychain } = storeAt(path);
    for (const name of ['ada', 'bob']) keychain.items.set(name, '{"refreshToken":"from-keychain"}');
    expect(await store.get('ada', 'keytar')).toMatchObject({ keptBy: 'credentials-file' });
    expect(await store.get('bob', 'keytar')).toMatchObject({ keptBy: 'keytar' });
  });

  test('takes a rotated token back, whole, and keeps what else stands in it', async () => {
    const { path, folder } = credentials(
      '{"ada":{"accessToken":"a1","refreshToken":"r1"},"bob":{"refreshToken":"b1","note":"x"}}',
    );
    const { store } = storeAt(path);
    expect(await store.set('ada', refreshToken('r2'), 'credentials-file')).toMatchObject({
      ok: true,
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      ada: { refreshToken: 'r2' },
      bob: { refreshToken: 'b1', note: 'x' },
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['credentials.json']);
  });

  test('takes many changes at once, and loses none', async () => {
    const { path } = credentials('{}');
    const { store } = storeAt(path);
    const names = Array.from({ length: 20 }, (_, n) => `account-${n}`);
    await Promise.all(names.map((name) => store.set(name, refreshToken(name), null)));
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual(names);
    await store.delete('account-3', 'credentials-file');
    expect(await store.get('account-3', null)).toEqual({ kind: 'missing' });
  });

  test('behind a link stays behind it', async () => {
    const { path, folder } = credentials('{}');
    const link = join(folder, 'link');
    symlinkSync(path, link);
    await storeAt(link).store.set('ada', refreshToken('r'), null);
    expect(readFileSync(path, 'utf8')).toContain('"r"');
  });

  test.each([
    ['that others may read', '{}', 0o640, 'others on this machine', 'openToOthers'],
    ['that is no JSON', 'CANARY', 0o600, 'it is not', 'notCredentials'],
    ['of another form', '{"ada":{"refreshToken":5}}', 0o600, 'it is not', 'notCredentials'],
    ['of a megabyte and more', ' '.repeat(1024 * 1024 + 1), 0o600, 'it is too large', 'tooLarge'],
  ])('%s is unavailable, and says why without quoting it', async (_, text, mode, detail, kind) => {
    const { path } = credentials(text, mode);
    const { store } = storeAt(path);
    const reading = await store.get('ada', null);
    expect(reading).toMatchObject({ kind: 'unavailable', code: 'CREDENTIALS_FILE' });
    expect(JSON.stringify(reading)).toContain(detail);
    const found = await check(path);
    expect(found).toMatchObject({ kind: 'fileWrong', file: path, trouble: { kind } });
    expect(JSON.stringify([reading, found])).not.toContain('CANARY');
    const written = await store.set('ada', refreshToken('r'), 'credentials-file');
    expect(written.ok).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('that is missing, a folder, or a link to itself is unavailable', async () => {
    const folder = tempFolder();
    const loop = join(folder, 'loop');
    symlinkSync(loop, loop);
    for (const [path, kind] of [
      [join(folder, 'none'), 'missing'],
      [join(folder, 'none', 'c.json'), 'missing'],
      [folder, 'notAFile'],
      [loop, 'unreadable'],
    ] as const) {
      expect(await storeAt(path).store.get('ada', null)).toMatchObject({
        code: 'CREDENTIALS_FILE',
      });
      expect(await check(path)).toMatchObject({
        kind: 'fileWrong',
        file: path,
        trouble: { kind },
      });
    }
  });

  test('is named by its full path alone: what is none may be a secret in place of one', async () => {
    const { path } = credentials('no JSON');
    expect(await check(relative(process.cwd(), path))).toMatchObject({
      file: null,
      trouble: { kind: 'notCredentials' },
    });
    for (const text of ['{"ada":{"accessToken":"CANARY"}}', 'CANARY', 'CANARY'.repeat(1000)]) {
      const found = await check(text);
      expect(found).toMatchObject({ kind: 'fileWrong', file: null });
      expect(JSON.stringify(found)).not.toContain('CANARY');
    }
  });

  test('that can be used is where secrets are kept', async () => {
    const { path, folder } = credentials('{}');
    expect(await check(path)).toEqual({ kind: 'works', keptBy: 'credentials-file' });
    expect(readdirSync(folder)).toEqual(['credentials.json']);
  });
});
