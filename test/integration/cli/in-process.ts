import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { Cli } from '../../../electron/headless/cli/cli.ts';
import { reportOf } from '../../../electron/headless/cli/cli-error.ts';
import { runProgram } from '../../../electron/headless/cli/program.ts';
import type { Finished } from './outtray.ts';

export interface How {
  /** The profile folder. */
  readonly home: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdinIsTerminal?: boolean;
}

/**
 * The command line in the test's own process, on a real profile: the same from the arguments on, and without the
 * time that a process takes to start.
 */
export async function runHere(args: readonly string[], how: How): Promise<Finished> {
  const { cli, end } = collectingCli(how);
  await runProgram(cli, args);
  return end();
}

export function collectingCli({ home, stdin = '', env = {}, stdinIsTerminal = false }: How): {
  readonly cli: Cli;
  readonly end: () => Finished;
} {
  let code = 0;
  const out: Uint8Array[] = [];
  let stderr = '';
  const cli: Cli = {
    version: '0.0.0-test',
    self: [],
    env: { OUTTRAY_HOME: home, ...env },
    platform: process.platform,
    userHome: homedir(),
    cwd: dirname(home),
    out: (text) => void out.push(Buffer.from(text)),
    outBytes: (bytes) => void out.push(bytes),
    outPage: async (text) => void out.push(Buffer.from(text)),
    err: (text) => (stderr += text),
    stdin: Readable.from([Buffer.from(stdin)]),
    stdinIsTerminal,
    terminal: null,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    openBrowser: async () => false,
    stopSignal: () => new Promise(() => {}),
    root: () => import('../../../electron/headless/index.ts'),
    finish(result, json) {
      if (result.ok) {
        code = result.value;
        return;
      }
      const report = reportOf(result.error, json);
      stderr += `${report.text}\n`;
      code = report.exitCode;
    },
  };
  return { cli, end: () => ({ code, stdout: Buffer.concat(out).toString(), stderr }) };
}
