import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { type Cli, SOURCE } from './cli.ts';
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
While it runs, every other command asks this process, and it shows what goes on as a page for browsers of this
machine: at the address that it prints, which opens the page once, within a minute. A second "serve" is refused
(exit code 5), but prints a new address of that page.

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
    const log = await logOf(cli, home, options);
    const opened = await openOwned(cli, home, { log, lasting: true });
    if (!opened.ok) {
      if (opened.error.code === 'PROFILE_IN_USE') await tellPageOfOther(cli, home, json);
      return opened;
    }
    const host = opened.value;
    try {
      const watch = watchItems(host, (item) => log(attemptLine(item, cli.now())));
      const started = await host.sending.start();
      if (!started.ok) return started;
      const listening = await host.listen();
      if (!listening.ok) return listening;
      const page = await host.servePage();
      // Sending matters more than showing it.
      if (!page.ok) cli.err(`outtray: note: ${errorSentence(page.error)}\n`);
      if (json) cli.out(servingLine(home, page.ok ? page.value : null));
      else cli.out(`Sending from ${home}\n${page.ok ? pageLines(page.value) : ''}`);
      await signal;
      await watch.end();
      return ok(EXIT.done);
    } finally {
      await host.close(GRACE_MS);
    }
  });
}

/** Whoever starts a second one most likely looks for the page: the host that runs has an address for them. */
async function tellPageOfOther(cli: Cli, home: string, json: boolean): Promise<void> {
  const { connectToHost } = await cli.root();
  const remote = await connectToHost({ home });
  if (!remote.ok || remote.value === null) return;
  try {
    const page = await remote.value.call('page.address', {}, SOURCE);
    if (!page.ok || page.value.url === null) return;
    cli.out(json ? servingLine(home, page.value.url) : pageLines(page.value.url));
  } finally {
    remote.value.close();
  }
}

const servingLine = (home: string, page: string | null): string =>
  `${JSON.stringify({ serving: home, page })}\n`;

const pageLines = (page: string): string =>
  `The page (this address opens it once, within a minute):\n  ${page}\n`;

async function logOf(
  cli: Cli,
  home: string,
  { verbose }: ServeOptions,
): Promise<(line: string) => void> {
  if (verbose === true) return (line) => cli.err(line);
  const { openLogFile } = await cli.root();
  return openLogFile(home);
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
