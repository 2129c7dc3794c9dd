import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Item } from '../../../shared/outbox/item.ts';

const PREFLIGHT = join(import.meta.dirname, '../../../electron/headless/preflight.mjs');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface How {
  /** The profile folder. */
  readonly home: string;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real command line in a process of its own; ended, and seen gone, with the test. */
export function start(args: readonly string[], how: How): ChildProcess {
  const child = spawned(args, how);
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

function spawned(args: readonly string[], { home, cwd, env = {} }: How): ChildProcess {
  return spawn(process.execPath, [PREFLIGHT, ...args], {
    cwd: cwd ?? home.replace(/[^/\\]+$/, ''),
    env: { ...process.env, OUTTRAY_HOME: home, NO_PROXY: '127.0.0.1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs a command that ends by itself. */
export async function outtray(args: readonly string[], how: How): Promise<Finished> {
  const child = spawned(args, how);
  // A command that refuses early does not read its input to the end.
  child.stdin?.on('error', () => {});
  child.stdin?.end(how.stdin ?? '');
  return finished(child);
}

export async function finished(child: ChildProcess): Promise<Finished> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** The first line of output: the command is up then. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

/** What is in the queue, newest first. */
export async function itemsIn(home: string): Promise<readonly Item[]> {
  const { stdout } = await outtray(['list', '--json', '--limit', '1000'], { home });
  return (JSON.parse(stdout) as { readonly items: readonly Item[] }).items;
}
