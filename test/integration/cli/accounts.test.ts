import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';
import { makeNewer } from './newer-profile.ts';

const CANARY = 'canary-3f9a77';

const FIELD = {
  name: 'field',
  origins: ['https://api.example/v1'],
  auth: {
    kind: 'bearer',
    refresh: { kind: 'oauth2', tokenUrl: 'https://api.example/t', clientId: 'c' },
  },
};

/** No keychain, so that nothing here touches the one of whoever runs the tests. */
beforeEach(() => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function profile(): string {
  return join(tempFolder(), 'home');
}

async function added(home: string, account: object = FIELD) {
  return answer('account add', ['--from', '-'], { home, stdin: JSON.stringify(account) });
}

function useCredentialsFile(home: string): string {
  const file = join(dirname(home), 'credentials.json');
  writeFileSync(file, '{}', { mode: 0o600 });
  chmodSync(file, 0o600);
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', file);
  return file;
}

/** Everything that the profile folder holds, as one text. */
const contentOf = (home: string): string =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

describe('account add', () => {
  test('adds an account from a file, and list shows it', async () => {
    const home = profile();
    writeFileSync(join(dirname(home), 'field.json'), JSON.stringify(FIELD));
    expect(await answer('account add', ['--from', 'field.json'], { home })).toMatchObject({
      code: 0,
      value: {
        name: 'field',
        origins: ['https://api.example'],
        unknownOutcome: null,
        identity: null,
        session: { state: 'signInNeeded' },
      },
    });
    expect((await answer('account list', [], { home })).value.accounts).toMatchObject([
      { name: 'field', auth: 'bearer' },
    ]);
    // Somebody has to sign in, which status is asked for.
    expect(await runHere(['status'], { home })).toMatchObject({ code: 3 });
    const told = await runHere(['account', 'list'], { home });
    expect(told.stdout).toMatch(
      /field +bearer +needs to be signed in +you +https:\/\/api\.example/,
    );
  });

  test('refuses what is missing or not right, and quotes nothing of it', async () => {
    const home = profile();
    expect(await refusal(['account', 'add'], { home })).toBe('2 USAGE');
    const missing = ['account', 'add', '--from', 'missing.json'];
    expect(await refusal(missing, { home })).toBe('2 FILE_NOT_FOUND');
    for (const [stdin, code] of [
      [`{"name":"a",${CANARY}`, 'JSON_INVALID'],
      [JSON.stringify({ ...FIELD, auth: { kind: CANARY } }), 'INPUT_INVALID'],
      [
        JSON.stringify({ ...FIELD, auth: { kind: 'headers', headers: { a: [CANARY] } } }),
        'INPUT_INVALID',
      ],
    ]) {
      const end = await runHere(['account', 'add', '--from', '-'], { home, stdin: stdin ?? '' });
      expect(end).toMatchObject({ code: 2, stdout: '' });
      expect(end.stderr).toContain(`outtray: ${code}: `);
      expect(end.stderr).not.toContain(CANARY);
    }
  });

  test('without a keychain refuses secret headers with 5, and adds nothing', async () => {
    const home = profile();
    const account = { ...FIELD, auth: { kind: 'headers', headers: { 'X-Api-Key': CANARY } } };
    const from = ['account', 'add', '--from', '-'];
    expect(await refusal(from, { home, stdin: JSON.stringify(account) })).toBe('5 NO_KEYCHAIN');
    expect((await answer('account list', [], { home })).value.accounts).toEqual([]);
    expect(contentOf(home)).not.toContain(CANARY);
  });
});

describe('account set-token', () => {
  const setToken = ['account', 'set-token', 'field'];

  test('signs in with tokens from stdin, which show nowhere', async () => {
    const home = profile();
    await added(home);
    const file = useCredentialsFile(home);
    const end = await answer('account set-token', ['field'], {
      home,
      stdin: JSON.stringify({ accessToken: `a-${CANARY}`, refreshToken: `r-${CANARY}` }),
    });
    expect(end).toMatchObject({
      code: 0,
      value: { session: { state: 'signedIn', keptBy: 'credentials-file' } },
    });
    expect(JSON.stringify(end)).not.toContain(CANARY);
    expect(readFileSync(file, 'utf8')).toContain(`r-${CANARY}`);
    expect(contentOf(home)).not.toContain(CANARY);
    const list = await runHere(['account', 'list', '--json'], { home });
    expect(list.stdout).not.toContain(CANARY);
  });

  test('takes what a token endpoint or a JSON login answers as it is', async () => {
    const practice = createPracticeServer();
    onTestFinished(() => practice.stop());
    const { url } = await practice.start();
    const home = profile();
    const refresh = { kind: 'oauth2', tokenUrl: `${url}/token`, clientId: 'c' };
    await added(home, { ...FIELD, origins: [url], auth: { kind: 'bearer', refresh } });
    const file = useCredentialsFile(home);
    const body = JSON.stringify({ user: 'ada', password: 'practice' });
    const login = await (await fetch(`${url}/login`, { method: 'POST', body })).text();
    const { refreshToken } = JSON.parse(login) as { readonly refreshToken: string };
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'c' };
    const form = new URLSearchParams(grant);
    const refreshed = await fetch(`${url}/token`, { method: 'POST', body: form });
    for (const stdin of [login, await refreshed.text()]) {
      expect(stdin).toMatch(/"expires_?in":\d+/i);
      expect(await runHere(setToken, { home, stdin })).toMatchObject({ code: 0, stderr: '' });
    }
    expect(readFileSync(file, 'utf8')).not.toContain(refreshToken);
    expect(await answer('account test', ['field'], { home })).toMatchObject({ code: 0 });
  });

  test('says what to do when a person sits at stdin', async () => {
    const home = profile();
    await added(home);
    const end = await runHere(setToken, { home, stdinIsTerminal: true });
    expect(end).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/USAGE: .*stdin.*set-token field < tokens\.json/),
    });
  });

  test('refuses what is no tokens without quoting it', async () => {
    const home = profile();
    await added(home);
    for (const [stdin, code] of [
      [`{"accessToken":"${CANARY}`, 'JSON_INVALID'],
      [CANARY, 'JSON_INVALID'],
      [`{"accessToken":["${CANARY}"]}`, 'INPUT_INVALID'],
      ['{}', 'INPUT_INVALID'],
      [`{"accessToken":"a","expiresIn":"${CANARY}"}`, 'INPUT_INVALID'],
      [`{"access_token":"a","expires_in":-1,"note":"${CANARY}"}`, 'INPUT_INVALID'],
    ]) {
      const end = await runHere(setToken, { home, stdin: stdin ?? '' });
      expect(end).toMatchObject({ code: 2, stdout: '' });
      expect(end.stderr.trim().split('\n')).toHaveLength(1);
      expect(end.stderr).toContain(`outtray: ${code}: `);
      expect(end.stderr).not.toContain(CANARY);
    }
  });

  test('refuses an account that is not there or signs in otherwise, and a missing keychain', async () => {
    const home = profile();
    const stdin = `{"accessToken":"${CANARY}"}`;
    expect(await refusal(setToken, { home, stdin })).toBe('2 ACCOUNT_NOT_FOUND');
    await added(home, { ...FIELD, name: 'open', auth: { kind: 'none' } });
    const other = ['account', 'set-token', 'open'];
    expect(await refusal(other, { home, stdin })).toBe('2 ACCOUNT_KIND');
    await added(home);
    expect(await refusal(setToken, { home, stdin })).toBe('5 NO_KEYCHAIN');
  });
});

