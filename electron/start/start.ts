import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NO_APP_WORDS, START_WORDS } from '../../shared/messages/desktop-words.ts';
import { couldNotOpen, type NoApp, whyNoWindow } from './choose-way.ts';
import { electronBinary, fetchElectron } from './electron-binary.ts';
import { isBuilt } from './is-built.ts';

const root = join(import.meta.dirname, '../..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs in the place of this process until it ends. */
async function run(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  // Of a terminal's Ctrl-C the child hears by itself.
  process.on('SIGINT', () => {}).on('SIGTERM', pass);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code;
  } catch {
    return null; // it could not even be started
  }
}

async function openApp(): Promise<number | NoApp> {
  const noWindow = whyNoWindow({
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
  });
  if (noWindow !== null) return noWindow;
  let binary = electronBinary();
  if (binary === null) {
    say(START_WORDS.fetching);
    binary = fetchElectron();
  }
  if (binary === null) return 'no-electron';
  const began = performance.now();
  const code = await run(binary, [root, ...process.argv.slice(2)]);
  return couldNotOpen(code, performance.now() - began) ? 'failed' : (code ?? 1);
}

function build(): boolean {
  say(START_WORDS.building);
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

if (!isBuilt(root) && !build()) {
  say(START_WORDS.notBuilt);
  process.exitCode = 1;
} else {
  const opened = await openApp();
  if (typeof opened === 'number') process.exitCode = opened;
  else {
    say(`${NO_APP_WORDS[opened]} ${START_WORDS.serving}`);
    const preflight = join(root, 'electron/headless/preflight.mjs');
    process.exitCode = (await run(process.execPath, [preflight, 'serve'])) ?? 1;
  }
}
