import { describe, expect, it } from 'vitest';
import { settleBatches } from '../../../electron/core/batch.ts';
import type { CallAside, CallProgress } from '../../../shared/contracts/call.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Accepted } from '../../../shared/contracts/handover.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import type { Result } from '../../../shared/lang/result.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const requests = (
  count: number,
  more: (n: number) => Partial<RequestInput> = () => ({}),
): RequestInput[] =>
  Array.from({ length: count }, (_, n) => ({
    method: 'POST',
    url: 'http://127.0.0.1:9/inbox',
    body: { kind: 'json', value: n },
    ...more(n),
  }));

const CLI = { kind: 'cli' } as const;
const BATCH_UNKNOWN = { ok: false, error: { code: 'BATCH_UNKNOWN' } };
const PIECE = 500;

/** Hands `inputs` over in pieces, up to the end or to the first error. */
async function addBatch(
  { batches }: OutboxBench,
  inputs: readonly RequestInput[],
  aside: CallAside = {},
): Promise<Result<readonly Accepted[], OutboxError>> {
  const { batch } = batches.begin(CLI, aside);
  for (let from = 1; from <= inputs.length; from += PIECE) {
    const piece = inputs.slice(from - 1, from - 1 + PIECE);
    const added = await batches.add(batch, from, piece, CLI, aside);
    if (!added.ok) return added;
  }
  const taken = await batches.accept(batch, CLI, aside);
  return taken.ok ? batches.items(batch, { from: 1, limit: inputs.length }, CLI) : taken;
}

const nothingOf = ({ store }: OutboxBench): void => {
  expect(store.read.counts().queued).toBe(0);
  expect(store.read.batches()).toEqual([]);
};

