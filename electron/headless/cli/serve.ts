import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Cli } from './cli.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { openOwned } from './using-queue.ts';
import { watchItems } from './watch-items.ts';

const GRACE_MS = 5000;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('serve')
    .description('send whatever is in the out-tray, for as long as this runs (end it with Ctrl-C)')
    .option('--verbose', 'the log on stderr instead of in log/outtray.log of the profile folder')
    .addHelpText('after', '\nExample:\n  outtray serve --home /var/lib/outtray --verbose');
  defineCommand<{ readonly verbose?: true }>(command, cli, async ({ options, home, json }) => {
    const signal = cli.stopSignal();
    const log = options.verbose === true ? (line: string) => cli.err(line) : logFile(home);
    const opened = await openOwned(cli, home, log);
    if (!opened.ok) return opened;
    const host = opened.value;
    try {
      const watch = watchItems(host, (item) => log(attemptLine(item, cli.now())));
      const started = await host.sending.start();
      if (!started.ok) return started;
      cli.out(json ? `${JSON.stringify({ serving: home })}\n` : `Sending from ${home}\n`);
      await signal;
      await watch.end();
      return ok(EXIT.done);
    } finally {
      await host.close(GRACE_MS);
    }
  });
}

/** Appends to `log/outtray.log` of the profile folder. What cannot be written must not stop the sending. */
function logFile(home: string): (line: string) => void {
  const folder = join(home, 'log');
  const file = join(folder, 'outtray.log');
  return (line) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // The disk is full or read-only: the queue itself says so.
    }
  };
}

/** In the form of the host's own log lines. Titles and URLs stay out: logs are shown to others. */
const attemptLine = (item: Item, now: number): string =>
  `${JSON.stringify({
    time: new Date(now).toISOString(),
    level: 'info',
    event: 'attemptEnded',
    item: item.id,
    attempts: item.attempts,
    state: item.state,
    status: item.last?.status ?? null,
    code: item.last?.code ?? null,
  })}\n`;
