import type { Command } from 'commander';
import type { Accepted, HandoverInput } from '../../../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import type { Api } from '../../../api/api.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type CliError, usage } from '../cli-error.ts';
import { collect, defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import type { BodyArgument } from './body-arguments.ts';
import { type BodyOptions, bodyOf, bodyOptions } from './body-options.ts';
import { atLine } from './jsonl.ts';
import { readJsonl } from './read-jsonl.ts';
import { type RequestOptions, requestOf } from './request-options.ts';
import { type WaitOptions, waitForItems, waitingOf } from './wait.ts';

interface AddOptions extends RequestOptions, BodyOptions, WaitOptions {
  readonly from?: string;
}

const EXAMPLES = `
Examples:
  outtray add POST https://api.example/reports --json '{"a":1}' --priority high
  outtray add POST https://api.example/documents --field case=17 --file front=@a.jpg --file back=@b.jpg
  outtray add POST https://api.example/photos --file '=@c.jpg;type=image/jpeg;filename=meter.jpg'
  outtray add PUT https://api.example/scans/4 --body @raw.bin --content-type application/octet-stream
  outtray add --from items.jsonl
  outtray add POST https://api.example/reports --json @r.json --wait --timeout 60

A path that contains ";type=" or ";filename=" is written in quotes: --file 'a=@"odd;type=name.jpg"'.
A text that begins with @ is put into a file: --text @note.txt.
Here --json takes the body; for an answer as JSON there is --output json: {"id","seq"} for each item when it is
safe, and with --wait {"id","seq","state"} when it is settled.
Exit codes: 0 done, 2 not right, 5 the profile folder cannot be used; with --wait 0 all delivered, 3 one needs a
person, 6 time-out, 130 or 143 ended by SIGINT or SIGTERM. An item stays in the queue whatever the waiting came to.`;

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
    .option('--wait', 'send, and wait until each is delivered or needs a person')
    .option('--timeout <seconds>', 'with --wait: end after so long (exit code 6)')
    .addHelpText('after', EXAMPLES);
  defineCommand<AddOptions>(command, cli, async ({ args, options, home, json }) => {
    const waiting = waitingOf(options);
    if (!waiting.ok) return waiting;
    const { from } = options;
    const extra = from === undefined ? null : givenBeside(command, args);
    if (extra !== null) {
      return usage(`--from and ${extra} exclude each other; the lines say what is to be sent`);
    }
    const added =
      from === undefined
        ? await addOne(cli, home, json, args, given, options)
        : await addLines(cli, home, json, from);
    if (!added.ok) return added;
    return waiting.value === null
      ? ok(EXIT.done)
      : waitForItems(cli, home, json, added.value, waiting.value);
  });
}

/** What `--from` leaves no room for. */
function givenBeside(command: Command, args: readonly string[]): string | null {
  if (args.length > 0) return 'a method';
  const beside = command.options.find(
    (option) =>
      !['from', 'home', 'output', 'wait', 'timeout'].includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  return beside?.long ?? null;
}

async function addOne(
  cli: Cli,
  home: string,
  json: boolean,
  [method, url]: readonly string[],
  given: readonly BodyArgument[],
  options: AddOptions,
): Promise<Result<readonly Accepted[], CliError>> {
  if (method === undefined || url === undefined) {
    return usage('name a method and a URL, e.g. outtray add POST https://api.example/reports');
  }
  const body = await bodyOf(given, options, cli.cwd);
  if (!body.ok) return body;
  const request = requestOf(method, url, body.value, options);
  if (!request.ok) return request;
  return hand(cli, home, json, async (api) => {
    const added = await api.call('enqueue', askedOnce(cli, request.value), SOURCE);
    return added.ok ? ok([added.value]) : added;
  });
}

async function addLines(
  cli: Cli,
  home: string,
  json: boolean,
  from: string,
): Promise<Result<readonly Accepted[], CliError>> {
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
): Promise<Result<readonly Accepted[], CliError>> {
  return withQueue(cli, home, async (api) => {
    const added = await handOver(api);
    if (!added.ok) return added;
    cli.out(
      added.value.map(({ id, seq }) => `${json ? JSON.stringify({ id, seq }) : id}\n`).join(''),
    );
    return added;
  });
}
