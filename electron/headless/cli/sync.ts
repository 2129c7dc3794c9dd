import type { Command } from 'commander';
import type { Stats } from '../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { count, span } from '../../../shared/messages/format.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Host } from '../host.ts';
import { type Cli, nameOf, SOURCE, type StopSignal } from './cli.ts';
import type { CliError, CommandResult } from './cli-error.ts';
import { defineCommand, seconds } from './command-line.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from './exit-codes.ts';
import { printableLine, shortened } from './printable.ts';
import { createProgress, type Progress, SILENT, uploadNote } from './progress.ts';
import { needsPerson } from './status.ts';
import { openOwned, withReader } from './using-queue.ts';
import { watchItems } from './watch-items.ts';

interface SyncOptions {
  readonly wait?: true;
  readonly timeout?: string;
}

/** Why a run ended. `idle`: nothing more could be started, though something waits for its time. */
export type SyncEnd = 'drained' | 'idle' | 'stuck' | 'timeout' | StopSignal;

const GRACE_MS = 5000;
const DRAW_MS = 200;

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
    const opened = await openOwned(cli, home);
    if (!opened.ok) return opened;
    const run = await runOnce(cli, opened.value, {
      wait: options.wait === true,
      timeoutMs: timeout.value,
      quiet: json,
    });
    return run.ok ? summarise(cli, home, json, run.value) : run;
  });
}

interface Run {
  readonly end: SyncEnd;
  readonly delivered: number;
  /** What was being sent when the run ended: closing lets it end, or ends it. */
  readonly lastSent: readonly string[];
  readonly tookMs: number;
}

async function runOnce(
  cli: Cli,
  host: Host,
  how: { readonly wait: boolean; readonly timeoutMs: number | null; readonly quiet: boolean },
): Promise<Result<Run, CliError>> {
  const started = cli.now();
  const progress = how.quiet ? SILENT : createProgress(cli.terminal, cli.out);
  let delivered = 0;
  try {
    // Before the start: whoever is idle then is so although everything was woken.
    const woken = await host.api.call('sync', {}, SOURCE);
    if (!woken.ok) return woken;
    const watch = watchItems(host, (item) => {
      if (item.state === 'delivered') delivered += 1;
      if (isTold(item, cli.terminal !== null)) progress.line(itemLine(item, cli.now()));
    });
    const ended = untilEnd(cli, host, how);
    const drawing = drawRepeatedly(host, progress, () => delivered);
    const sending = await host.sending.start();
    const end = sending.ok ? ok(await ended) : sending;
    drawing.end();
    await watch.end();
    const lastSent = host.sending.running().map((one) => one.itemId);
    return end.ok ? ok({ end: end.value, delivered, lastSent, tookMs: cli.now() - started }) : end;
  } finally {
    progress.end();
    await host.close(GRACE_MS);
  }
}

/** Beside a progress bar only what a person should see. */
const isTold = (item: Item, hasBar: boolean): boolean =>
  item.state === 'attention' ||
  item.state === 'unconfirmed' ||
  (item.state === 'delivered' && !hasBar);

const itemLine = (item: Item, now: number): string =>
  `${item.id}  ${stateWords(item, now)}  ${shortened(printableLine(nameOf(item)), 60)}`;

function untilEnd(
  cli: Cli,
  { sending }: Host,
  how: { readonly wait: boolean; readonly timeoutMs: number | null },
): Promise<SyncEnd> {
  return new Promise((resolve) => {
    sending.onIdle(() => {
      const outlook = sending.outlook();
      if (outlook === 'empty') resolve('drained');
      else if (outlook === 'stuck') resolve('stuck');
      else if (!how.wait) resolve('idle');
    });
    if (how.timeoutMs !== null) setTimeout(() => resolve('timeout'), how.timeoutMs).unref();
    void cli.stopSignal().then(resolve);
  });
}

function drawRepeatedly(
  host: Host,
  progress: Progress,
  done: () => number,
): { readonly end: () => void } {
  const draw = async (): Promise<void> => {
    const stats = await host.api.call('stats', {}, SOURCE);
    if (!stats.ok) return;
    const { queued, waiting, sending } = stats.value.counts;
    const note = uploadNote(host.sending);
    progress.show({ done: done(), total: done() + queued + waiting + sending, note });
  };
  const timer = setInterval(() => void draw(), DRAW_MS);
  return { end: () => clearInterval(timer) };
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
