import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { logIn } from '../../support/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from './answers.ts';
import { runHere } from './in-process.ts';
import { firstLine, start } from './outtray.ts';

/** No keychain, so that nothing here touches the one of whoever runs the tests. */
beforeEach(() => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', undefined);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Two items of an account that nobody has signed in. */
async function twoItems() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const home = join(tempFolder(), 'home');
  const account = { name: 'field', origins: [url], auth: { kind: 'bearer' } };
  await runHere(['account', 'add', '--from', '-'], { home, stdin: JSON.stringify(account) });
  const inbox = `${url}/inbox/x?auth`;
  for (let n = 0; n < 2; n += 1) await runHere(['add', 'POST', inbox], { home });
  return { server, url, home, inbox };
}

/** The file that stands for a keychain, and that nobody may use as others could read it. */
async function withOpenFile() {
  const scene = await twoItems();
  const { accessToken } = await logIn(scene.url, 'joe');
  const file = join(dirname(scene.home), 'credentials.json');
  writeFileSync(file, JSON.stringify({ field: { accessToken } }));
  chmodSync(file, 0o644);
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', file);
  return { ...scene, file };
}

const OPEN_FILE =
  'The account "field" is not used at the moment: it cannot be signed in: the file that OUTTRAY_CREDENTIALS_FILE names cannot be used.';
const SIGN_IN =
  'Account "field" needs to be signed in: outtray account set-token field < tokens.json';
const NOTHING_MOVES = 'nothing moves without a person:';

describe('sync', () => {
  test.for([{ args: ['sync', '--wait'] }, { args: ['sync'] }])(
    '$args ends with 3 where an account must sign in, and says how',
    async ({ args }) => {
      const { home } = await twoItems();
      const end = await runHere(args, { home });
      expect(end.code).toBe(3);
      expect(end.stdout).toContain(`2 waiting; ${NOTHING_MOVES}\n  2 items: ${SIGN_IN} (e.g. `);
    },
  );

  test('ends with 5 where the secrets cannot be had, says so, and goes on once they can', async () => {
    const { home, file } = await withOpenFile();
    const end = await runHere(['sync', '--wait'], { home });
    expect(end.code).toBe(5);
    expect(end.stdout).toContain(`2 waiting; ${NOTHING_MOVES}\n  2 items: ${OPEN_FILE} (e.g. `);
    expect(await answer('sync', ['--wait'], { home })).toMatchObject({
      code: 5,
      value: {
        end: 'stuck',
        reasons: [
          {
            items: 2,
            code: 'GATE_CLOSED',
            key: 'field',
            reason: { code: 'TOKEN_TROUBLE', detail: 'CREDENTIALS_FILE' },
            sentence: OPEN_FILE,
          },
        ],
      },
    });
    chmodSync(file, 0o600);
    expect(await answer('sync', ['--wait'], { home })).toMatchObject({
      code: 0,
      value: { end: 'drained', delivered: 2, reasons: [] },
    });
  });

  test('also tells of a closed gate behind which an item waits for its time', async () => {
    const { home, inbox } = await twoItems();
    await runHere(['cancel', '--all'], { home });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await runHere(['add', 'POST', inbox, '--not-before', later], { home });
    const { code, value } = await answer('sync', ['--wait'], { home });
    expect(code).toBe(3);
    expect(value.reasons).toMatchObject([
      { code: 'WAITS', items: 1 },
      { code: 'GATE_CLOSED', items: 0, sentence: SIGN_IN },
    ]);
  });

  test('that is over its time says what it was waiting for', async () => {
    const { server, home, url } = await twoItems();
    await server.goOffline();
    await runHere(['cancel', '--all'], { home });
    await runHere(['account', 'remove', 'field'], { home });
    for (let n = 0; n < 3; n += 1) await runHere(['add', 'POST', `${url}/inbox/x`], { home });
    const end = await runHere(['sync', '--wait', '--timeout', '5'], { home });
    expect(end.code).toBe(6);
    expect(end.stdout).toMatch(/^3 waiting; ended after 5 s, the time given\n {2}/);
    expect(end.stdout).toContain(`${url} is not asked at the moment: it cannot be reached`);
  });
});

test('add --wait says what keeps its item back, with the same exit codes', async () => {
  const unsigned = await twoItems();
  const add = ['add', 'POST', unsigned.inbox, '--wait'];
  const signIn = await runHere(add, { home: unsigned.home });
  expect(signIn).toMatchObject({ code: 3, stderr: expect.stringContaining(`\n  ${SIGN_IN}\n`) });
  const { home, inbox } = await withOpenFile();
  const secrets = await runHere(['add', 'POST', inbox, '--wait'], { home });
  expect(secrets).toMatchObject({ code: 5, stderr: expect.stringContaining(`\n  ${OPEN_FILE}\n`) });
  const json = await runHere(['add', 'POST', inbox, '--wait', '--output', 'json'], { home });
  expect(cliOutput.add.parse(JSON.parse(json.stdout.split('\n')[1] ?? ''))).toMatchObject({
    state: 'queued',
    reasons: [{ code: 'GATE_CLOSED', key: 'field', sentence: OPEN_FILE }],
  });
});

test('add --wait that is over its time says what its item was waiting for', async () => {
  const { server, url, home } = await twoItems();
  await server.goOffline();
  await runHere(['cancel', '--all'], { home });
  await runHere(['account', 'remove', 'field'], { home });
  const add = ['add', 'POST', `${url}/inbox/x`, '--order-key', 'k'];
  const first = (await runHere(add, { home })).stdout.trim();
  // The first one has a try behind it, and the second one waits for it.
  expect(await runHere([...add, '--wait', '--timeout', '2'], { home })).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(
      new RegExp(
        `^[\\w-]{36}  queued, .*:\n  It keeps its place under "k" behind item ${first} .*\n(.*\n)*outtray: TIMED_OUT: `,
      ),
    ),
  });
  const json = ['--wait', '--timeout', '1', '--output', 'json'];
  const end = await runHere([...add, ...json], { home });
  const [, line] = end.stdout.split('\n');
  expect(cliOutput.add.parse(JSON.parse(line ?? ''))).toMatchObject({
    state: 'queued',
    reasons: expect.arrayContaining([
      expect.objectContaining({ code: 'BEHIND_ORDER_KEY', head: first, items: 1 }),
    ]),
  });
  expect(end).toMatchObject({ code: 6, stderr: expect.stringContaining('"TIMED_OUT"') });
});

test('status of a host that cannot have its secrets ends with 3', async () => {
  const { home } = await withOpenFile();
  await firstLine(start(['serve'], { home }));
  const status = () => runHere(['status'], { home });
  await expect.poll(status).toMatchObject({ code: 3, stdout: expect.stringContaining(OPEN_FILE) });
});
