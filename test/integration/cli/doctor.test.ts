import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { add, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';
import { makeNewer } from './newer-profile.ts';
import { firstLine, start } from './outtray.ts';

/** No keychain, so that nothing here touches the one of whoever runs the tests; and no proxy. */
beforeEach(() => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', undefined);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const CANARIES = ['title', 'ref', 'label', 'query', 'header', 'body'].map((one) => `canary-${one}`);

async function practice(): Promise<string> {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  return url;
}

/** A profile with one item that the server refused, and a canary wherever something can be said. */
async function profile(url: string): Promise<string> {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  writeFileSync(join(dirname(home), 'a.bin'), 'canary-body');
  await add(host, {
    method: 'POST',
    url: `${url}/inbox/x?ignored=canary-query`,
    headers: { 'X-Note': 'canary-header' },
    body: { kind: 'file', file: { path: join(dirname(home), 'a.bin') } },
    title: 'canary-title',
    ref: 'canary-ref',
    labels: ['canary-label'],
  });
  await host.sending.start();
  await atRest(host);
  await host.close(0);
  return home;
}

async function doctor(home: string) {
  const { code, value } = await answer('doctor', [], { home });
  const ofLevel = (level: string) =>
    value.findings.filter((one) => one.level === level).map((one) => one.code);
  return {
    code,
    level: value.level,
    value,
    person: ofLevel('person'),
    unusable: ofLevel('unusable'),
  };
}

describe('doctor', () => {
  test('finds all well in a profile that is, without changing it', async () => {
    const home = await profile(await practice());
    await runHere(['cancel', '--all'], { home });
    const { code, level, value, person } = await doctor(home);
    expect({ code, level, person }).toEqual({ code: 0, level: 'well', person: [] });
    expect(value.findings.map((one) => one.code)).toEqual([
      'VERSIONS',
      'FOLDER_WELL',
      'DATABASE_WELL',
      'POLICY_NONE',
      'SETTINGS_FROM',
      'VAULT_WELL',
      'KEYCHAIN_NONE',
      'CLOCK_WELL',
      'HOST_NONE',
    ]);
    const text = await runHere(['doctor'], { home });
    expect(
      text.stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('ok ')),
    ).toBe(true);
  });

  test('finds nothing wrong where nothing was stored yet, and makes no folder', async () => {
    const home = join(tempFolder(), 'home');
    expect(await doctor(home)).toMatchObject({ code: 0, level: 'well' });
    expect(readdirSync(dirname(home))).toEqual([]);
  });

  test('names a server that cannot be reached, and one that can', async () => {
    const url = await practice();
    const home = join(tempFolder(), 'home');
    const host = await realHost(home);
    await add(host, { method: 'POST', url: `${url}/inbox/x` });
    await add(host, { method: 'POST', url: 'http://127.0.0.1:9/x' });
    await host.close(0);
    const { code, person, value } = await doctor(home);
    expect({ code, person }).toEqual({ code: 3, person: ['ORIGIN_UNREACHABLE'] });
    expect(value.findings).toContainEqual(
      expect.objectContaining({
        code: 'ORIGIN_UNREACHABLE',
        origin: 'http://127.0.0.1:9',
        detail: 'ECONNREFUSED',
      }),
    );
    expect(value.findings).toContainEqual(
      expect.objectContaining({ code: 'ORIGIN_WELL', origin: url }),
    );
  });

  test('asks the proxy where one stands before the server, and shows no password of it', async () => {
    const url = await practice();
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('http_proxy', url.replace('http://', 'http://joe:canary-password@'));
    const home = join(tempFolder(), 'home');
    const host = await realHost(home);
    await add(host, { method: 'POST', url: 'http://nowhere.invalid/x' });
    await host.close(0);
    const { code, value } = await doctor(home);
    expect(code).toBe(0);
    expect(value.findings).toContainEqual(
      expect.objectContaining({ code: 'ORIGIN_WELL', proxy: new URL(url).host }),
    );
    expect(JSON.stringify(value)).not.toContain('canary');
  });

  test('names what needs somebody: decisions, sign-ins, an open folder, missing files', async () => {
    const url = await practice();
    const home = await profile(url);
    const host = await realHost(home);
    await add(host, { method: 'POST', url: `${url}/inbox/x?invalid` });
    await host.api.call(
      'accounts.save',
      { name: 'field', origins: [url], auth: { kind: 'bearer' } },
      { kind: 'cli' },
    );
    await host.sending.start();
    await atRest(host);
    await host.close(0);
    for (const shard of readdirSync(join(home, 'vault'))) {
      if (/^[0-9a-f]{2}$/.test(shard)) rmSync(join(home, 'vault', shard), { recursive: true });
    }
    chmodSync(home, 0o755);
    const { code, person } = await doctor(home);
    expect(code).toBe(3);
    expect(person).toEqual([
      'FOLDER_OPEN_TO_OTHERS',
      'ITEMS_NEED_DECISION',
      'VAULT_FILES_MISSING',
      'KEYCHAIN_NONE',
      'SIGN_IN_NEEDED',
    ]);
  });

  test('names the credentials file that cannot be used, and no text that may be a secret', async () => {
    const home = join(tempFolder(), 'home');
    const account = { name: 'field', origins: [await practice()], auth: { kind: 'bearer' } };
    await runHere(['account', 'add', '--from', '-'], { home, stdin: JSON.stringify(account) });
    const file = join(dirname(home), 'credentials.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0o644);
    vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', file);
    const { code, person, value } = await doctor(home);
    expect({ code, person }).toEqual({ code: 3, person: ['CREDENTIALS_FILE_WRONG'] });
    expect(value.findings).toContainEqual(
      expect.objectContaining({
        file,
        trouble: { kind: 'openToOthers', mode: '0644' },
        sentence: expect.stringContaining(`chmod 600 "${file}"`),
      }),
    );
    writeFileSync(file, '{"field":{"accessToken":"canary-token"');
    chmodSync(file, 0o600);
    const bundle = join(dirname(home), 'bundle.json');
    for (const [named, words] of [
      [file, `The file ${file}, `],
      ['{"field":{"accessToken":"canary-token"}}', 'is set to cannot be used: it does not exist'],
      ['canary-token', 'is set to cannot be used: it does not exist'],
    ] as const) {
      vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', named);
      const told = await runHere(['doctor', '--bundle', bundle], { home });
      expect(told).toMatchObject({ code: 3, stdout: expect.stringContaining(words) });
      const text = readFileSync(bundle, 'utf8');
      expect(text).toContain('CREDENTIALS_FILE_WRONG');
      expect(told.stdout + told.stderr + text).not.toContain('canary');
    }
  });

  test('ends with 5 for a damaged database, a newer one, and a file in place of the folder', async () => {
    const home = await profile(await practice());
    const file = join(home, 'outtray.db');
    const sound = readFileSync(file);
    writeFileSync(file, Buffer.concat([sound.subarray(0, 8192), Buffer.alloc(40_000, 0xa5)]));
    expect(await doctor(home)).toMatchObject({ code: 5, unusable: ['DATABASE_DAMAGED'] });
    // One page in the middle: opening it is no trouble, and only a look at all of it finds the damage.
    writeFileSync(file, Buffer.from(sound).fill(0xa5, 28_672, 28_772));
    expect(await doctor(home)).toMatchObject({ code: 5, unusable: ['DATABASE_DAMAGED'] });
    writeFileSync(file, sound);
    makeNewer(home);
    expect(await doctor(home)).toMatchObject({ code: 5, unusable: ['DATABASE_NEWER'] });
    rmSync(home, { recursive: true });
    writeFileSync(home, '');
    expect(await doctor(home)).toMatchObject({ code: 5, unusable: ['FOLDER_NOT_A_FOLDER'] });
  });

  test('finds a running host, and everything else beside it', async () => {
    const home = await profile(await practice());
    const serving = start(['serve'], { home });
    await firstLine(serving);
    const { value } = await doctor(home);
    expect(value.findings).toContainEqual(
      expect.objectContaining({ code: 'HOST_RUNNING', pid: serving.pid }),
    );
    expect(value.findings).toContainEqual(expect.objectContaining({ code: 'DATABASE_WELL' }));
  });
});

describe('doctor --bundle', () => {
  test('writes what a helper needs for its owner alone, with nothing in it that is private', async () => {
    const url = await practice();
    const home = await profile(url);
    const bundle = join(dirname(home), 'bundle.json');
    expect(await runHere(['doctor', '--bundle', 'bundle.json'], { home })).toMatchObject({
      code: 3,
    });
    const text = readFileSync(bundle, 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      format: 'outtray-diagnosis',
      counts: { attention: 1 },
      items: [
        {
          url: `${url}/inbox/x`,
          attempts: [
            { status: 400, requestHeaders: expect.arrayContaining([['x-note', '[redacted]']]) },
          ],
        },
      ],
    });
    expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
  });

  test('that cannot be written ends with 2', async () => {
    const home = join(tempFolder(), 'home');
    const args = ['doctor', '--bundle', join(home, 'missing', 'b.json')];
    expect(await refusal(args, { home })).toBe('2 USAGE');
  });
});
