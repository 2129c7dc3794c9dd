import type { OutboxCalls } from '../../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import type { Accepted } from '../../../../shared/contracts/handover.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import { stateWords } from '../../../../shared/messages/short-reasons.ts';
import type { Item, ItemState } from '../../../../shared/outbox/item.ts';
import { type Cli, SOURCE, type StopSignal } from '../cli.ts';
import { type CliError, type CommandResult, usage } from '../cli-error.ts';
import { seconds } from '../command-line.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from '../exit-codes.ts';
import { type QueueSource, withSending } from '../queue-source.ts';
import { exitCodeOfReasons, type ToldReason, whatKeepsItBack } from '../reasons.ts';

export interface WaitOptions {
  readonly wait?: true;
  readonly timeout?: string;
}

/** How long to wait; null when nobody asked for it. */
export type Waiting = { readonly timeoutMs: number } | null;

/** A day, the longest that the API waits. */
const LONGEST_MS = 86_400_000;

/** How long one question to the API stands: so soon an end that does not come from the item is noticed. */
const SLICE_MS = 1000;

/** USAGE for a time-out that is none, or that goes with nothing. */
export function waitingOf({ wait, timeout }: WaitOptions): Result<Waiting, CliError> {
  if (wait !== true) return timeout === undefined ? ok(null) : usage('--timeout goes with --wait');
  if (timeout === undefined) return ok({ timeoutMs: LONGEST_MS });
  const ms = seconds('--timeout', timeout);
  return ms.ok ? ok({ timeoutMs: Math.min(ms.value, LONGEST_MS) }) : ms;
}

/** How the waiting for one item ended. `stuck`: nothing can move without a person. */
type WaitEnd = 'settled' | 'stuck' | 'timeout';

interface Waited {
  readonly item: Item;
  readonly end: WaitEnd;
}

/**
 * Waits until every one of the items is delivered or needs a person, and sends meanwhile where no host does. What
 * became of each goes to stderr, or as a second line of JSON to stdout. TIMED_OUT names the item that was waited for,
 * after the line that says why it is not done.
 */
export async function waitForItems(
  cli: Cli,
  home: string,
  json: boolean,
  items: readonly Accepted[],
  { timeoutMs }: NonNullable<Waiting>,
): Promise<CommandResult> {
  const deadline = cli.now() + timeoutMs;
  let signal: StopSignal | null = null;
  void cli.stopSignal().then((caught) => (signal = caught));
  const left = [...items];
  let exitCode: ExitCode = EXIT.done;
  return withSending(cli, home, async (source) => {
    const started = await source.start();
    if (!started.ok) return started;
    let stuck = false;
    const endNews = source.watchSending((news) => {
      if (news.kind === 'idle') stuck = news.outlook === 'stuck';
      else if (news.totalUp > 0) stuck = false;
    });
    try {
      for (let next = left[0]; next !== undefined; next = left[0]) {
        const waited = await waitForOne(source, next.id, () => ({
          leftMs: deadline - cli.now(),
          given: signal !== null || stuck,
        }));
        if (signal !== null) return ok(exitCodeOfSignal(signal));
        if (!waited.ok) return waited;
        const { item, end } = waited.value;
        const reasons =
          end === 'settled' ? [] : await whatKeepsItBack(source.api, next.id, cli.now());
        tell(cli, json, next, waited.value, reasons);
        if (end === 'timeout') return err(outboxError('TIMED_OUT', { id: next.id }));
        if (item.state !== 'delivered' && exitCode !== EXIT.profile)
          exitCode = exitCodeOfReasons(reasons);
        left.shift();
      }
      return ok(exitCode);
    } finally {
      endNews();
    }
  });
}

/** The item once it is settled, or as it is when it was given up. */
async function waitForOne(
  { api }: QueueSource,
  id: string,
  look: () => { readonly leftMs: number; readonly given: boolean },
): Promise<Result<Waited, OutboxError>> {
  for (;;) {
    const { leftMs } = look();
    if (leftMs <= 0) return asItIs(api, id, 'timeout');
    const timeoutMs = Math.ceil(Math.min(leftMs, SLICE_MS));
    const waited = await api.call('waitFor', { id, timeoutMs }, SOURCE);
    if (waited.ok) return ok({ item: waited.value.item, end: 'settled' });
    if (waited.error.code !== 'TIMED_OUT') return waited;
    if (look().given) return asItIs(api, id, 'stuck');
  }
}

type GivenUp = Exclude<WaitEnd, 'settled'>;

/** Whatever else an item is by then, it is settled. */
const LEFT: Readonly<Record<GivenUp, readonly ItemState[]>> = {
  stuck: ['queued', 'waiting'],
  timeout: ['queued', 'waiting', 'sending'],
};

async function asItIs(
  api: OutboxCalls,
  id: string,
  end: GivenUp,
): Promise<Result<Waited, OutboxError>> {
  const details = await api.call('get', { id }, SOURCE);
  if (!details.ok) return details;
  const { item } = details.value;
  return ok({ item, end: LEFT[end].includes(item.state) ? end : 'settled' });
}

const WORDS: Readonly<Record<WaitEnd, string>> = {
  settled: '',
  stuck: '; nothing moves without a person',
  // TIMED_OUT says the rest.
  timeout: '',
};

/** `reasons`: why it is not settled. */
function tell(
  cli: Cli,
  json: boolean,
  { id, seq }: Accepted,
  { item, end }: Waited,
  reasons: readonly ToldReason[],
): void {
  const { state } = item;
  if (json) {
    cli.out(`${JSON.stringify({ id, seq, state, ...(end === 'settled' ? {} : { reasons }) })}\n`);
    return;
  }
  const where = reasons.length > 0 ? ':' : ` (see "outtray explain ${id}")`;
  const why = end === 'settled' ? '' : `${WORDS[end]}${where}`;
  const sentences = reasons.map(({ sentence }) => `  ${sentence}`);
  const lines = [`${id}  ${stateWords(item, cli.now())}${why}`, ...sentences];
  cli.err(`${lines.map(printableLine).join('\n')}\n`);
}
