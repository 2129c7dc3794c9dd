import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectToHost } from '../../../electron/adapters/control-socket/connect-to-host.ts';
import { clientRoot, runClient } from '../../../electron/headless/cli/client.ts';
import { CLIENT_COMMANDS, runProgram } from '../../../electron/headless/cli/program.ts';
import { diagnose } from '../../../electron/host/diagnose.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { collectingCli } from './in-process.ts';
import { firstLine, start } from './outtray.ts';

/** The command line of the installed app. */
async function client(args: readonly string[], home: string) {
  const { cli, end } = collectingCli({ home });
  const root = async () => clientRoot({ connectToHost, diagnose });
  await runProgram({ ...cli, root }, args, CLIENT_COMMANDS);
  return end();
}

test('the installed command line asks the running host', async () => {
  const home = join(tempFolder(), 'home');
  expect(await firstLine(start(['serve'], { home }))).toContain('Sending from');
  expect(await client(['pause'], home)).toMatchObject({ code: 0, stderr: '' });
  const added = await client(['add', 'PUT', 'http://127.0.0.1:9/x', '--ref', 'a'], home);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const id = added.stdout.trim();
  expect(await client(['hold', id], home)).toMatchObject({ code: 0, stderr: '' });
  const listed = await client(['list', '--json'], home);
  expect(JSON.parse(listed.stdout)).toMatchObject({ items: [{ id, ref: 'a', state: 'held' }] });
  expect((await client(['status', '--json'], home)).stderr).toBe('');
});

test.each([
  ['list'],
  ['status'],
  ['sync', '--wait'],
  ['add', 'PUT', 'http://127.0.0.1:9/x'],
  ['pause'],
])('without one, %s says so and leaves the profile folder alone', async (...args) => {
  const home = join(tempFolder(), 'home');
  expect(await client(args, home)).toEqual({
    code: 5,
    stdout: '',
    stderr: `outtray: HOST_NOT_RUNNING: OutTray does not run for the profile folder ${home}; start it, and try again\n`,
  });
  expect(existsSync(home)).toBe(false);
});

test.each(['serve', 'practice', 'demo'])(
  'it has no %s, and says where there is one',
  async (command) => {
    const home = join(tempFolder(), 'home');
    expect(await client([command, '--port', '0', 'word'], home)).toEqual({
      code: 2,
      stdout: '',
      stderr: `outtray: COMMAND_NEEDS_NODE: the installed app has no command "${command}"; install OutTray under Node for that, as its README says\n`,
    });
    const { stderr } = await client([command, '--json'], home);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'COMMAND_NEEDS_NODE', params: { command } },
    });
    expect((await client(['--help'], home)).stdout).not.toMatch(
      new RegExp(`^ +${command}\\b`, 'm'),
    );
    expect(existsSync(home)).toBe(false);
  },
);

test.each([
  [['add', '--from', '-']],
  [['account', 'add', '--from', '-']],
  [['account', 'set-token', 'a']],
  [['sync', '--account', 'a', '--token-from', '-']],
])('where there is no stdin, nothing is taken for an empty one: %j', async (args) => {
  const home = join(tempFolder(), 'home');
  const { cli, end } = collectingCli({ home });
  await runProgram({ ...cli, stdin: null, stdinIsTerminal: true }, args);
  expect(end()).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'outtray: USAGE: the installed app has no stdin on Windows; name a file, or do this in its window\n',
  });
});

test('a fault of ours is one of the command line: told on stderr, with exit code 1', async () => {
  const told: string[] = [];
  const write = (text: unknown, done?: unknown) => {
    told.push(String(text));
    if (typeof done === 'function') done();
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  onTestFinished(() => void vi.restoreAllMocks());
  const code = await runClient(['status', '--home', tempFolder()], {
    version: '0',
    connectToHost: () => Promise.reject(new Error('no such thing')),
    diagnose,
  });
  expect(code).toBe(1);
  expect(told.join('')).toMatch(/^outtray: INTERNAL: Error: no such thing\n/);
});

test('doctor looks at the profile folder with and without a host', async () => {
  const home = join(tempFolder(), 'home');
  const levels = async () => {
    const { stdout } = await client(['doctor', '--json'], home);
    return (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(
      ({ code }) => code,
    );
  };
  expect(await levels()).toContain('FOLDER_MISSING');
  await firstLine(start(['serve'], { home }));
  expect(await levels()).toContain('HOST_RUNNING');
});
