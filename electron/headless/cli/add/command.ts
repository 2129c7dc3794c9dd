import { type Command, Option } from 'commander';
import type { Accepted } from '../../../../shared/contracts/handover.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { type Cli, SOURCE, type StopSignal } from '../cli.ts';
import { type CliError, reportOf, usage } from '../cli-error.ts';
import { collect, defineCommand } from '../command-line.ts';
import { EXIT, exitCodeOfSignal } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import { addLines } from './add-lines.ts';
import { addProgress, onProgress } from './add-progress.ts';
import type { BodyArgument } from './body-arguments.ts';
import { type BodyOptions, bodyOf, bodyOptions } from './body-options.ts';
import { openLines } from './line-source.ts';
import { type RequestOptions, requestOf, UNKNOWN_OUTCOMES } from './request-options.ts';
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
  outtray add POST 'https://api.example/visits/{{ref:visit-42.response.body.id}}/photos' --file photo=@a.jpg
  outtray add --from items.jsonl
  outtray add POST https://api.example/reports --json @r.json --wait --timeout 60

{{ref:NAME.response.body.PATH}}, .response.headers.NAME or .response.status (or {{item:ID.…}}) is filled in from the answer
to an earlier item, once that is delivered: in the path or query of a URL, values of headers, and bodies. {{!ref: is {{ref:.
A path that contains ";type=" or ";filename=" is written in quotes: --file 'a=@"odd;type=name.jpg"'.
A text that begins with @ is put into a file: --text @note.txt.
Here --json takes the body; for an answer as JSON there is --output json: {"id","seq"} for each item when it is
safe, and with --wait {"id","seq","state"} when it is settled. One that is not done when the waiting ends has "reasons" too, as
in "explain --json".
Exit codes: 0 done, 2 not right, 5 the profile folder cannot be used; with --wait 0 all delivered, 3 one needs a
person, 6 time-out. 130 or 143: ended by SIGINT or SIGTERM; before an id is printed, nothing was added. An item stays in the queue whatever the waiting came to.`;

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
    .option('--dedupe-key <key>', 'what is open with the same key is the same thing')
    .option('--on-duplicate <what>', 'then: append (go behind it), replace, keep or reject')
    .option('--after <id|ref>', 'only after this item was delivered, repeatable', collect)
    .option('--not-before <time>', 'not before this time, e.g. 2026-01-31T14:00:00Z')
    .option('--expires-at <time>', 'not after this time')
    .option('--request-id <id>', 'the same id again answers the same item and adds nothing')
    .option('--idempotency-key <key>', 'in place of a new one: the server takes it once')
    .addOption(
      new Option(
        '--unknown-outcome <what>',
        'when it may have arrived: ask a person or try again; else as its account says',
      ).choices(UNKNOWN_OUTCOMES),
    )
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
    const stopping = new AbortController();
    void cli.stopSignal().then((caught) => stopping.abort(caught));
    const adding: Adding = { cli, home, json, signal: stopping.signal };
    const added =
      from === undefined ? await addOne(adding, args, given, options) : await addFrom(adding, from);
    const stopped = stopping.signal.aborted
      ? exitCodeOfSignal(stopping.signal.reason as StopSignal)
      : null;
    if (!added.ok) {
      if (added.error.code !== 'ABORTED' || stopped === null) return added;
      cli.err(`${reportOf(added.error, json).text}\n`);
      return ok(stopped);
    }
    if (waiting.value === null) return ok(EXIT.done);
    return stopped === null
      ? waitForItems(cli, home, json, added.value, waiting.value)
      : ok(stopped);
  });
}

/** A run of the command; `signal` ends it. */
interface Adding {
  readonly cli: Cli;
  readonly home: string;
  readonly json: boolean;
  readonly signal: AbortSignal;
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
  { cli, home, json, signal }: Adding,
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
  // Should the host stop before it answers, the next one is asked the same, and must not add it again.
  const asked = { requestId: cli.newId(), ...request.value };
  return withQueue(cli, home, async (api) => {
    const progress = addProgress(cli);
    const aside = { signal, onProgress: onProgress(progress) };
    const added = await api.call('enqueue', asked, SOURCE, aside);
    progress.end();
    if (!added.ok) return added;
    cli.out(acceptedLines([added.value], json));
    return ok([added.value]);
  });
}

async function addFrom(
  { cli, home, json, signal }: Adding,
  from: string,
): Promise<Result<readonly Accepted[], CliError>> {
  const lines = await openLines(from, { stdin: cli.stdin, cwd: cli.cwd, signal });
  if (!lines.ok) return lines;
  const progress = addProgress(cli);
  const all: Accepted[] = [];
  try {
    return await withQueue(cli, home, async (api) => {
      const added = await addLines({
        api,
        lines: lines.value,
        runId: cli.newId(),
        signal,
        progress,
        async accepted(items) {
          all.push(...items);
          await cli.outPage(acceptedLines(items, json));
        },
      });
      return added.ok ? ok(all) : added;
    });
  } finally {
    progress.end();
    await lines.value.close();
  }
}

const acceptedLines = (items: readonly Accepted[], json: boolean): string =>
  items.map(({ id, seq }) => `${json ? JSON.stringify({ id, seq }) : id}\n`).join('');