test('account sign-in without a keychain says so before anybody signs in', async () => {
  const home = profile();
  const refresh = { ...FIELD.auth.refresh, authorizationUrl: 'https://api.example/authorize' };
  await added(home, { ...FIELD, auth: { ...FIELD.auth, refresh } });
  expect(await refusal(['account', 'sign-in', 'field'], { home })).toBe('5 NO_KEYCHAIN');
});

test('account sign-out deletes the secrets and keeps the account', async () => {
  const home = profile();
  await added(home);
  const file = useCredentialsFile(home);
  const stdin = `{"accessToken":"${CANARY}"}`;
  await answer('account set-token', ['field'], { home, stdin });
  expect(await answer('account sign-out', ['field'], { home })).toMatchObject({
    code: 0,
    value: { name: 'field', session: { state: 'signInNeeded', keptBy: null } },
  });
  expect(readFileSync(file, 'utf8')).not.toContain(CANARY);
  expect(await refusal(['account', 'sign-out', 'nobody'], { home })).toBe('2 ACCOUNT_NOT_FOUND');
});

test('account remove takes the account away', async () => {
  const home = profile();
  await added(home);
  expect(await answer('account remove', ['field'], { home })).toMatchObject({
    code: 0,
    value: { removed: 'field' },
  });
  expect((await answer('account list', [], { home })).value.accounts).toEqual([]);
  expect(await refusal(['account', 'remove', 'field'], { home })).toBe('2 ACCOUNT_NOT_FOUND');
});

