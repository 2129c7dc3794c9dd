import type { Command } from 'commander';
import type { CallInput, Stats } from '../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { diskSentence } from '../../../shared/messages/disk-words.ts';
import { count, span } from '../../../shared/messages/format.ts';
import { pipedText } from './account/piped-text.ts';
import { accessTokenOf } from './account/secret-input.ts';
import { type Cli, SOURCE } from './cli.ts';
import { type CliError, type CommandResult, usage } from './cli-error.ts';
import { defineCommand, seconds } from './command-line.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { needsPerson } from './status.ts';
import { type Run, runToEnd, type SyncEnd } from './sync-run.ts';
import { withReader } from './using-queue.ts';

interface SyncOptions {
  readonly wait?: true;
  readonly timeout?: string;
  readonly account?: string;
  readonly tokenFrom?: string;
}

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('sync')
    .description('send what is in the out-tray now, also what waits for its next try')
    .option('--wait', 'until all is delivered, or nothing can move without a person')
    .option('--timeout <seconds>', 'end after so long (exit code 6)')
    .option('--account <name>', 'sign this account in for as long as the sender runs')
    .option('--token-from <->', 'its access token, one line or {"accessToken"}: "-" is stdin')
    .addHelpText(
      'after',
      `
Without --wait it ends when nothing more can be started at this moment.
Exit codes: 0 done, 2 not right, 3 something needs a person, 6 time-out, 130 or 143 ended by SIGINT or SIGTERM.
As JSON: {"end","delivered","counts"}.

Examples:
  outtray sync
  outtray sync --wait --timeout 60
  get-token | outtray sync --account field --token-from -`,
    );
  defineCommand<SyncOptions>(command, cli, async ({ options, home, json }) => {
    const timeout =
      options.timeout === undefined ? ok(null) : seconds('--timeout', options.timeout);
    if (!timeout.ok) return timeout;
    const asking = await askingOf(cli, options);
    if (!asking.ok) return asking;
    const how = {
      asking: asking.value,
      wait: options.wait === true,
      timeoutMs: timeout.value,
      quiet: json,
    };
    const run = await runToEnd(cli, home, how);
    return run.ok ? summarise(cli, home, json, run.value) : run;
  });
}

/** A token comes from stdin alone: whatever stands on a command line can be read by every process. */
async function askingOf(
  cli: Cli,
  { account, tokenFrom }: SyncOptions,
): Promise<Result<CallInput<'sync'>, CliError>> {
  if (account === undefined && tokenFrom === undefined) return ok({});
  if (account === undefined || tokenFrom === undefined) {
    return usage('--account and --token-from go together: --account field --token-from -');
  }
  if (tokenFrom !== '-') return usage('--token-from takes "-": the token is read from stdin');
  const example = `get-token | outtray sync --account ${account} --token-from -`;
  const text = await pipedText(cli, example);
  const accessToken = text.ok ? accessTokenOf(text.value) : text;
  return accessToken.ok ? ok({ account, accessToken: accessToken.value }) : accessToken;
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
      if (stats.disk !== null) return `${line}. ${diskSentence(stats.disk)}`;
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
