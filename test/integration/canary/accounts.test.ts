import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCanary } from '../../support/canary.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { type GossipServer, gossipServer } from '../../support/gossip-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { kill, workersOf } from '../../support/workers.ts';
import { answer } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';
import { outtray, start } from '../cli/outtray.ts';

const LIMIT_MS = 240_000;

const itemsIn = async (home: string) =>
  (await answer('list', ['--limit', '1000'], { home })).value.items;

/** Everything that a process prints, from its beginning on. */
function listenTo(child: ChildProcess): () => string {
  let all = '';
  child.stdout?.on('data', (chunk: Buffer) => (all += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (all += chunk.toString()));
  return () => all;
}

/** Accounts of each kind whose servers repeat what they hear, and items for every kind of answer. */
async function fieldDay() {
  const canary = createCanary();
  const home = join(tempFolder(), 'home');
  const credentials = useCredentialsFile();
  // One that answers well, and one whose gate may close.
  const good = await gossipServer(canary);
  const bad = await gossipServer(canary);
  const outputs: string[] = [];

  async function run(args: readonly string[], stdin = ''): Promise<string> {
    const { stdout, stderr } = await runHere(args, { home, stdin });
    outputs.push(`${args[0]}: ${stdout}\n${stderr}`);
    return stdout;
  }

  const account = (name: string, auth: object): Promise<string> =>
    run(
      ['account', 'add', '--from', '-'],
      JSON.stringify({ name, origins: [good.url, bad.url], auth }),
    );
  const tokenUrl = `${good.url}/token`;
  await account('field', {
    kind: 'bearer',
    refresh: { kind: 'oauth2', tokenUrl, clientId: 'app' },
  });
  await account('lent', { kind: 'bearer' });
  await account('key', {
    kind: 'headers',
    headers: { 'X-Api-Key': canary.secret('key'), 'X-Pin': canary.short },
  });
  await account('json', {
    kind: 'bearer',
    refresh: {
      kind: 'json',
      url: `${good.url}/session`,
      headers: { 'X-Client': canary.secret('client-header') },
      body: { client_secret: canary.secret('client'), token: '{{refreshToken}}' },
      accessToken: '/access_token',
      refreshToken: '/refresh_token',
    },
  });
  for (const name of ['field', 'json']) {
    const accessToken = canary.secret(`first-${name}`);
    good.stale.add(accessToken);
    bad.stale.add(accessToken);
    const tokens = { accessToken, refreshToken: canary.secret(`sign-in-${name}`) };
    await run(['account', 'set-token', name], JSON.stringify(tokens));
  }

  const item = (name: string, server: GossipServer, path: string): string =>
    JSON.stringify({
      method: 'POST',
      url: `${server.url}/inbox/${path}`,
      account: name,
      unknownOutcome: 'ask',
    });
  const lines = ['field', 'json', 'key'].flatMap((name) => [
    ...['good', 'reject', 'forbidden', 'moved', 'round', 'big'].map((path) =>
      item(name, good, path),
    ),
    ...['page', 'cut'].map((path) => item(name, bad, path)),
  ]);
  await run(['add', '--from', '-'], [...lines, item('field', good, 'hang')].join('\n'));
  return { canary, home, credentials, good, bad, outputs, run };
}

/** Those of the good server come to an end; what the other one's gate holds back has been tried at least. */
async function untilSettled(home: string, good: GossipServer, nudge: () => Promise<unknown>) {
  const open = async (): Promise<readonly string[]> => {
    await nudge();
    const items = await itemsIn(home);
    return items
      .filter(({ account }) => account !== 'lent')
      .filter(({ url, state, attempts }) =>
        url.startsWith(good.url)
          ? !['delivered', 'attention', 'unconfirmed'].includes(state)
          : attempts === 0,
      )
      .map(({ url, account, state }) => `${account} ${url} ${state}`);
  };
  await expect.poll(open, { timeout: LIMIT_MS * 0.6, interval: 500 }).toEqual([]);
}

const READING = [
  ['list'],
  ['list', '--json'],
  ['status'],
  ['status', '--json'],
  ['explain'],
  ['explain', '--json'],
  ['account', 'list'],
  ['account', 'list', '--json'],
  ...['field', 'json', 'key'].map((name) => ['account', 'test', name, '--json']),
  ['settings', 'list', '--json'],
  ['export'],
  ['export', '--format', 'jsonl'],
  ['export', '--format', 'csv'],
  // Also who asks for secrets gets none of an account.
  ['export', '--format', 'har', '--with-bodies', '--with-secrets', '--with-secrets'],
  ['export', '--format', 'curl', '--with-secrets', '--with-secrets'],
  ['export', '--format', 'powershell', '--with-secrets', '--with-secrets'],
  ['doctor'],
  ['doctor', '--json'],
] as const;

const OF_AN_ITEM = [
  ['show'],
  ['show', '--json'],
  ['show', '--body'],
  ['explain'],
  ['explain', '--json'],
] as const;

test('no secret of an account is anywhere but where it is kept', {
  timeout: LIMIT_MS,
}, async () => {
  const { canary, home, credentials, good, outputs, run } = await fieldDay();
  const nothing = { files: [], columns: [], processes: [] };
  const found = () => ({
    files: canary.filesUnder(home),
    columns: readdirSync(home)
      .filter((name) => name.endsWith('.db') && name !== 'lock.db')
      .flatMap((name) => canary.columnsOf(join(home, name))),
    processes: canary.processes(),
  });
  const hanging = (): number => good.heard.filter(({ path }) => path === '/inbox/hang').length;

  // A host with a log file; a worker that is killed while it has the secrets; then the host, which leaves its WAL.
  const password = createCanary();
  const first = start(['serve'], { home, env: { FIELD_PASSWORD: password.secret('env') } });
  const firstSaid = listenTo(first);
  await expect.poll(hanging, { timeout: LIMIT_MS * 0.6 }).toBe(1);
  expect(found()).toEqual(nothing);
  expect(password.processes()).toEqual([`/proc/${first.pid}/environ`]);
  for (const pid of workersOf(home)) kill(pid, 'SIGKILL');
  good.letGo();
  await untilSettled(home, good, () => run(['sync']));
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(found()).toEqual(nothing);
  expect(readFileSync(join(home, 'log', 'outtray.log'), 'utf8')).toContain('"tokenRefreshed"');

  // Tokens that are lent, without a host and through one that tells its log on stderr.
  const lend = async (through: typeof runHere) => {
    const url = `${good.url}/inbox/reject`;
    await run(['add', 'POST', url, '--account', 'lent']);
    const stdin = canary.secret('lent');
    const args = ['sync', '--account', 'lent', '--token-from', '-'];
    const { code, stdout, stderr } = await through(args, { home, stdin });
    outputs.push(stdout, stderr);
    expect([code, stderr]).toEqual([3, '']);
  };
  await lend(outtray);
  const second = start(['serve', '--verbose'], { home });
  const secondSaid = listenTo(second);
  await expect.poll(secondSaid).toContain('Sending from');
  await lend(runHere);
  const lentStates = async () =>
    (await itemsIn(home)).filter(({ account }) => account === 'lent').map(({ state }) => state);
  await expect.poll(lentStates).toEqual(['attention', 'attention']);

  const folder = join(dirname(home), 'reports');
  mkdirSync(folder);
  vi.stubEnv('HTTP_PROXY', `http://joe:${canary.secret('proxy')}@127.0.0.1:9`);
  vi.stubEnv('NO_PROXY', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const bodies: string[] = [];
  const readAll = async (): Promise<void> => {
    for (const args of READING) await run(args);
    await run(['doctor', '--bundle', join(folder, 'bundle.json')]);
  };
  await readAll();
  for (const { id } of await itemsIn(home)) {
    for (const [command, ...options] of OF_AN_ITEM) {
      const said = await run([command, id, ...options]);
      if (options[0] === '--body') bodies.push(said);
    }
  }

  // What is refused is not quoted.
  const secret = canary.secret('refused');
  const origins = [good.url];
  const json = { kind: 'json', url: secret, body: {}, accessToken: secret };
  for (const auth of [
    { kind: secret },
    { kind: 'headers', headers: { 'X-A': [secret] } },
    { kind: 'headers', headers: { 'X-A': `${secret}\n` } },
    {
      kind: 'bearer',
      refresh: { kind: 'oauth2', tokenUrl: `http://a:${secret}@127.0.0.1`, clientId: 'a' },
    },
    { kind: 'bearer', refresh: json },
  ]) {
    await run(
      ['account', 'add', '--from', '-'],
      JSON.stringify({ name: 'refused', origins, auth }),
    );
  }
  await run(['account', 'add', '--from', '-'], `{"name":"a",${secret}`);
  // A parser quotes a few letters of what it met.
  const met = `{"accessToken":${canary.short}}`;
  await run(['account', 'add', '--from', '-'], met);
  for (const stdin of [met, `{"accessToken":"${secret}`, `{"accessToken":["${secret}"]}`, secret]) {
    await run(['account', 'set-token', 'field'], stdin);
  }
  await run(['account', 'set-token', 'nobody'], JSON.stringify({ accessToken: secret }));
  await run(['sync', '--account', 'lent', '--token-from', '-'], `${secret} ${secret}`);
  await run(['sync', '--account', 'nobody', '--token-from', '-'], secret);
  await run(['add', 'POST', `http://joe:${secret}@127.0.0.1:9/x`]);
  for (const name of ['Authorization', 'Cookie', 'Proxy-Authorization']) {
    const request = {
      method: 'POST',
      url: `${good.url}/x`,
      account: 'key',
      headers: { [name]: secret },
    };
    await run(['add', '--from', '-'], JSON.stringify(request));
  }

  second.kill('SIGTERM');
  await once(second, 'exit');
  await readAll();
  outputs.push(firstSaid(), secondSaid());
  expect(outputs.filter((text) => canary.isIn(text))).toEqual([]);
  expect(canary.filesUnder(folder)).toEqual([]);
  expect(found()).toEqual(nothing);

  // The secrets were there, went out, and came back.
  expect(canary.filesUnder(dirname(credentials))).toEqual([credentials]);
  for (const name of [
    'json-access',
    'key-',
    'access',
    'lent',
    'client',
    'sign-in-field',
    'sign-in-json',
  ]) {
    expect(good.heard.map((one) => one.secret)).toContainEqual(expect.stringContaining(name));
  }
  expect(good.heard.filter(({ path }) => path === '/token').length).toBeGreaterThanOrEqual(6);
  expect(bodies.filter((body) => body.includes('****')).length).toBeGreaterThan(10);
});