test('account alone, or with a word that it does not know, says what there is', async () => {
  const home = profile();
  expect(await runHere(['account'], { home })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('account --help'),
  });
  expect(await runHere(['account', 'ad'], { home })).toMatchObject({ code: 2 });
});

test('every account command ends with 5 in a profile that cannot be used', async () => {
  const home = profile();
  await added(home);
  makeNewer(home);
  for (const args of [
    ['add', '--from', '-'],
    ['list'],
    ['sign-in', 'field'],
    ['set-token', 'field'],
    ['sign-out', 'field'],
    ['remove', 'field'],
  ]) {
    const stdin = args[0] === 'add' ? JSON.stringify(FIELD) : '{"accessToken":"x"}';
    expect(await refusal(['account', ...args], { home, stdin })).toBe('5 PROFILE_NEWER');
  }
});

describe('account test', () => {
  const kinds = {
    open: { kind: 'none' },
    field: FIELD.auth,
  };

  test('says of each account whether it can send, and ends with 3 where it cannot', async () => {
    const home = profile();
    for (const [name, auth] of Object.entries(kinds)) await added(home, { ...FIELD, name, auth });
    expect(await answer('account test', ['open'], { home })).toMatchObject({
      code: 0,
      value: { level: 'well', findings: [{ code: 'ACCOUNT_WELL', how: 'none', level: 'well' }] },
    });
    expect(await answer('account test', ['field'], { home })).toMatchObject({
      code: 3,
      value: { level: 'person', findings: [{ code: 'SIGN_IN_NEEDED', account: 'field' }] },
    });
    expect(await refusal(['account', 'test', 'nobody'], { home })).toBe('2 ACCOUNT_NOT_FOUND');
    const told = await runHere(['account', 'test', 'field'], { home });
    expect(told).toMatchObject({ code: 3, stdout: expect.stringContaining('set-token field') });
  });

  test('gets a fresh token from the server, and tells of one that is in trouble', async () => {
    const server = createPracticeServer();
    onTestFinished(() => server.stop());
    const { url } = await server.start();
    const home = profile();
    const login = { method: 'POST', body: JSON.stringify({ user: 'ada', password: 'practice' }) };
    const { refreshToken } = (await (await fetch(`${url}/login`, login)).json()) as {
      readonly refreshToken: string;
    };
    const file = useCredentialsFile(home);
    writeFileSync(file, JSON.stringify({ field: { refreshToken } }));
    const refresh = { kind: 'oauth2', tokenUrl: `${url}/token`, clientId: 'c' };
    await added(home, { ...FIELD, origins: [url], auth: { kind: 'bearer', refresh } });
    const tested = await answer('account test', ['field'], { home });
    expect(tested).toMatchObject({
      code: 0,
      value: { findings: [{ code: 'ACCOUNT_WELL', how: 'bearer', refreshes: true }] },
    });
    expect(JSON.stringify(tested)).not.toContain(refreshToken);
    // The practice server rotates: what the file has now is another one.
    expect(readFileSync(file, 'utf8')).not.toContain(refreshToken);
    await server.stop();
    expect(await answer('account test', ['field'], { home })).toMatchObject({
      code: 3,
      value: {
        findings: [{ code: 'ACCOUNT_IN_TROUBLE', trouble: 'TOKEN_ENDPOINT_UNREACHABLE' }],
      },
    });
  });
});
