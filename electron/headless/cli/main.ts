import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { homedir } from 'node:os';
import { resolve as absolute } from 'node:path';
import type { Cli, StopSignal } from './cli.ts';
import { type CommandResult, reportOf } from './cli-error.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { runProgram } from './program.ts';

/** Runs one command line (without the names of node and script) and answers the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode: ExitCode = EXIT.done;
  // Whoever reads our output may stop reading: `outtray list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode);
    throw error;
  });
  const cli: Cli = {
    version: version(),
    self: [process.execPath, ...process.execArgv, absolute(process.argv[1] ?? '')],
    env: process.env,
    platform: process.platform,
    userHome: homedir(),
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    outPage: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    err: (text) => void process.stderr.write(text),
    stdin: process.stdin,
    stdinIsTerminal: process.stdin.isTTY,
    terminal: process.stdout.isTTY && process.stderr.isTTY ? process.stderr : null,
    now: Date.now,
    newId: randomUUID,
    stopSignal,
    root: () => import('../index.ts'),
    finish: (result: CommandResult, json) => {
      if (result.ok) {
        exitCode = result.value;
        return;
      }
      const report = reportOf(result.error, json);
      process.stderr.write(`${report.text}\n`);
      exitCode = report.exitCode;
    },
  };
  await runProgram(cli, argv);
  return exitCode;
}

function version(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) return 'unknown';
  const { version: found } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return found;
}

function stopSignal(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(exitCodeOfSignal(signal));
        asked = true;
        resolve(signal);
      });
    }
  });
}
