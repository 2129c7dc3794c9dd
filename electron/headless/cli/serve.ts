import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Cli } from './cli.ts';
import { usage } from './cli-error.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { systemdUnit } from './systemd-unit.ts';
import { openOwned } from './using-queue.ts';
import { watchItems } from './watch-items.ts';

interface ServeOptions {
  readonly verbose?: true;
  readonly printUnit?: true;
}

const GRACE_MS = 5000;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('serve')
    .description('send whatever is in the out-tray, for as long as this runs (end it with Ctrl-C)')
    .option('--verbose', 'the log on stderr instead of in log/outtray.log of the profile folder')
    .option('--print-unit', 'print a systemd user unit that serves this profile folder, and end')
    .addHelpText(
      'after',
      `
While it runs, every other command asks this process; a second "serve" is refused (exit code 5).

Examples:
  outtray serve --home /var/lib/outtray --verbose
  outtray serve --print-unit > ~/.config/systemd/user/outtray.service
  systemctl --user enable --now outtray`,
    );
  defineCommand<ServeOptions>(command, cli, async ({ options, home, json }) => {
    if (options.printUnit === true) {
      if (json) return usage('--print-unit and JSON exclude each other');
      cli.out(systemdUnit([...cli.self, 'serve', '--home', home]));
      return ok(EXIT.done);
    }
    const signal = cli.stopSignal();
    const log = options.verbose === true ? (line: string) => cli.err(line) : logFile(home);
    const opened = await openOwned(cli, home, { log, lasting: true });
    if (!opened.ok) return opened;
    const host = opened.value;
    try {
      const watch = watchItems(host, (item) => log(attemptLine(item, cli.now())));
      const started = await host.sending.start();
      if (!started.ok) return started;
      const listening = await host.listen();
      if (!listening.ok) return listening;
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
