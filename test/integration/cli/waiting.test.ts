import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';
import { finished, firstLine, itemsIn, outtray, start } from './outtray.ts';

async function fieldDay() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  return { server, url, inbox: `${url}/inbox/x`, home: join(tempFolder(), 'home') };
}

const statesIn = async (home: string) =>
  (await answer('list', [], { home })).value.items.map((item) => item.state).toReversed();

describe('add --wait', () => {
  test('sends by itself without a host, and ends with 0 when the item is delivered', async () => {
    const { home, inbox, server } = await fieldDay();
    const end = await outtray(['add', 'POST', inbox, '--wait'], { home });
    expect(end.code).toBe(0);
    expect(end.stdout).toMatch(/^[\w-]{36}\n$/);
    expect(end.stderr).toBe(`${end.stdout.trim()}  delivered, 201\n`);
    expect(server.ledger.snapshot().effects).toHaveLength(1);
  });

  test('asks a running host to send, and waits for it', async () => {
    const { home, inbox, server } = await fieldDay();
    await firstLine(start(['serve'], { home }));
    const end = await outtray(['add', 'POST', `${inbox}?delay=300`, '--wait'], { home });
    expect(end).toMatchObject({ code: 0, stderr: expect.stringContaining('delivered, 201') });
    expect(server.ledger.snapshot().effects).toHaveLength(1);
  });

  test('goes on by itself when the host stops meanwhile', async () => {
    const { home, inbox, server } = await fieldDay();
    const serving = start(['serve'], { home });
    await firstLine(serving);
    await server.goOffline();
    const adding = start(['add', 'POST', inbox, '--wait'], { home });
    const end = finished(adding);
    const tries = async () => (await itemsIn(home)).map((item) => item.attempts > 0);
    await expect.poll(tries).toEqual([true]);
    serving.kill('SIGTERM');
    await finished(serving);
    await server.goOnline();
    expect(await end).toMatchObject({ code: 0, stderr: expect.stringContaining('delivered, 201') });
  });

  test('ends with 3 when one of the items needs a person, and tells of each', async () => {
    const { home, inbox } = await fieldDay();
    const lines = ['', '?invalid', ''].map((query) =>
      JSON.stringify({ method: 'POST', url: `${inbox}${query}` }),
    );
    const end = await runHere(['add', '--from', '-', '--wait', '--output', 'json'], {
      home,
      stdin: lines.join('\n'),
    });
    expect(end.code).toBe(3);
    const told = end.stdout
      .trim()
      .split('\n')
      .map((line) => cliOutput.add.parse(JSON.parse(line)));
    expect(told.map((one) => one.state)).toEqual([
      undefined,
      undefined,
      undefined,
      'delivered',
      'attention',
      'delivered',
    ]);
    expect(told.slice(3).map((one) => one.id)).toEqual(told.slice(0, 3).map((one) => one.id));
  });

  test('asks a person where it may have arrived, if that is wanted, under the key that was given', async () => {
    const { home, inbox, server } = await fieldDay();
    const args = ['--unknown-outcome', 'ask', '--idempotency-key', 'visit-7', '--wait'];
    const end = await runHere(['add', 'POST', `${inbox}?commit-then-drop`, ...args], { home });
    expect(end).toMatchObject({ code: 3, stderr: expect.stringMatching(/unconfirmed/) });
    expect(server.ledger.snapshot().effects.map(({ key }) => key)).toEqual(['visit-7']);
  });

  test('ends with 3 when nothing can move without a person', async () => {
    const { home, inbox } = await fieldDay();
    await runHere(['pause'], { home });
    const end = await runHere(['add', 'POST', inbox, '--wait'], { home });
    expect(end).toMatchObject({ code: 3, stderr: expect.stringMatching(/queued; nothing moves/) });
  });

  test('ends with 6 when the time is over, and the item stays in the queue', async () => {
    const { home, inbox } = await fieldDay();
    const args = ['add', 'POST', `${inbox}?delay=60000`, '--wait', '--timeout', '0.5'];
    const end = await runHere(args, { home });
    expect(end).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(
        /^[\w-]{36} {2}sending.*:\n {2}It is being sent now.*\nouttray: TIMED_OUT: .*\n$/,
      ),
    });
    expect(await statesIn(home)).toEqual(['queued']);
  });

  test('an interrupt ends it with 130, and the item stays in the queue', async () => {
    const { home, inbox } = await fieldDay();
    // So long that the item, once it waits, stays as it is.
    const later = `${inbox}?status=503&retry-after=3600`;
    const adding = start(['add', 'POST', later, '--wait'], { home });
    const end = finished(adding);
    await expect.poll(() => statesIn(home)).toEqual(['waiting']);
    adding.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130 });
    expect(await statesIn(home)).toEqual(['waiting']);
  });

  test('--timeout alone, or a wrong one, is an error, and nothing is added', async () => {
    const { home, inbox } = await fieldDay();
    const add = ['add', 'POST', inbox];
    expect(await refusal([...add, '--timeout', '3'], { home })).toBe('2 USAGE');
    expect(await refusal([...add, '--wait', '--timeout', 'x'], { home })).toBe('2 USAGE');
    expect(await statesIn(home)).toEqual([]);
  });
});

