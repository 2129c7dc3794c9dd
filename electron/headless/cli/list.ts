import { type Command, Option } from 'commander';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { bytes, span } from '../../../shared/messages/format.ts';
import { titleOf } from '../../../shared/messages/item-title.ts';
import { printableLine, shortened } from '../../../shared/messages/printable.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { LIST_SORTS, type ListSort } from '../../../shared/outbox/list-sort.ts';
import { priorityWord } from '../../../shared/outbox/priority.ts';
import { type Cli, SOURCE } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { defineCommand, wholeNumber } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { type FilterOptions, filterOptions, itemFilterOf } from './item-filter.ts';
import { tableText } from './table.ts';
import { withReader } from './using-queue.ts';

export interface ListOptions extends FilterOptions {
  readonly limit: string;
  readonly sort?: ListSort;
  readonly after?: string;
}

export function register(program: Command, cli: Cli): void {
  const command = filterOptions(program.command('list').description('list items, newest first'))
    .addOption(
      new Option('--sort <order>', 'in another order: size has the largest first').choices(
        LIST_SORTS,
      ),
    )
    .option('--limit <n>', 'at most so many, up to 1000', '50')
    .option('--after <cursor>', 'go on after a page of the same sort: the mark that it ended with')
    .addHelpText(
      'after',
      `
A page that is not the last ends with a mark ("next" in JSON, null at the end); hand it back with --after as it is.

Examples:
  outtray list --state attention,unconfirmed
  outtray list --search 'status:422 body:photo' --sort oldest
  outtray list --json --limit 1000`,
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
  return ok({
    limit: limit.value,
    ...filter.value,
    ...(options.sort === undefined ? {} : { sort: options.sort }),
    ...(options.after === undefined ? {} : { after: options.after }),
  });
}

/** A page of items for people; whose they are where some belong to an account. */
export function listText(items: readonly Item[], next: string | null, now: number): string {
  if (items.length === 0) return 'No items.\n';
  const hasAccounts = items.some(({ account }) => account !== null);
  const table = tableText(
    [
      { head: 'ID' },
      { head: 'STATE' },
      { head: 'PRIORITY' },
      ...(hasAccounts ? [{ head: 'ACCOUNT' }] : []),
      { head: 'WHAT' },
      { head: 'TRIES', align: 'right' },
      { head: 'AGE', align: 'right' },
      { head: 'SIZE', align: 'right' },
    ],
    items.map((item) => [
      item.id,
      printableLine(stateWords(item, now)),
      priorityWord(item.priority),
      ...(hasAccounts ? [shortened(printableLine(item.account ?? ''), 24)] : []),
      shortened(printableLine(titleOf(item)), 48),
      String(item.attempts),
      span(now - item.createdAt),
      bytes(item.bodyBytes),
    ]),
  );
  return next === null
    ? table
    : `${table}\nThere are more: outtray list --after ${next} (with the same options)\n`;
}
