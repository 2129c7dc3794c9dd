import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import type { Cli, StopSignal } from '../cli.ts';
import { type CommandResult, usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT, exitCodeOfSignal } from '../exit-codes.ts';
import { createProgress, SILENT } from '../progress.ts';
import { openOwned } from '../using-queue.ts';
import { makeCast } from './cast.ts';
import { makeFiles } from './files.ts';
import { perform } from './perform.ts';
import { endingsOf, reportText } from './report.ts';

interface DemoOptions {
  readonly home?: string;
  readonly keep?: true;
}

const GRACE_MS = 2000;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('demo')
    .description('a field day in under a minute, on a practice server, in a folder of its own')
    .option('--keep', 'keep the folder, to look around in it afterwards')
    .addHelpText(
      'after',
      `
Everything goes through the same calls as real items, and is compared with what the server says that it got.
Exit codes: 0 all as expected, 1 not so.

Examples:
  outtray demo
  outtray demo --keep`,
    );
  defineCommand<DemoOptions>(command, cli, async ({ options, home, json }) => {
    if (options.home !== undefined && !(await isUnused(home))) {
      return usage(`"${home}" is not empty; the demo takes a folder of its own`);
    }
    const folder = await mkdtemp(join(tmpdir(), 'outtray-demo-'));
    const profile = options.home === undefined ? join(folder, 'profile') : home;
    const stopping = new AbortController();
    void cli.stopSignal().then((signal) => stopping.abort(signal));
    try {
      const played = await play(cli, { folder, profile, json, stopped: stopping.signal });
      return stopping.signal.aborted
        ? ok(exitCodeOfSignal(stopping.signal.reason as StopSignal))
        : played;
    } finally {
      if (options.keep === true) cli.err(`Kept; see: outtray list --home ${profile}\n`);
      else await rm(folder, { recursive: true, force: true });
    }
  });
}

async function isUnused(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.length === 0;
}

interface Play {
  readonly folder: string;
  readonly profile: string;
  readonly json: boolean;
  readonly stopped: AbortSignal;
}

async function play(cli: Cli, { folder, profile, json, stopped }: Play): Promise<CommandResult> {
  const began = cli.now();
  const elapsed = (): number => cli.now() - began;
  const progress = json ? SILENT : createProgress(cli.terminal, cli.out);
  const files = await makeFiles(folder);
  const { startPractice } = await cli.root();
  const server = await startPractice({ port: 0 });
  try {
    progress.line(`A practice server listens at ${server.url}.`);
    const opened = await openOwned(cli, profile);
    if (!opened.ok) return opened;
    const host = opened.value;
    try {
      const stage = { host, server, progress, now: cli.now, elapsed, stopped };
      const players = await perform(stage, makeCast(server.url, files));
      if (!players.ok || stopped.aborted) return players.ok ? ok(EXIT.ourFault) : players;
      const endings = await endingsOf(host.api, server.url, players.value);
      if (!endings.ok) return endings;
      const asExpected = endings.value.every((one) => one.differences.length === 0);
      cli.out(
        json
          ? `${JSON.stringify({ asExpected, elapsedMs: elapsed(), items: endings.value })}\n`
          : `\n${reportText(endings.value, elapsed())}`,
      );
      return ok(asExpected ? EXIT.done : EXIT.ourFault);
    } finally {
      await host.close(GRACE_MS);
    }
  } finally {
    await server.stop();
  }
}
