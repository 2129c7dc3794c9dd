import type { ChildProcess } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { browserCommand } from '../../../electron/headless/cli/open-browser.ts';
import { runProgram } from '../../../electron/headless/cli/program.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { createPerson } from '../../support/oidc-person.ts';
import { oidcServer } from '../../support/oidc-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { collectingCli, runHere } from './in-process.ts';
import { finished, firstLine, outtray, start } from './outtray.ts';

/** A profile with an account that one signs in in a browser, and an item that waits for it. */
async function waiting() {
  const server = await oidcServer({ tokenLifeS: 60 });
  const file = useCredentialsFile();
  const folder = tempFolder();
  const home = join(folder, 'home');
  const stdin = JSON.stringify(server.account('field'));
  const added = await runHere(['account', 'add', '--from', '-'], { home, stdin });
  expect(added.stdout).toBe('field  needs to be signed in: outtray account sign-in field\n');
  await runHere(['add', 'POST', `${server.url}/inbox/1`], { home });
  return { server, file, folder, home };
}

/** What a command prints, as it comes. */
function collected(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** In place of the system's own: it writes down how it was called. */
function browserThatNotes(folder: string): Readonly<Record<string, string>> {
  const program = join(folder, 'xdg-open');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s' "$*" > '${folder}/called.part'\nmv '${folder}/called.part' '${folder}/called'\n`,
  );
  chmodSync(program, 0o755);
  return { DISPLAY: ':99', PATH: `${folder}:${process.env['PATH']}` };
}

test('without a host: opens the browser by an address that says nothing, and keeps what comes of it', async () => {
  const { server, file, folder, home } = await waiting();
  const child = start(['account', 'sign-in', 'field'], { home, env: browserThatNotes(folder) });
  const output = collected(child);
  const ended = finished(child);
  await expect.poll(output).toMatch(/^Sign in in the browser, or here:\n {2}http:\S+\n$/);
  const url = /(http:\S+)\n/.exec(output())?.[1] ?? '';
  const called = await vi.waitFor(() => readFileSync(join(folder, 'called'), 'utf8'), 20_000);
  expect(called).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{43}$/);
  expect(called).not.toContain(new URL(url).searchParams.get('state'));

  // Others are answered while somebody signs in.
  expect((await outtray(['pause', '--account', 'other'], { home })).code).toBe(0);
  await createPerson().signIn(called, 'ada');
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  expect(output()).toMatch(/\nfield {2}signed in as [A-Z]\w+\n$/);
  expect(readFileSync(file, 'utf8')).toContain('refreshToken');
  const sync = await outtray(['sync', '--wait', '--timeout', '60'], { home });
  expect(sync).toMatchObject({ code: 0, stdout: expect.stringMatching(/\n1 delivered\n$/) });
  expect(server.counts).toMatchObject({ signIns: 1, reuseAlarms: 0 });
});

test('beside a running host: what waited goes by itself', async () => {
  const { server, folder, home } = await waiting();
  const host = start(['serve'], { home });
  await firstLine(host);
  const child = start(['account', 'sign-in', 'field', '--no-browser', '--json'], {
    home,
    env: browserThatNotes(folder),
  });
  const output = collected(child);
  const ended = finished(child);
  const lines = () =>
    output()
      .split('\n')
      .slice(0, -1)
      .map((line) => cliOutput['account sign-in'].parse(JSON.parse(line)));
  await expect.poll(lines).toMatchObject([{ opened: false }]);
  const [address] = lines();
  if (address === undefined || !('url' in address)) throw new Error('no address');
  await createPerson().signIn(address.url, 'ada');
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  expect(lines().slice(1)).toMatchObject([
    { name: 'field', byBrowser: true, session: { state: 'signedIn' } },
  ]);
  await expect.poll(() => [...server.effects.values()]).toEqual([1]);
});

test('a no, and a time that is over, are told; the account and its items stay as they are', async () => {
  const { home } = await waiting();
  const { cli, end } = collectingCli({ home });
  await runProgram(
    { ...cli, openBrowser: async (url) => (await createPerson().refuse(url, 'ada')).ok },
    ['account', 'sign-in', 'field'],
  );
  expect(end()).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^outtray: SIGN_IN_REFUSED: .*"access_denied"/),
  });
  const late = await runHere(['account', 'sign-in', 'field', '--timeout', '0.2'], { home });
  expect(late).toMatchObject({
    code: 6,
    stdout: expect.stringMatching(/^Sign in here:\n/),
    stderr: expect.stringMatching(/^outtray: SIGN_IN_TIMED_OUT: /),
  });
  const list = await runHere(['account', 'list'], { home });
  expect(list.stdout).toContain('needs to be signed in');
});

test('what opens a browser, by system', () => {
  const url = 'http://127.0.0.1:1/sign-in/x';
  const of = (platform: NodeJS.Platform, screen: NodeJS.ProcessEnv = {}) =>
    browserCommand(url, platform, screen);
  expect(of('win32')).toEqual(['rundll32', 'url.dll,FileProtocolHandler', url]);
  expect(of('darwin')).toEqual(['open', url]);
  expect(of('linux', { DISPLAY: ':0' })).toEqual(['xdg-open', url]);
  expect(of('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open', url]);
  expect(of('linux', { DISPLAY: '' })).toBeNull();
});
