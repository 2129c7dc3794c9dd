import type { Command } from 'commander';
import type { Stats } from '../../../shared/contracts/outbox-api.ts';
import { ok } from '../../../shared/lang/result.ts';
import { count, span } from '../../../shared/messages/format.ts';
import { type Cli, SOURCE } from './cli.ts';
import type { CommandResult } from './cli-error.ts';
import { defineCommand, seconds } from './command-line.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { needsPerson } from './status.ts';
import { type Run, runToEnd, type SyncEnd } from './sync-run.ts';
import { withReader } from './using-queue.ts';

interface SyncOptions {
  readonly wait?: true;
  readonly timeout?: string;
}

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('sync')
    .description('send what is in the out-tray now, also what waits for its next try')
    .option('--wait', 'until all is delivered, or nothing can move without a person')
    .option('--timeout <seconds>', 'end after so long (exit code 6)')
    .addHelpText(
      'after',
      `
Without --wait it ends when nothing more can be started at this moment.
Exit codes: 0 done, 3 something needs a person, 6 time-out, 130 or 143 ended by SIGINT or SIGTERM.

Examples:
  outtray sync
  outtray sync --wait --timeout 60`,
    );
  defineCommand<SyncOptions>(command, cli, async ({ options, home, json }) => {
    const timeout =
      options.timeout === undefined ? ok(null) : seconds('--timeout', options.timeout);
    if (!timeout.ok) return timeout;
    const how = { wait: options.wait === true, timeoutMs: timeout.value, quiet: json };
    const run = await runToEnd(cli, home, how);
    return run.ok ? summarise(cli, home, json, run.value) : run;
  });
}

async function summarise(cli: Cli, home: string, json: boolean, run: Run): Promise<CommandResult> {
  return withReader(cli, home, async (api) => {
    const stats = await api.call('stats', {}, SOURCE);
    if (!stats.ok) return stats;
    let { delivered } = run;
    for (const id of run.lastSent) {
      const last = await api.call('get', { id }, SOURCE);
      if (last.ok && last.value.item.state === 'delivered') delivered += 1;
    }
    const { end } = run;
    const { counts } = stats.value;
    if (json) cli.out(`${JSON.stringify({ end, delivered, counts })}\n`);
    else cli.out(`${summaryLine({ ...run, delivered }, stats.value)}\n`);
    return ok(exitCodeOfRun(end, stats.value));
  });
}

/** One line about a run, e.g. `3 delivered, 1 needs you, 2 waiting`. */
export function summaryLine(run: Pick<Run, 'end' | 'delivered' | 'tookMs'>, stats: Stats): string {
  const { counts } = stats;
  const needs = needsPerson(stats);
  const left = counts.queued + counts.waiting + counts.sending;
  const parts = [
    run.delivered > 0 ? `${run.delivered} delivered` : '',
    needs > 0 ? `${needs} ${needs === 1 ? 'needs' : 'need'} you` : '',
    left > 0 ? `${left} waiting` : '',
    counts.held > 0 ? `${counts.held} on hold` : '',
  ].filter((part) => part !== '');
  const line = parts.length === 0 ? 'Nothing to send' : parts.join(', ');
  switch (run.end) {
    case 'drained':
    case 'idle':
      return line;
    case 'stuck':
      return `${line}; nothing moves without a person (see "outtray explain")`;
    case 'timeout':
      return `${line}; ended after ${span(run.tookMs)}, the time given`;
    case 'SIGINT':
    case 'SIGTERM':
      return `${line}; stopped, ${count(left, 'item')} left for the next time`;
  }
}

/** A time-out and a signal come before what needs a person: they say that the run was not finished. */
export function exitCodeOfRun(end: SyncEnd, stats: Stats): ExitCode {
  switch (end) {
    case 'timeout':
      return EXIT.timeout;
    case 'SIGINT':
    case 'SIGTERM':
      return exitCodeOfSignal(end);
    case 'stuck':
      return EXIT.attention;
    case 'drained':
    case 'idle':
      return needsPerson(stats) > 0 ? EXIT.attention : EXIT.done;
  }
}
