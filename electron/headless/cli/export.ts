import { type Command, Option } from 'commander';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { ok } from '../../../shared/lang/result.ts';
import {
  bringsSecrets,
  EXPORT_FORMATS,
  type ExportFormat,
} from '../../../shared/outbox/export-format.ts';
import type { Api } from '../../api/api.ts';
import { type Cli, SOURCE } from './cli.ts';
import { type CommandResult, usage } from './cli-error.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { type FilterOptions, filterOptions, type ItemFilter, itemFilterOf } from './item-filter.ts';
import { withReader } from './using-queue.ts';

interface ExportOptions extends FilterOptions {
  readonly format: ExportFormat;
  readonly withBodies?: boolean;
  readonly withSecrets: number;
}

export function register(program: Command, cli: Cli): void {
  const command = filterOptions(
    program
      .command('export')
      .description('write items and what became of them to stdout, oldest first'),
  )
    .addOption(
      new Option('--format <format>', 'JSON lines, CSV, an HTTP archive, or commands of a shell')
        .choices(EXPORT_FORMATS)
        .default('jsonl'),
    )
    .option('--with-bodies', 'har: also what was sent and answered, of each the first 256 KiB')
    .addOption(
      new Option(
        '--with-secrets',
        "har, curl, powershell: also secret headers and URL parameters that items brought; only if it's there twice",
      )
        .argParser((_: string, before: number) => before + 1)
        .default(0, 'none'),
    )
    .addHelpText(
      'after',
      `
Bodies of requests and answers, and everything secret, are left out; what is taken for secret in a URL (api_key, token,
signature and the like) is written as REDACTED.
jsonl (also --json)  an item with all of its attempts on each line, as in "show --json", where "answer" is
                     {"bytes","truncated"}
csv                  an item with its last attempt in each record
har                  HTTP archive 1.2, for the network view of a browser: an entry for each attempt
curl, powershell     for each item a command that sends the same bytes under the same key, body included
Secrets of accounts are never written.
Exit codes: 0 done, 2 not right, 5 the profile folder cannot be used.

Examples:
  outtray export --state attention --format csv > needs-me.csv
  outtray export --origin https://api.example | jq -c .attempts[].outcome
  outtray export --search status:422 --format har --with-bodies > refused.har
  outtray export --ref visit-42 --format curl > visit-42.sh`,
    );
  defineCommand<ExportOptions>(command, cli, async ({ options, home, json }) => {
    const wrong = whatExcludesIt(options, json);
    if (wrong !== null) return usage(wrong);
    const filter = itemFilterOf(options);
    if (!filter.ok) return filter;
    const asked = {
      items: selectionOf(filter.value),
      format: options.format,
      bodies: options.withBodies === true,
      secrets: options.withSecrets > 0,
      secretsConfirmed: options.withSecrets > 1,
    };
    // Outside, so that it goes on where it was when the host stops on the way and the queue is read without it.
    const place: Place = { after: null };
    return withReader(cli, home, (api) => writeAll(cli, api, asked, place));
  });
}

/** Why these options make no sense together; null where they do. */
function whatExcludesIt(
  { format, withBodies, withSecrets }: ExportOptions,
  json: boolean,
): string | null {
  if (json && format !== 'jsonl')
    return `--format ${format} and --json, which is --format jsonl, exclude each other`;
  if (withBodies === true && format !== 'har') return '--with-bodies goes with --format har';
  if (withSecrets > 0 && !bringsSecrets(format))
    return '--with-secrets goes with --format har, curl or powershell';
  return null;
}

/** Nothing that chooses means everything here, as for `list`. */
function selectionOf(filter: ItemFilter): CallInput<'export'>['items'] {
  const { search, ...others } = filter;
  const chosen = search === undefined || search.trim() === '' ? others : filter;
  return Object.keys(chosen).length === 0 ? { all: true } : { filter: chosen };
}

interface Place {
  after: string | null;
}

async function writeAll(
  cli: Cli,
  api: Api,
  asked: CallInput<'export'>,
  place: Place,
): Promise<CommandResult> {
  do {
    const after = place.after === null ? {} : { after: place.after };
    const page = await api.call('export', { ...asked, ...after }, SOURCE);
    if (!page.ok) return page;
    await cli.outPage(page.value.text);
    place.after = page.value.next;
  } while (place.after !== null);
  return ok(EXIT.done);
}