describe('a batch in pieces', () => {
  it('is accepted in its order, and says how far that is', async () => {
    const bench = createOutboxBench();
    const progress: CallProgress[] = [];
    const onProgress = (now: CallProgress): void => void progress.push(now);
    const accepted = await addBatch(bench, requests(1_234), { onProgress });
    if (!accepted.ok) throw new Error(accepted.error.code);
    expect(accepted.value).toHaveLength(1_234);
    const seqs = accepted.value.map((item) => item.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(bench.store.read.counts().queued).toBe(1_234);
    expect(bench.store.read.batches()).toEqual([]);
    expect(progress.at(0)).toEqual({ what: 'requests', done: 100, total: 1_234 });
    expect(progress.at(-1)).toEqual({ what: 'requests', done: 1_234, total: 1_234 });
  });

  it('stores nothing when its last entry is wrong, and names it', async () => {
    const bench = createOutboxBench();
    const inputs = requests(1_500, (n) => (n === 1_499 ? { after: ['nobody'] } : {}));
    expect(await addBatch(bench, inputs)).toMatchObject({
      ok: false,
      error: { code: 'REF_UNKNOWN', params: { entry: 1_500 } },
    });
    nothingOf(bench);
  });

  it('lets entries follow each other, and repeat a requestId', async () => {
    const bench = createOutboxBench();
    const inputs = requests(1_100, (n) => {
      if (n === 0) return { ref: 'visit' };
      if (n === 1_000) return { after: ['visit'], requestId: 'r' };
      return n === 1_001 ? { requestId: 'r' } : {};
    });
    const accepted = await addBatch(bench, inputs);
    if (!accepted.ok) throw new Error(accepted.error.code);
    const [first, follower, again] = [0, 1_000, 1_001].map((n) => accepted.value[n]?.id ?? '');
    expect(bench.item(follower ?? '')).toMatchObject({ blockers: 1 });
    expect(again).toBe(follower);
    expect(bench.store.read.parents(follower ?? '')).toMatchObject([{ id: first }]);
  });

  it('that is handed over again adds nothing, and answers the same items', async () => {
    const bench = createOutboxBench();
    const inputs = requests(700, (n) => ({ requestId: `run/${n}` }));
    const first = await addBatch(bench, inputs);
    expect(await addBatch(bench, inputs)).toEqual(first);
    expect(bench.store.read.counts().queued).toBe(700);
  });

  it('adds nothing where its request was accepted alone while it was staged, and answers that item', async () => {
    const bench = createOutboxBench();
    const { batches } = bench;
    const { batch } = batches.begin(CLI, {});
    const inputs = requests(3, (n) => ({ requestId: `run/${n}` }));
    await batches.add(batch, 1, inputs, CLI, {});
    const alone = await bench.add({ requestId: 'run/1' });
    await batches.accept(batch, CLI, {});
    expect(bench.store.read.counts().queued).toBe(3);
    const items = batches.items(batch, { from: 1, limit: 3 }, CLI);
    expect(items).toMatchObject({ value: [{}, { id: alone.id }, {}] });
  });

  it('lets others in while it is staged', async () => {
    const bench = createOutboxBench();
    const batch = addBatch(bench, requests(2_000));
    const other = await bench.add();
    expect(bench.store.read.counts().queued).toBe(1);
    await batch;
    expect(bench.item(other.id).seq).toBe(1);
  });
});

describe('what is given up, with all of it', () => {
  it('a batch whose pieces are out of order', async () => {
    const bench = createOutboxBench();
    const { batch } = bench.batches.begin(CLI, {});
    await bench.batches.add(batch, 1, requests(3), CLI, {});
    expect(await bench.batches.add(batch, 5, requests(3), CLI, {})).toMatchObject({
      error: { code: 'BATCH_ORDER', params: { from: 5, expected: 4 } },
    });
    expect(await bench.batches.accept(batch, CLI, {})).toMatchObject(BATCH_UNKNOWN);
    nothingOf(bench);
  });

  it('one that is dropped, also while a piece of it is on its way', async () => {
    const bench = createOutboxBench();
    const { batch } = bench.batches.begin(CLI, {});
    const added = bench.batches.add(batch, 1, requests(250), CLI, {});
    const dropped = bench.batches.drop(batch, CLI);
    const late = bench.batches.add(batch, 251, requests(1), CLI, {});
    expect(await added).toMatchObject({ ok: true });
    await dropped;
    expect(await late).toMatchObject(BATCH_UNKNOWN);
    nothingOf(bench);
  });

  it('one whose caller is gone', async () => {
    const bench = createOutboxBench();
    const caller = new AbortController();
    const aside = { gone: caller.signal, signal: caller.signal };
    const { batch } = bench.batches.begin(CLI, aside);
    await bench.batches.add(batch, 1, requests(250), CLI, aside);
    expect(bench.store.read.batches()).toHaveLength(1);
    caller.abort();
    await bench.settle();
    nothingOf(bench);
    expect(await bench.batches.accept(batch, CLI, {})).toMatchObject(BATCH_UNKNOWN);
  });

  it('one that nobody has called for ten minutes', async () => {
    const bench = createOutboxBench();
    const { batch } = bench.batches.begin(CLI, {});
    bench.time.advance(9 * 60_000);
    await bench.batches.add(batch, 1, requests(250), CLI, {});
    bench.time.advance(9 * 60_000);
    expect(bench.store.read.batches()).toHaveLength(1);
    bench.time.advance(60_000);
    await bench.settle();
    nothingOf(bench);
  });

  it('is not what was accepted: a caller that goes then takes nothing with it', async () => {
    const bench = createOutboxBench();
    const caller = new AbortController();
    const batch = addBatch(bench, requests(700), { gone: caller.signal });
    while (!bench.store.read.batches().some((one) => one.accepted)) await bench.settle();
    caller.abort();
    await batch;
    await bench.settle();
    expect(bench.store.read.counts().queued).toBe(700);
  });
});

it('knows a batch only for the source that began it', async () => {
  const { batches, store } = createOutboxBench();
  const { batch } = batches.begin({ kind: 'window' }, {});
  await batches.add(batch, 1, requests(250), { kind: 'window' }, {});
  for (const stranger of [CLI, { kind: 'app', app: 'b' }] as const) {
    expect(await batches.add(batch, 251, requests(1), stranger, {})).toMatchObject(BATCH_UNKNOWN);
    expect(await batches.accept(batch, stranger, {})).toMatchObject(BATCH_UNKNOWN);
    await batches.drop(batch, stranger);
  }
  expect(store.read.batches()).toHaveLength(1);
});

it.each([
  { stage: 'while it was staged', writes: 5, survivors: 0 },
  { stage: 'before it was accepted', writes: 15, survivors: 0 },
  { stage: 'when it had been accepted', writes: 16, survivors: 1_500 },
  { stage: 'while it was taken up', writes: 20, survivors: 1_500 },
])('is all there or not at all after a crash $stage', async ({ writes, survivors }) => {
  const store = createMemoryStore();
  let left = writes;
  const mortal = {
    ...store,
    write: ((operation) => {
      left -= 1;
      return left < 0 ? new Promise(() => {}) : store.write(operation);
    }) as typeof store.write,
  };
  const bench = createOutboxBench({ store: mortal });
  void addBatch(bench, requests(1_500));
  const crashed = (): boolean => left < 0;
  while (!crashed()) await bench.settle();

  await settleBatches({ ...bench.batchDeps, store });
  expect(store.read.counts().queued).toBe(survivors);
  expect(store.read.batches()).toEqual([]);
});

it('that was accepted stays when it cannot be taken up now, and the next start does that', async () => {
  const store = createMemoryStore();
  let left = 12;
  const failing = {
    ...store,
    write: ((operation) => {
      left -= 1;
      return left === -1
        ? Promise.resolve({ ok: false, error: { code: 'NO_SPACE', params: {} } })
        : store.write(operation);
    }) as typeof store.write,
  };
  const bench = createOutboxBench({ store: failing });
  expect(await addBatch(bench, requests(1_000))).toMatchObject({ error: { code: 'NO_SPACE' } });
  await settleBatches({ ...bench.batchDeps, store });
  expect(store.read.counts().queued).toBe(1_000);
});
