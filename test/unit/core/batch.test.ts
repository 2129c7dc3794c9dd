import { expect, it } from 'vitest';
import { settleBatches } from '../../../electron/core/batch.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';

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

it('accepts a batch that is too large for one transaction, in its order', async () => {
  const bench = createOutboxBench();
  const accepted = await bench.outbox.enqueueMany(requests(1_234), CLI);
  if (!accepted.ok) throw new Error(accepted.error.code);
  expect(accepted.value).toHaveLength(1_234);
  const seqs = accepted.value.map((item) => item.seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(bench.store.read.counts().queued).toBe(1_234);
  expect(bench.store.read.batches()).toEqual([]);
});

it('stores nothing of a large batch whose last entry is wrong, and names it', async () => {
  const bench = createOutboxBench();
  const inputs = requests(1_500, (n) => (n === 1_499 ? { after: ['nobody'] } : {}));
  expect(await bench.outbox.enqueueMany(inputs, CLI)).toMatchObject({
    ok: false,
    error: { code: 'REF_UNKNOWN', params: { entry: 1_500 } },
  });
  expect(bench.store.read.counts().queued).toBe(0);
  expect(bench.store.read.batches()).toEqual([]);
});

it('lets entries of one batch follow each other, and repeat a requestId', async () => {
  const bench = createOutboxBench();
  const inputs = requests(1_100, (n) => {
    if (n === 0) return { ref: 'visit' };
    if (n === 1_000) return { after: ['visit'], requestId: 'r' };
    return n === 1_001 ? { requestId: 'r' } : {};
  });
  const accepted = await bench.outbox.enqueueMany(inputs, CLI);
  if (!accepted.ok) throw new Error(accepted.error.code);
  expect(accepted.value[1_000]).toMatchObject({ blockers: 1 });
  expect(accepted.value[1_001]?.id).toBe(accepted.value[1_000]?.id);
  expect(bench.store.read.parents(accepted.value[1_000]?.id ?? '')).toMatchObject([
    { id: accepted.value[0]?.id },
  ]);
});

it('lets others in while it stages', async () => {
  const bench = createOutboxBench();
  const batch = bench.outbox.enqueueMany(requests(2_000), CLI);
  const other = await bench.add();
  expect(bench.store.read.counts().queued).toBe(1);
  await batch;
  expect(bench.item(other.id).seq).toBe(1);
});

it.each([
  { stage: 'while it was staged', writes: 5, survivors: 0 },
  { stage: 'before it was accepted', writes: 16, survivors: 0 },
  { stage: 'when it had been accepted', writes: 17, survivors: 1_500 },
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
  void bench.outbox.enqueueMany(requests(1_500), CLI);
  const crashed = (): boolean => left < 0;
  while (!crashed()) await bench.settle();

  await settleBatches({ ...bench.batchDeps, store });
  expect(store.read.counts().queued).toBe(survivors);
  expect(store.read.batches()).toEqual([]);
});
