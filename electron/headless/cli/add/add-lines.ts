import type { CallAside } from '../../../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import type { Accepted, HandoverInput } from '../../../../shared/contracts/handover.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { bytes } from '../../../../shared/messages/format.ts';
import type { Api } from '../../../api/api.ts';
import { SOURCE } from '../cli.ts';
import type { Progress } from '../progress.ts';
import { onProgress } from './add-progress.ts';
import { atLine } from './jsonl.ts';
import type { LineSource, Piece } from './line-source.ts';

export interface Handing {
  readonly api: Api;
  readonly lines: LineSource;
  /** Of this run: with the number of a request it names that request for every host that is asked. */
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Takes the items once all are in the queue, a page at a time. */
  readonly accepted: (items: readonly Accepted[]) => Promise<void>;
}

/** Requests whose items were told of already, when a host stopped in the middle of that. */
interface Told {
  requests: number;
}

/** Items of a batch in one answer. */
const PAGE = 1000;

/** A batch ends with its host; so often the next owner of the queue is handed all of it anew. */
const MOST_HOSTS = 10;

/** Hands over all lines or none; an error names the line. What a host accepted before it stopped is not added twice. */
export async function addLines(handing: Handing): Promise<Result<null, OutboxError>> {
  const told: Told = { requests: 0 };
  for (let hosts = 1; ; hosts += 1) {
    const done = await handOver(handing, told);
    const hostIsGone =
      !done.ok && (done.error.code === 'HOST_STOPPED' || done.error.code === 'BATCH_UNKNOWN');
    if (!hostIsGone || hosts === MOST_HOSTS) return done;
  }
}

async function handOver(handing: Handing, told: Told): Promise<Result<null, OutboxError>> {
  const pieces = handing.lines.pieces();
  try {
    const first = await pieces.next();
    if (first.done === true) return ok(null);
    if (!first.value.ok) return first.value;
    const second = await pieces.next();
    return second.done === true
      ? await handOverAtOnce(handing, first.value.value)
      : await handOverInPieces(handing, chained([first.value, second.value], pieces), told);
  } finally {
    await pieces.return();
  }
}

async function handOverAtOnce(handing: Handing, piece: Piece): Promise<Result<null, OutboxError>> {
  const { api, signal, progress } = handing;
  const requests = requestsOf(handing, piece);
  const aside: CallAside = { signal, onProgress: onProgress(progress) };
  const added = await api.call('enqueueMany', { requests }, SOURCE, aside);
  if (!added.ok) return err(ofLine(added.error, piece));
  progress.end();
  await handing.accepted(added.value);
  return ok(null);
}

async function handOverInPieces(
  handing: Handing,
  pieces: AsyncIterable<Result<Piece, OutboxError>>,
  told: Told,
): Promise<Result<null, OutboxError>> {
  const { api, progress } = handing;
  const begun = await api.call('batch.begin', {}, SOURCE);
  if (!begun.ok) return begun;
  const { batch } = begun.value;
  const added = await addPieces(handing, batch, pieces);
  if (!added.ok) {
    await api.call('batch.drop', { batch }, SOURCE);
    return added;
  }
  const aside: CallAside = { onProgress: onProgress(progress) };
  const taken = await api.call('batch.accept', { batch }, SOURCE, aside);
  if (!taken.ok) return taken;
  progress.end();
  while (told.requests < taken.value.requests) {
    const range = { from: told.requests + 1, limit: PAGE };
    const page = await api.call('batch.items', { batch, ...range }, SOURCE);
    if (!page.ok) return page;
    await handing.accepted(page.value);
    told.requests += PAGE;
  }
  await api.call('batch.drop', { batch }, SOURCE);
  return ok(null);
}

async function addPieces(
  handing: Handing,
  batch: string,
  pieces: AsyncIterable<Result<Piece, OutboxError>>,
): Promise<Result<null, OutboxError>> {
  const { api, signal, progress } = handing;
  const aside: CallAside = { signal, onProgress: onProgress(progress) };
  for await (const piece of pieces) {
    if (!piece.ok) return piece;
    const { from, read, size } = piece.value;
    const requests = requestsOf(handing, piece.value);
    const added = await api.call('batch.add', { batch, from, requests }, SOURCE, aside);
    if (!added.ok) return err(ofLine(added.error, piece.value));
    // After the last piece as well: what was ended before it was accepted is not accepted.
    if (signal.aborted) return err(outboxError('ABORTED'));
    progress.show({ done: read, total: size, note: `read ${bytes(read)} of ${bytes(size)}` });
  }
  return ok(null);
}

const requestsOf = ({ runId }: Handing, { from, requests }: Piece): HandoverInput[] =>
  requests.map(({ request }, index) => ({ requestId: `${runId}/${from + index}`, ...request }));

function ofLine(error: OutboxError, { from, requests }: Piece): OutboxError {
  const line = requests[Number(error.params['entry']) - from]?.line;
  return line === undefined ? error : atLine(error, line);
}

async function* chained<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}
