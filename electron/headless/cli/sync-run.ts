import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { titleOf } from '../../../shared/messages/item-title.ts';
import { printableLine, shortened } from '../../../shared/messages/printable.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { type Cli, SOURCE, type StopSignal } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { createProgress, type Progress, SILENT, uploadNote } from './progress.ts';
import { type QueueSource, withSending } from './queue-source.ts';
import { type ToldReason, whatKeepsBack } from './reasons.ts';
import { watchItems } from './watch-items.ts';

/** Why a run ended. `idle`: nothing more could be started, though something waits for its time. */
export type SyncEnd = 'drained' | 'idle' | 'stuck' | 'timeout' | StopSignal;

const DRAW_MS = 200;

export interface How {
  /** Perhaps with an access token. */
  readonly asking: CallInput<'sync'>;
  readonly wait: boolean;
  /** From the beginning of the command. */
  readonly timeoutMs: number | null;
  readonly quiet: boolean;
}

export interface Run {
  readonly end: SyncEnd;
  readonly delivered: number;
  /** What this process was sending when the run ended: closing lets it end, or ends it. */
  readonly lastSent: readonly string[];
  /** What kept back what is left, where that, or the time, ended the run. */
  readonly reasons: readonly ToldReason[];
  readonly tookMs: number;
}

/** Another process may send, and stop: then this one, or the next, goes on where it was. */
export async function runToEnd(cli: Cli, home: string, how: How): Promise<Result<Run, CliError>> {
  const started = cli.now();
  const progress = how.quiet ? SILENT : createProgress(cli.terminal, cli.out);
  const called = new Promise<SyncEnd>((resolve) => {
    if (how.timeoutMs !== null) setTimeout(() => resolve('timeout'), how.timeoutMs).unref();
    void cli.stopSignal().then(resolve);
  });
  const tally: Tally = { delivered: 0, cursor: null };
  try {
    const leg = await withSending(cli, home, (source) =>
      runWith(cli, source, { how, called, progress, tally }),
    );
    if (!leg.ok) return leg;
    return ok({ ...leg.value, delivered: tally.delivered, tookMs: cli.now() - started });
  } finally {
    progress.end();
  }
}

/** What goes on from one host to the next. */
interface Tally {
  delivered: number;
  cursor: number | null;
}

interface Leg {
  readonly how: How;
  /** The end that does not come from the queue. */
  readonly called: Promise<SyncEnd>;
  readonly progress: Progress;
  readonly tally: Tally;
}

async function runWith(
  cli: Cli,
  source: QueueSource,
  leg: Leg,
): Promise<Result<Pick<Run, 'end' | 'lastSent' | 'reasons'>, CliError>> {
  const { progress, tally } = leg;
  const watch = watchItems(
    source,
    (item) => {
      if (item.state === 'delivered') tally.delivered += 1;
      if (isTold(item, cli.terminal !== null)) progress.line(itemLine(item, cli.now()));
    },
    tally.cursor,
  );
  // Before the start, and before looking for an idle: whoever is idle then is so although everything was woken.
  const woken = await source.api.call('sync', leg.how.asking, SOURCE);
  let note = '';
  let endNews = (): void => {};
  const ended = new Promise<SyncEnd | 'hostStopped'>((resolve) => {
    endNews = source.watchSending((news) => {
      if (news.kind === 'progress') note = uploadNote(news);
      else if (news.outlook === 'empty') resolve('drained');
      else if (news.outlook === 'stuck') resolve('stuck');
      else if (!leg.how.wait) resolve('idle');
    });
    void leg.called.then(resolve);
    void source.ended.then(() => resolve('hostStopped'));
  });
  const drawing = drawRepeatedly(source.api, progress, () => ({ done: tally.delivered, note }));
  const sending = woken.ok ? await source.start() : woken;
  const end = sending.ok ? ok(await ended) : sending;
  drawing.end();
  endNews();
  tally.cursor = await watch.end();
  if (!end.ok) return end;
  if (end.value === 'hostStopped') return err(outboxError('HOST_STOPPED'));
  const lastSent = source.lastSent();
  const isLeft = end.value === 'stuck' || end.value === 'timeout';
  const reasons = isLeft ? await whatKeepsBack(source.api, cli.now()) : [];
  return ok({ end: end.value, lastSent, reasons });
}

/** Beside a progress bar only what a person should see. */
const isTold = (item: Item, hasBar: boolean): boolean =>
  item.state === 'attention' ||
  item.state === 'unconfirmed' ||
  (item.state === 'delivered' && !hasBar);

const itemLine = (item: Item, now: number): string =>
  `${item.id}  ${stateWords(item, now)}  ${shortened(printableLine(titleOf(item)), 60)}`;

function drawRepeatedly(
  api: OutboxCalls,
  progress: Progress,
  state: () => { readonly done: number; readonly note: string },
): { readonly end: () => void } {
  const draw = async (): Promise<void> => {
    const stats = await api.call('stats', {}, SOURCE);
    if (!stats.ok) return;
    const { queued, waiting, sending } = stats.value.counts;
    const { done, note } = state();
    progress.show({ done, total: done + queued + waiting + sending, note });
  };
  const timer = setInterval(() => void draw(), DRAW_MS);
  return { end: () => clearInterval(timer) };
}
