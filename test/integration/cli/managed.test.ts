import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isOpenToUsers } from '../../../electron/adapters/settings/policy-files.ts';
import type { Host } from '../../../electron/headless/host.ts';
import { diagnose } from '../../../electron/headless/index.ts';
import { realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';
import { outtray } from './outtray.ts';

const API = 'https://api.invalid';

const POLICY = {
  settings: { 'slots.all': 4 },
  accounts: [
    { name: 'field', origins: [API], auth: { kind: 'bearer' } },
    { name: 'scales', origins: [API], auth: { kind: 'headers', names: ['X-Key'] } },
  ],
  apps: [{ id: 'visits', name: 'Visits', url: 'https://forms.invalid' }],
  users: { settings: ['theme'], accounts: false },
};

const OWN = { name: 'own', origins: [API], auth: { kind: 'none' } };

/** A user of a machine whose administrator lays down what `lay` is given. */
function machine() {
  const folder = tempFolder();
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const policy = join(folder, 'policy.json');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', join(folder, 'credentials.json'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const how = {
    home,
    env: { OUTTRAY_POLICY: policy },
  };
  return {
    home,
    policy,
    how,
    write: (text: string) => writeFileSync(policy, text),
    lay: (value: unknown) => writeFileSync(policy, JSON.stringify(value)),
    host: (): Promise<Host> => realHost(home, { policyPlaces: [policy], lasting: true }),
  };
}

describe.each(['without a host', 'beside a running host'] as const)('a policy %s', (kind) => {
  const started = async () => {
    const here = machine();
    here.lay(POLICY);
    const host = kind === 'without a host' ? null : await here.host();
    if (host !== null) expect(await host.listen()).toMatchObject({ ok: true });
    return { ...here, host };
  };

  test('goes before the settings, says where each value is from, and refuses changes', async () => {
    const { how, policy, home } = await started();
    expect((await answer('settings set', ['theme', 'dark'], how)).value).toEqual({
      key: 'theme',
      value: 'dark',
      default: 'system',
      origin: 'file',
      fixed: false,
    });
    for (const key of ['slots.all', 'slots.perOrigin']) {
      expect(await refusal(['settings', 'set', key, '2'], how)).toBe('2 MANAGED');
      expect(await refusal(['settings', 'reset', key], how)).toBe('2 MANAGED');
    }
    const refused = await runHere(['settings', 'set', 'slots.all', '2'], how);
    expect(refused.stderr).toBe(
      `outtray: MANAGED: the setting "slots.all" is fixed by your organisation, in the policy ${policy}; ask whoever looks after this machine\n`,
    );
    const { value } = await answer('settings list', [], how);
    expect(value).toMatchObject({
      settings: { 'slots.all': 4, theme: 'dark' },
      origins: { 'slots.all': 'policy', theme: 'file', 'slots.perOrigin': 'default' },
      managed: { file: policy, ownAccounts: false, ownApps: true },
    });
    const { stdout } = await runHere(['settings'], how);
    expect(stdout).toMatch(/slots\.all +4 +6 +policy, fixed/);
    expect(stdout).toMatch(/slots\.perOrigin +4 +default, fixed/);
    expect(stdout).toMatch(/theme +"dark" +"system" +settings\.json\n/);
    expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'))).toEqual({
      theme: 'dark',
    });
  });

  test('brings accounts that users sign in, and can neither change nor remove', async () => {
    const { how } = await started();
    const listed = await answer('account list', [], how);
    expect(listed.value.accounts).toMatchObject([
      { name: 'field', managed: true },
      { name: 'scales', managed: true, way: { names: ['X-Key'] } },
    ]);
    const add = (account: object) =>
      refusal(['account', 'add', '--from', '-'], { ...how, stdin: JSON.stringify(account) });
    expect(await add({ ...OWN, name: 'field' })).toBe('2 MANAGED');
    expect(await add(OWN)).toBe('2 MANAGED');
    expect(await refusal(['account', 'remove', 'field'], how)).toBe('2 MANAGED');
    const parts = { ...how, stdin: '{"verify":[]}' };
    expect(await refusal(['account', 'change', 'field', '--from', '-'], parts)).toBe('2 MANAGED');
    const signIn = (name: string, secrets: object) =>
      runHere(['account', 'set-token', name], { ...how, stdin: JSON.stringify(secrets) });
    expect(await signIn('field', { accessToken: 'a1' })).toMatchObject({ code: 0 });
    expect(await signIn('scales', { headers: { 'X-Key': 'k1' } })).toMatchObject({ code: 0 });
    for (const wrong of [{ headers: { 'X-Other': 'k1' } }, { headers: {} }])
      expect((await signIn('scales', wrong)).stderr).toMatch(/INPUT_INVALID: headers: .*X-Key/);
    expect((await signIn('scales', { accessToken: 'a1' })).stderr).toMatch(/ACCOUNT_KIND/);
    expect((await signIn('field', { headers: { 'X-Key': 'k1' } })).stderr).toMatch(/ACCOUNT_KIND/);
    const after = await answer('account list', [], how);
    expect(after.value.accounts).toMatchObject([
      { name: 'field', session: { state: 'signedIn' } },
      { name: 'scales', session: { state: 'signedIn' } },
    ]);
    expect((await runHere(['account', 'list'], how)).stdout).toMatch(/field .* policy /);
    expect((await answer('account test', ['scales'], how)).code).toBe(0);
    expect(await runHere(['account', 'sign-out', 'field'], how)).toMatchObject({ code: 0 });
  });

  test('is said by the doctor, with where everything is from', async () => {
    const { how, policy } = await started();
    const { value } = await answer('doctor', [], how);
    expect(value.findings).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ code: 'POLICY_WELL', path: policy, settings: 1, accounts: 2 }),
        expect.objectContaining({
          code: 'SETTINGS_FROM',
          settings: expect.arrayContaining([
            { key: 'slots.all', value: 4, from: 'policy', fixed: true },
            { key: 'theme', value: 'system', from: 'default', fixed: false },
          ]),
        }),
        expect.objectContaining({
          code: 'ACCOUNTS_FROM',
          accounts: [
            { name: 'field', from: 'policy' },
            { name: 'scales', from: 'policy' },
          ],
        }),
        expect.objectContaining({
          code: 'APPS_FROM',
          apps: [{ name: 'visits', from: 'policy' }],
        }),
      ]),
    );
  });

  test('that takes an account away leaves its items, which wait and say so', async () => {
    const { how, lay } = await started();
    const added = await runHere(
      ['add', 'POST', `${API}/x`, '--json', '{}', '--account', 'field'],
      how,
    );
    expect(added).toMatchObject({ code: 0 });
    lay({ ...POLICY, accounts: [] });
    expect((await answer('account list', [], how)).value.accounts).toEqual([]);
    const explained = await runHere(['explain', added.stdout.trim()], how);
    expect(explained.stdout).toContain('it was removed');
    expect((await answer('list', [], how)).value.items).toMatchObject([
      { account: 'field', state: 'queued' },
    ]);
    lay(POLICY);
    expect((await answer('account list', [], how)).value.accounts).toHaveLength(2);
    expect((await runHere(['explain', added.stdout.trim()], how)).stdout).not.toContain('removed');
  });

  test('that is damaged stays in force as it was, and everybody is told', async () => {
    const { how, write, lay, policy } = await started();
    await runHere(['settings', 'set', 'theme', 'dark'], how);
    write('{"settings":{"slots.all":');
    const settings = await answer('settings list', [], how);
    expect(settings).toMatchObject({
      code: 3,
      value: {
        settings: { 'slots.all': 4 },
        problems: [{ key: '', message: expect.stringContaining(policy) }],
      },
    });
    expect((await answer('account list', [], how)).value.accounts).toHaveLength(2);
    expect(await refusal(['account', 'remove', 'field'], how)).toBe('2 MANAGED');
    const { value } = await answer('doctor', [], how);
    expect(value.findings).toContainEqual(
      expect.objectContaining({
        code: 'POLICY_INVALID',
        level: 'person',
        policy: {
          file: policy,
          lastRight: true,
          problems: [expect.objectContaining({ kind: 'malformed' })],
        },
      }),
    );
    lay({ ...POLICY, settings: { 'slots.all': 3 } });
    expect(await answer('settings list', [], how)).toMatchObject({
      code: 0,
      value: { settings: { 'slots.all': 3 } },
    });
  });
});

