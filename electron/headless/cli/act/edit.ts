import type { Command } from 'commander';
import type { CallInput } from '../../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { stateWords } from '../../../../shared/messages/short-reasons.ts';
import type { BodyArgument } from '../add/body-arguments.ts';
import { type BodyOptions, bodyOf, bodyOptions } from '../add/body-options.ts';
import { headersOf } from '../add/request-options.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type CliError, usage } from '../cli-error.ts';
import { collect, defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import { whileReading } from './while-reading.ts';

interface EditOptions extends BodyOptions {
  readonly url?: string;
  readonly method?: string;
  readonly header?: readonly string[];
  readonly account?: string;
  readonly title?: string;
  readonly notBefore?: string;
  readonly expiresAt?: string;
}

type Edit = Omit<CallInput<'edit'>, 'id'>;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('edit')
    .description('correct an item that was not delivered yet, and let it go again')
    .argument('<id>')
    .option('--method <method>', 'GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS')
    .option('--url <url>', 'http or https')
    .option('--header <name: value>', 'the headers, in place of all earlier ones', collect);
  const given = bodyOptions(command);
  command
    .option('--account <name>', 'send it as this account')
    .option('--title <title>', 'what people see in lists')
    .option('--not-before <time>', 'not before this time, e.g. 2026-01-31T14:00:00Z')
    .option('--expires-at <time>', 'not after this time')
    .addHelpText(
      'after',
      `
What is not named stays as it is. It cannot be edited while it is being sent.
Placeholders ({{ref:…}}) can be changed until their values are in it. An edit cannot bring the first one in: add a new
item for that. {{!ref: sends {{ref:; where such text stands in an item already, all braces are sent as they are written.
Exit codes: 0 done, 2 not right, or the item cannot be edited, 4 no such item, 130 or 143 ended by
SIGINT or SIGTERM, and nothing was changed.
Here --json takes the body; --output json answers {"item":{…}} as in "list".

Examples:
  outtray edit 0199…-7c1e --url https://api.example/v2/reports
  outtray edit 0199…-7c1e --json @corrected.json`,
    );
  defineCommand<EditOptions>(command, cli, async ({ args, options, home, json }) => {
    const edit = await editOf(given, options, cli.cwd);
    if (!edit.ok) return edit;
    return whileReading(cli, json, (aside) =>
      withQueue(cli, home, async (api) => {
        const edited = await api.call('edit', { id: args[0] ?? '', ...edit.value }, SOURCE, aside);
        if (!edited.ok) return edited;
        const { item } = edited.value;
        if (json) cli.out(`${JSON.stringify({ item })}\n`);
        else cli.out(`${item.id}  ${stateWords(item, cli.now())}, revision ${item.revision}\n`);
        return ok(EXIT.done);
      }),
    );
  });
}

/** What is to be changed, in the words of the API. USAGE when that is nothing. */
async function editOf(
  given: readonly BodyArgument[],
  options: EditOptions,
  cwd: string,
): Promise<Result<Edit, CliError>> {
  const { url, method, account, title, notBefore, expiresAt } = options;
  const headers = headersOf(options.header);
  if (!headers.ok) return headers;
  const body = await bodyOf(given, options, cwd);
  if (!body.ok) return body;
  const edit: Edit = {
    ...(method === undefined ? {} : { method }),
    ...(url === undefined ? {} : { url }),
    ...(options.header === undefined ? {} : { headers: headers.value }),
    ...(given.length === 0 ? {} : { body: body.value }),
    ...(account === undefined ? {} : { account }),
    ...(title === undefined ? {} : { title }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return Object.keys(edit).length === 0
    ? usage('say what is to be changed, e.g. --url, --header, --json or --title')
    : ok(edit);
}
