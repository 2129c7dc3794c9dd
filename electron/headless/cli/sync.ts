import type { Command } from 'commander';
import type { CallInput, Stats } from '../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { count, span } from '../../../shared/messages/format.ts';
import { printableLine } from '../../../shared/messages/printable.ts';
import { pipedText } from './account/piped-text.ts';
import { accessTokenOf } from './account/secret-input.ts';
import { type Cli, SOURCE } from './cli.ts';
import { type CliError, type CommandResult, usage } from './cli-error.ts';
import { defineCommand, seconds } from './command-line.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { exitCodeOfReasons, reasonLine } from './reasons.ts';
import { needsPerson } from './status.ts';
import { type Run, runToEnd } from './sync-run.ts';
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
Without --wait it ends when nothing more can be started at this moment. Where something is left that does not move, it
says why, and what to do.
Exit codes: 0 done, 2 not right, 3 something needs a person, 5 the keychain cannot be used, or the profile folder,
6 time-out, 130 or 143 ended by SIGINT or SIGTERM.
As JSON: {"end","delivered","counts","reasons"}; "reasons" as in "explain --json", of what kept items back.

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
    const { end, reasons } = run;
    const { counts } = stats.value;
    if (json) cli.out(`${JSON.stringify({ end, delivered, counts, reasons })}\n`);
    else cli.out(summaryText({ ...run, delivered }, stats.value));
    return ok(exitCodeOfRun(run, stats.value));
  });
}

/** So many reasons are named. */
const NAMED = 5;

/** One line about a run, e.g. `3 delivered, 1 needs you, 2 waiting`, and one for each reason why something is left. */
export function summaryText(run: Omit<Run, 'lastSent'>, stats: Stats): string {
  const more = run.reasons.length - NAMED;
  const lines = [
    summaryLine(run, stats),
    ...run.reasons.slice(0, NAMED).map((one) => `  ${reasonLine(one)}`),
    ...(more > 0 ? [`  ${count(more, 'more reason')}: outtray explain`] : []),
  ];
  return `${lines.map(printableLine).join('\n')}\n`;
}

function summaryLine(run: Omit<Run, 'lastSent'>, stats: Stats): string {
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
      return `${line}; nothing moves without a person${run.reasons.length > 0 ? ':' : ' (see "outtray explain")'}`;
    case 'timeout':
      return `${line}; ended after ${span(run.tookMs)}, the time given`;
    case 'SIGINT':
    case 'SIGTERM':
      return `${line}; stopped, ${count(left, 'item')} left for the next time`;
  }
}

/** A time-out and a signal come before what needs a person: they say that the run was not finished. */
export function exitCodeOfRun(
  { end, reasons }: Pick<Run, 'end' | 'reasons'>,
  stats: Stats,
): ExitCode {
  switch (end) {
    case 'timeout':
      return EXIT.timeout;
    case 'SIGINT':
    case 'SIGTERM':
      return exitCodeOfSignal(end);
    case 'stuck':
      return exitCodeOfReasons(reasons);
    case 'drained':
    case 'idle':
      return needsPerson(stats) > 0 ? EXIT.attention : EXIT.done;
  }
}
