import type { Command } from 'commander';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { bytes, span } from '../../../shared/messages/format.ts';
import { printableLine, shortened } from '../../../shared/messages/printable.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { priorityWord } from '../../../shared/outbox/priority.ts';
import { type Cli, nameOf, SOURCE } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { defineCommand, wholeNumber } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { type FilterOptions, filterOptions, itemFilterOf } from './item-filter.ts';
import { tableText } from './table.ts';
import { withReader } from './using-queue.ts';

interface ListOptions extends FilterOptions {
  readonly limit: string;
  readonly after?: string;
}

export function register(program: Command, cli: Cli): void {
  const command = filterOptions(program.command('list').description('list items, newest first'))
    .option('--limit <n>', 'at most so many, up to 1000', '50')
    .option('--after <cursor>', 'go on after a page: the cursor that it ended with')
    .addHelpText(
      'after',
      '\nExamples:\n  outtray list --state attention,unconfirmed\n  outtray list --json --limit 1000',
    );
  defineCommand<ListOptions>(command, cli, async ({ options, home, json }) => {
    const filter = filterOf(options);
    if (!filter.ok) return filter;
    return withReader(cli, home, async (api) => {
      const page = await api.call('list', filter.value, SOURCE);
      if (!page.ok) return page;
      if (json) cli.out(`${JSON.stringify(page.value)}\n`);
      else cli.out(listText(page.value.items, page.value.next, cli.now()));
      return ok(EXIT.done);
    });
  });
}

/** What is asked for, in the words of the API. */
export function filterOf(options: ListOptions): Result<CallInput<'list'>, CliError> {
  const limit = wholeNumber('--limit', options.limit, 1, 1000);
  if (!limit.ok) return limit;
  const filter = itemFilterOf(options);
  if (!filter.ok) return filter;
  if (options.after !== undefined && !/^[1-9]\d{0,14}$/.test(options.after)) {
    return err(outboxError('CURSOR_INVALID', { cursor: options.after.slice(0, 40) }));
  }
  return ok({
    limit: limit.value,
    ...filter.value,
    ...(options.after === undefined ? {} : { after: Number(options.after) }),
  });
}

/** A page of items for people. */
export function listText(items: readonly Item[], next: number | null, now: number): string {
  if (items.length === 0) return 'No items.\n';
  const table = tableText(
    [
      { head: 'ID' },
      { head: 'STATE' },
      { head: 'PRIORITY' },
      { head: 'WHAT' },
      { head: 'TRIES', align: 'right' },
      { head: 'AGE', align: 'right' },
      { head: 'SIZE', align: 'right' },
    ],
    items.map((item) => [
      item.id,
      printableLine(stateWords(item, now)),
      priorityWord(item.priority),
      shortened(printableLine(nameOf(item)), 48),
      String(item.attempts),
      span(now - item.createdAt),
      bytes(item.bodyBytes),
    ]),
  );
  return next === null ? table : `${table}\nThere are more: outtray list --after ${next}\n`;
}
