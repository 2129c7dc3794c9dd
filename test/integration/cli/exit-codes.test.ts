import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { EXIT } from '../../../electron/headless/cli/exit-codes.ts';
import { createProgram, runProgram } from '../../../electron/headless/cli/program.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { CASES, type Case, type Scene } from './exit-code-cases.ts';
import { collectingCli, runHere } from './in-process.ts';
import { leaves } from './leaves.ts';
import { makeNewer } from './newer-profile.ts';
import { makeRichProfile, type RichProfile } from './rich-profile.ts';

const COMMANDS = leaves(createProgram(collectingCli({ home: '/nowhere/home' }).cli));

/** Of the table in the README of the command line: codes, and the commands that their row names. */
const ROWS = readFileSync(
  join(import.meta.dirname, '../../../electron/headless/cli/README.md'),
  'utf8',
)
  .split('\n')
  .flatMap((line) => {
    const [, codes, meaning = ''] = /^\| ([\d, ]+) \| (.*) \|$/.exec(line) ?? [];
    const named = [...meaning.matchAll(/`([a-z]+(?:[ -][a-z]+)*)[^`]*`/g)].map(
      ([, name]) => name ?? '',
    );
    return (codes ?? '')
      .split(', ')
      .filter((code) => code !== '')
      .map((code) => ({ code: Number(code), named }));
  });

/** Rows without a name are about all commands, as far as it can happen to them. */
function promised(name: string, argument: string | undefined): readonly number[] {
  const speaks = (code: number, named: readonly string[]): boolean => {
    if (named.length > 0) return named.includes(name);
    if (code === EXIT.noSuchItem) return /^ids?\b/.test(argument ?? '');
    return code !== EXIT.profile || name !== 'practice';
  };
  return ROWS.filter(({ code, named }) => speaks(code, named)).map(({ code }) => code);
}

test('there is a test for each exit code that the README promises of a command, and for no other', () => {
  expect(ROWS.map(({ code }) => code)).toEqual(Object.values(EXIT));
  const tested = Object.entries(CASES).map(([name, cases]) => [
    name,
    Object.keys(cases).map(Number),
  ]);
  const expected = COMMANDS.map(([name, command]) => [
    name,
    promised(name, command.registeredArguments[0]?.name()),
  ]);
  expect(Object.fromEntries(tested)).toEqual(Object.fromEntries(expected));
});

const practice = createPracticeServer();
/** Takes what it gets, and says nothing. */
const silence = createServer((socket) => void socket.on('error', () => {}).resume());
const folder = mkdtempSync(join(tmpdir(), 'outtray-test-'));
let rich: RichProfile;
let servers: Pick<Scene, 'inbox' | 'silent'>;

beforeAll(async () => {
  const { url } = await practice.start();
  await new Promise<void>((resolve) => silence.listen(0, '127.0.0.1', resolve));
  const address = silence.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  servers = { inbox: `${url}/inbox/x`, silent: `http://127.0.0.1:${address.port}/x` };
  rich = await makeRichProfile(folder, url);
});
afterAll(async () => {
  silence.close();
  await practice.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with a profile of its own, as the case wants it. */
function sceneOf({ home: wanted = 'rich', settings = '' }: Case): Scene {
  const mine = tempFolder();
  const home = join(mine, 'home');
  const file = join(mine, 'file');
  writeFileSync(file, '');
  if (wanted !== 'empty') cpSync(rich.home, home, { recursive: true });
  if (wanted === 'newer') makeNewer(home);
  if (settings !== '') writeFileSync(join(home, 'settings.json'), settings);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', join(mine, 'credentials.json'));
  writeFileSync(join(mine, 'credentials.json'), '{}', { mode: 0o600 });
  onTestFinished(() => void vi.unstubAllEnvs());
  return { ...rich, ...servers, home, file };
}

const ALL = Object.entries(CASES).flatMap(([name, cases]) =>
  Object.entries(cases).flatMap(([code, one]) =>
    typeof one === 'string' ? [] : [[name, Number(code), one] as const],
  ),
);

test.each(ALL)('%s ends with %i', async (name, code, one) => {
  const scene = sceneOf(one);
  const { home } = scene;
  for (const earlier of one.before?.(scene) ?? []) {
    expect(await runHere(earlier, { home })).toMatchObject({ code: 0 });
  }
  const { cli, end } = collectingCli({ home, stdin: one.stdin ?? '' });
  const { stop } = one;
  const stopped = stop === undefined ? {} : { stopSignal: () => Promise.resolve(stop) };
  const words = [...name.split(' '), ...(one.args?.(scene) ?? [])];
  await runProgram({ ...cli, ...stopped, ...one.cli?.() }, words);
  const { stderr, ...ended } = end();
  expect({ ...ended, stderr }).toMatchObject({ code });
});