describe('sync --token-from', () => {
  /** An account without tokens, and an item that needs one; and an access token of the server. */
  async function needsToken() {
    const day = await fieldDay();
    const account = { name: 'field', origins: [day.url], auth: { kind: 'bearer' } };
    const stdin = JSON.stringify(account);
    await runHere(['account', 'add', '--from', '-'], { home: day.home, stdin });
    await runHere(['add', 'POST', `${day.inbox}?auth`], { home: day.home });
    const login = await fetch(`${day.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'joe', password: 'practice' }),
    });
    const { accessToken } = (await login.json()) as { readonly accessToken: string };
    return { ...day, accessToken };
  }

  const SYNC = ['--wait', '--account', 'field', '--token-from', '-'];

  test.for([
    ['one line', (token: string) => `${token}\n`],
    ['JSON', (token: string) => JSON.stringify({ accessToken: token })],
    [
      "an endpoint's answer",
      (token: string) => JSON.stringify({ access_token: token, expires_in: 60 }),
    ],
  ] as const)(
    'sends with an access token from stdin, given as %s, and keeps nothing of it',
    async ([, form]) => {
      vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
      onTestFinished(() => void vi.unstubAllEnvs());
      const { home, accessToken } = await needsToken();
      expect(await answer('sync', ['--wait'], { home })).toMatchObject({
        code: 3,
        value: { end: 'stuck', delivered: 0 },
      });
      const synced = await answer('sync', SYNC, { home, stdin: form(accessToken) });
      expect(synced).toMatchObject({ code: 0, value: { end: 'drained', delivered: 1 } });
      expect(JSON.stringify(synced)).not.toContain(accessToken);
      const kept = readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .filter((entry) =>
          readFileSync(join(entry.parentPath, entry.name), 'latin1').includes(accessToken),
        );
      expect(kept).toEqual([]);
    },
  );

  test('refuses half of it, an account that is not there, and what is no token, unquoted', async () => {
    const { home } = await needsToken();
    expect(await refusal(['sync', '--account', 'field'], { home })).toBe('2 USAGE');
    expect(await refusal(['sync', '--token-from', '-'], { home })).toBe('2 USAGE');
    const file = ['sync', '--account', 'field', '--token-from', 'token.txt'];
    expect(await refusal(file, { home })).toBe('2 USAGE');
    const nobody = ['sync', '--account', 'nobody', '--token-from', '-'];
    expect(await refusal(nobody, { home, stdin: 'x' })).toBe('2 ACCOUNT_NOT_FOUND');
    for (const stdin of ['', 'canary two', '{"accessToken":3,"x":"canary"}', '{"canary']) {
      const end = await runHere(['sync', ...SYNC], { home, stdin });
      expect(end).toMatchObject({ code: 2, stderr: expect.stringMatching('INPUT_INVALID') });
      expect(end.stderr).not.toContain('canary');
    }
    const sitting = await runHere(['sync', ...SYNC], { home, stdinIsTerminal: true });
    expect(sitting).toMatchObject({ code: 2, stderr: expect.stringContaining('USAGE') });
  });
});
