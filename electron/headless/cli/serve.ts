import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { type Cli, nameOf } from './cli.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { printableLine } from './printable.ts';
import { openOwned } from './using-queue.ts';
import { watchItems } from './watch-items.ts';

const GRACE_MS = 5000;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('serve')
    .description('send whatever is in the out-tray, for as long as this runs (end it with Ctrl-C)')
    .option('--verbose', 'a line of JSON on stderr for every attempt that ended')
    .addHelpText('after', '\nExample:\n  outtray serve --home /var/lib/outtray --verbose');
  defineCommand<{ readonly verbose?: true }>(command, cli, async ({ options, home, json }) => {
    const signal = cli.stopSignal();
    const opened = await openOwned(cli, home);
    if (!opened.ok) return opened;
    const host = opened.value;
    try {
      const watch =
        options.verbose === true
          ? watchItems(host, (item) => cli.err(`${JSON.stringify(logLine(item, cli.now()))}\n`))
          : null;
      const started = await host.sending.start();
      if (!started.ok) return started;
      cli.out(json ? `${JSON.stringify({ serving: home })}\n` : `Sending from ${home}\n`);
      await signal;
      await watch?.end();
      return ok(EXIT.done);
    } finally {
      await host.close(GRACE_MS);
    }
  });
}

const logLine = (item: Item, at: number) => ({
  at,
  id: item.id,
  state: item.state,
  attempts: item.attempts,
  message: printableLine(`${nameOf(item)}: ${stateWords(item, at)}`),
});