test('a policy that was never right refuses every change, and items are taken as before', async () => {
  const { how, write, policy } = machine();
  write(
    '{"accounts":[{"name":"a","origins":["https://a.invalid"],"auth":{"kind":"headers","headers":{"X":"hush"}}}]}',
  );
  expect(await refusal(['settings', 'set', 'theme', 'dark'], how)).toBe('2 POLICY_INVALID');
  expect(
    await refusal(['account', 'add', '--from', '-'], { ...how, stdin: JSON.stringify(OWN) }),
  ).toBe('2 POLICY_INVALID');
  expect(await runHere(['add', 'POST', `${API}/x`, '--json', '{}'], how)).toMatchObject({
    code: 0,
  });
  const { code, value } = await answer('doctor', [], how);
  expect(code).toBe(3);
  expect(value.findings).toContainEqual(
    expect.objectContaining({
      code: 'POLICY_INVALID',
      policy: expect.objectContaining({ file: policy, lastRight: false }),
      sentence: expect.stringContaining('accounts.0.auth.headers must not stand here'),
    }),
  );
  expect(JSON.stringify(value)).not.toContain('hush');
});

test('a policy that a user names has no say where the machine has one', async () => {
  const { home, policy, lay, how } = machine();
  const machineWide = join(home, '..', 'machine-wide.json');
  lay({});
  writeFileSync(machineWide, JSON.stringify(POLICY));
  const host = await realHost(home, { policyPlaces: [machineWide, policy] });
  const view = await host.api.call('settings.get', {}, { kind: 'cli' });
  expect(view).toMatchObject({ value: { managed: { file: machineWide } } });
  // What cannot be read counts as there.
  await host.close(0);
  writeFileSync(machineWide, '{');
  const other = await realHost(join(home, 'other'), { policyPlaces: [machineWide, policy] });
  expect(await other.api.call('settings.get', {}, { kind: 'cli' })).toMatchObject({
    value: { managed: { file: machineWide, ownApps: false } },
  });
  expect(how.home).toBe(home);
});

test('a policy that users could change themselves is told', async () => {
  const { home, policy, lay } = machine();
  lay(POLICY);
  chmodSync(policy, 0o666);
  const { findings } = await diagnose({ home, policyPlaces: [policy], version: '' });
  expect(findings).toContainEqual({ code: 'POLICY_OPEN_TO_USERS', path: policy });
  expect(isOpenToUsers('/etc/passwd')).toBe(false);
});

test('the real command line honours OUTTRAY_POLICY', async () => {
  const { how, lay } = machine();
  lay(POLICY);
  const refused = await outtray(['settings', 'set', 'slots.all', '2'], how);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/MANAGED: .*slots\.all/),
  });
});
