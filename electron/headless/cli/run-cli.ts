import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import type { Cli, Root, StopSignal } from './cli.ts';
import { type CommandResult, reportOf } from './cli-error.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { openBrowser } from './open-browser.ts';
import { type Commands, runProgram } from './program.ts';

/** What a command line depends on besides its process. */
export interface CliEntry {
  /** Of the app. */
  readonly version: string;
  /** How this command line is started. */
  readonly self: readonly string[];
  readonly stdin: Cli['stdin'];
  readonly commands: Commands;
  readonly root: () => Promise<Root>;
}

/** Runs one command line (without the names of program and script) and answers the process's exit code. */
export async function runCli(
  argv: readonly string[],
  { version, self, stdin, commands, root }: CliEntry,
): Promise<number> {
  let exitCode: ExitCode = EXIT.done;
  // Whoever reads our output may stop reading: `outtray list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode);
    throw error;
  });
  const cli: Cli = {
    version,
    self,
    env: process.env,
    platform: process.platform,
    userHome: homedir(),
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    outPage: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    err: (text) => void process.stderr.write(text),
    stdin,
    stdinIsTerminal: process.stdin.isTTY,
    terminal: process.stdout.isTTY && process.stderr.isTTY ? process.stderr : null,
    now: Date.now,
    newId: randomUUID,
    openBrowser: (url) => openBrowser(url, process.platform, process.env),
    stopSignal,
    root,
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
  await runProgram(cli, argv, commands);
  return exitCode;
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
