import { type Command, Option } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import type { Api } from '../../../api/api.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type CommandResult, usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import {
  type FilterOptions,
  filterOptions,
  type ItemFilter,
  itemFilterOf,
} from '../item-filter.ts';
import { withReader } from '../using-queue.ts';
import { CSV_HEAD, csvLine, jsonLine } from './formats.ts';

type Format = 'jsonl' | 'csv';

interface ExportOptions extends FilterOptions {
  readonly format: Format;
}

/** Items read, and written, at a time: memory does not grow with the queue. */
const PAGE = 200;

export function register(program: Command, cli: Cli): void {
  const command = filterOptions(
    program
      .command('export')
      .description('write items and what became of them to stdout, oldest first'),
  )
    .addOption(
      new Option('--format <format>', 'JSON lines, or CSV for a spreadsheet')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .addHelpText(
      'after',
      `
Bodies of requests and answers, and everything secret, are left out. URLs are written in full.
jsonl (also --json) has an item with all of its attempts on each line, as in "show --json", where "answer" is
{"bytes","truncated"}; csv has an item with its last attempt in each record.
Exit codes: 0 done, 2 not right, 5 the profile folder cannot be used.

Examples:
  outtray export --state attention --format csv > needs-me.csv
  outtray export --origin https://api.example | jq -c .attempts[].outcome`,
    );
  defineCommand<ExportOptions>(command, cli, async ({ options, home, json }) => {
    if (json && options.format === 'csv') return usage('--format csv and JSON exclude each other');
    const filter = itemFilterOf(options);
    if (!filter.ok) return filter;
    return withReader(cli, home, (api) => writeAll(cli, api, filter.value, options.format));
  });
}

async function writeAll(
  cli: Cli,
  api: Api,
  filter: ItemFilter,
  format: Format,
): Promise<CommandResult> {
  if (format === 'csv') await cli.outPage(CSV_HEAD);
  let after: { readonly after?: string } = {};
  for (;;) {
    const page = await api.call(
      'list',
      { ...filter, ...after, limit: PAGE, sort: 'oldest' },
      SOURCE,
    );
    if (!page.ok) return page;
    const { items } = page.value;
    const lines = format === 'csv' ? items.map(csvLine) : await jsonLines(api, items);
    await cli.outPage(lines.join(''));
    if (page.value.next === null) return ok(EXIT.done);
    after = { after: page.value.next };
  }
}

async function jsonLines(api: Api, items: readonly Item[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { id } of items) {
    const details = await api.call('get', { id }, SOURCE);
    // Somebody may have removed it meanwhile.
    if (details.ok) lines.push(jsonLine(details.value));
  }
  return lines;
}
