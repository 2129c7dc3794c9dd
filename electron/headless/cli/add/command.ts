import type { Command } from 'commander';
import type { Accepted, HandoverInput } from '../../../../shared/contracts/outbox-api.ts';
import type { RequestInput } from '../../../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import type { Api } from '../../../api/api.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type CliError, type CommandResult, usage } from '../cli-error.ts';
import { collect, defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import type { BodyArgument } from './body-arguments.ts';
import { type BodyOptions, bodyOf, bodyOptions } from './body-options.ts';
import { atLine } from './jsonl.ts';
import { readJsonl } from './read-jsonl.ts';
import { type RequestOptions, requestOf } from './request-options.ts';

interface AddOptions extends RequestOptions, BodyOptions {
  readonly from?: string;
}

const EXAMPLES = `
Examples:
  outtray add POST https://api.example/reports --json '{"a":1}' --priority high
  outtray add POST https://api.example/documents --field case=17 --file front=@a.jpg --file back=@b.jpg
  outtray add POST https://api.example/photos --file '=@c.jpg;type=image/jpeg;filename=meter.jpg'
  outtray add PUT https://api.example/scans/4 --body @raw.bin --content-type application/octet-stream
  outtray add --from items.jsonl

A path that contains ";type=" or ";filename=" is written in quotes: --file 'a=@"odd;type=name.jpg"'.
A text that begins with @ is put into a file: --text @note.txt.
Here --json takes the body; for an answer as JSON there is --output json.`;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('add')
    .description('hand over requests; each is safe on disk when its id is printed')
    .argument('[method]', 'GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS')
    .argument('[url]', 'http or https');
  const given = bodyOptions(command);
  command
    .option('--header <name: value>', 'a further header, repeatable', collect)
    .option('--priority <priority>', 'low, normal, high or urgent (or 1 to 4)')
    .option('--account <name>', 'send it as this account')
    .option('--ref <ref>', "the caller's own reference")
    .option('--order-key <key>', 'items of one key are delivered one after the other')
    .option('--after <id|ref>', 'only after this item was delivered, repeatable', collect)
    .option('--not-before <time>', 'not before this time, e.g. 2026-01-31T14:00:00Z')
    .option('--expires-at <time>', 'not after this time')
    .option('--request-id <id>', 'the same id again answers the same item and adds nothing')
    .option('--title <title>', 'what people see in lists')
    .option('--label <label>', 'for finding it again, repeatable', collect)
    .option('--from <file>', 'requests as JSON lines, all or none ("-" is stdin)')
    .addHelpText('after', EXAMPLES);
  defineCommand<AddOptions>(command, cli, async ({ args, options, home, json }) => {
    if (options.from !== undefined) {
      const extra = givenBeside(command, args);
      return extra === null
        ? addLines(cli, home, json, options.from)
        : usage(`--from and ${extra} exclude each other; the lines say what is to be sent`);
    }
    const [method, url] = args;
    if (method === undefined || url === undefined) {
      return usage('name a method and a URL, e.g. outtray add POST https://api.example/reports');
    }
    const request = await requestFrom(cli, method, url, given, options);
    if (!request.ok) return request;
    return hand(cli, home, json, async (api) => {
      const added = await api.call('enqueue', askedOnce(cli, request.value), SOURCE);
      return added.ok ? ok([added.value]) : added;
    });
  });
}

/** What `--from` leaves no room for. */
function givenBeside(command: Command, args: readonly string[]): string | null {
  if (args.length > 0) return 'a method';
  const beside = command.options.find(
    (option) =>
      !['from', 'home', 'output'].includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  return beside?.long ?? null;
}

async function requestFrom(
  cli: Cli,
  method: string,
  url: string,
  given: readonly BodyArgument[],
  options: AddOptions,
): Promise<Result<RequestInput, CliError>> {
  const body = await bodyOf(given, options, cli.cwd);
  return body.ok ? requestOf(method, url, body.value, options) : body;
}

async function addLines(
  cli: Cli,
  home: string,
  json: boolean,
  from: string,
): Promise<CommandResult> {
  const read = await readJsonl(from, cli.stdin, cli.cwd);
  if (!read.ok) return read;
  const requests = read.value.map((one) => askedOnce(cli, one.request));
  const added = await hand(cli, home, json, (api) => api.call('enqueueMany', { requests }, SOURCE));
  if (added.ok || added.error.code === 'USAGE') return added;
  const line = read.value[Number(added.error.params['entry']) - 1]?.line;
  return line === undefined ? added : err(atLine(added.error, line));
}

/** Should the host stop before it answers, the next one is asked the same, and must not add it again. */
const askedOnce = <Request extends HandoverInput>(cli: Cli, request: Request): Request => ({
  requestId: cli.newId(),
  ...request,
});

/** Hands over, and prints what was accepted. */
function hand(
  cli: Cli,
  home: string,
  json: boolean,
  handOver: (api: Api) => Promise<Result<readonly Accepted[], CliError>>,
): Promise<CommandResult> {
  return withQueue(cli, home, async (api) => {
    const added = await handOver(api);
    if (!added.ok) return added;
    cli.out(
      added.value.map(({ id, seq }) => `${json ? JSON.stringify({ id, seq }) : id}\n`).join(''),
    );
    return ok(EXIT.done);
  });
}
