import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../electron/core/commands.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const POSITION = { dedupeKey: 'position' } as const;
const REPLACE = { ...POSITION, onDuplicate: 'replace' } as const;
const CLI = { kind: 'cli' } as const;

const timeline = ({ store }: OutboxBench, { id }: Item) =>
  store.read.timeline(id).map(({ kind }) => kind);

async function sendingFirst(bench: OutboxBench, more: Partial<RequestInput> = {}): Promise<Item> {
  await bench.dispatcher.start();
  const first = await bench.add({ ...POSITION, ...more });
  await bench.settle();
  expect(bench.item(first.id).state).toBe('sending');
  return first;
}

const unreachable = { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' } as const;

describe('a request whose dedupe key an open item has', () => {
  it('is one more by default, strictly behind the other', async () => {
    const bench = createOutboxBench();
    const first = await sendingFirst(bench);
    const second = await bench.add(POSITION);
    await bench.settle();
    expect(bench.item(second.id)).toMatchObject({ state: 'queued', orderKey: 'position' });
    bench.runner.of(first.id).answer({ kind: 'delivered', status: 200 });
    await bench.settle();
    expect(bench.item(second.id).state).toBe('sending');
  });

  it('is not stored when the other is to be kept, which answers for it', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const again = await bench.add({ ...POSITION, onDuplicate: 'keep' });
    expect(again.id).toBe(first.id);
    expect(bench.store.read.counts().queued).toBe(1);
  });

  it('is refused, by the name of the other, where there must be no second one', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const refused = await bench.outbox.enqueue(
      { method: 'POST', url: 'http://127.0.0.1:9/inbox', ...POSITION, onDuplicate: 'reject' },
      CLI,
    );
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'DUPLICATE', params: { id: first.id } },
    });
    expect(bench.store.read.counts().queued).toBe(1);
  });

  it.each(['keep', 'reject', 'replace'] as const)(
    'is new to "%s" once the other is final',
    async (onDuplicate) => {
      const bench = createOutboxBench();
      const first = await sendingFirst(bench);
      bench.runner.of(first.id).answer({ kind: 'delivered', status: 200 });
      await bench.settle();
      const next = await bench.add({ ...POSITION, onDuplicate });
      expect(next.id).not.toBe(first.id);
      expect(bench.item(first.id).state).toBe('delivered');
    },
  );

  it('has nothing to do with that of another caller or account', async () => {
    const bench = createOutboxBench();
    await bench.add(POSITION);
    const other = await bench.outbox.enqueue(
      { method: 'POST', url: 'http://127.0.0.1:9/inbox', ...POSITION, onDuplicate: 'reject' },
      { kind: 'window' },
    );
    expect(other.ok).toBe(true);
  });
});

describe('a request that replaces', () => {
  it('takes the place of one that was never sent, and says so', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const second = await bench.add(REPLACE);
    expect(bench.item(first.id).state).toBe('cancelled');
    expect(timeline(bench, first)).toEqual(['accepted', 'replaced']);
    expect(bench.item(second.id)).toMatchObject({ state: 'queued', blockers: 0 });
  });

  it('goes behind one that a person holds', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const hold = { kind: 'hold' } as const;
    await carryOut(bench.commandDeps, { ids: [first.id] }, hold, CLI, { undoable: false });
    const second = await bench.add(REPLACE);
    expect(bench.item(first.id).state).toBe('held');
    expect(bench.item(second.id)).toMatchObject({ state: 'queued', blockers: 1 });
  });

  it('takes the place of one whose tries never got a byte out', async () => {
    const bench = createOutboxBench();
    const first = await sendingFirst(bench);
    bench.runner.of(first.id).answer(unreachable, 'none');
    await bench.settle();
    expect(bench.item(first.id)).toMatchObject({ state: 'waiting', attempts: 1 });
    await bench.add(REPLACE);
    expect(bench.item(first.id).state).toBe('cancelled');
  });

  it.each([
    ['may have arrived', { kind: 'unknown', code: 'ECONNRESET' }, 'complete'],
    ['went out in part', { kind: 'incomplete', code: 'ECONNRESET' }, 'partial'],
    ['was refused', { kind: 'rejected', status: 422 }, 'complete'],
  ] as const)('goes behind one that %s', async (_, outcome, progress) => {
    const bench = createOutboxBench();
    const first = await sendingFirst(bench);
    bench.runner.of(first.id).answer(outcome, progress);
    await bench.settle();
    const { state } = bench.item(first.id);
    const second = await bench.add(REPLACE);
    await bench.settle();
    expect(bench.item(first.id).state).toBe(state);
    expect(bench.item(second.id)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('goes behind one that is being sent, and replaces what waits behind that', async () => {
    const bench = createOutboxBench();
    const first = await sendingFirst(bench);
    const second = await bench.add(REPLACE);
    const third = await bench.add(REPLACE);
    await bench.settle();
    const states = () => [first, second, third].map(({ id }) => bench.item(id).state);
    expect(states()).toEqual(['sending', 'cancelled', 'queued']);
    bench.runner.of(first.id).answer({ kind: 'delivered', status: 200 });
    await bench.settle();
    expect(states()).toEqual(['delivered', 'cancelled', 'sending']);
  });

  it('goes behind one that others follow, which would lose what they wait for', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const follower = await bench.add({ after: [first.id] });
    await bench.add(REPLACE);
    expect([first, follower].map(({ id }) => bench.item(id).state)).toEqual(['queued', 'queued']);
  });

  it('answers the caller of the one that is gone with that one, and adds nothing', async () => {
    const bench = createOutboxBench();
    const first = await bench.add({ ...POSITION, requestId: 'r1' });
    await bench.add(REPLACE);
    const again = await bench.add({ ...REPLACE, requestId: 'r1' });
    expect(again.id).toBe(first.id);
    expect(bench.store.read.counts()).toMatchObject({ queued: 1, cancelled: 1 });
  });
});

describe('a batch', () => {
  const request = { method: 'POST', url: 'http://127.0.0.1:9/inbox' } as const;

  async function addedTo(bench: OutboxBench, inputs: readonly Partial<RequestInput>[]) {
    const { batch } = bench.batches.begin(CLI, {});
    const requests = inputs.map((input) => ({ ...request, ...input }));
    const added = await bench.batches.add(batch, 1, requests, CLI, {});
    if (!added.ok) return added;
    await bench.batches.accept(batch, CLI, {});
    return bench.batches.items(batch, { from: 1, limit: 100 }, CLI);
  }

  it('keeps, and replaces, within itself and what was there', async () => {
    const bench = createOutboxBench();
    const before = await bench.add(POSITION);
    const done = await addedTo(bench, [
      REPLACE,
      REPLACE,
      { dedupeKey: 'other' },
      { dedupeKey: 'other', onDuplicate: 'keep' },
    ]);
    if (!done.ok) throw new Error(done.error.code);
    const [one, two, three, four] = done.value.map(({ id }) => id);
    expect(four).toBe(three);
    expect([before.id, one, two, three].map((id) => bench.item(id ?? '').state)).toEqual([
      'cancelled',
      'cancelled',
      'queued',
      'queued',
    ]);
  });

  it('is refused as a whole by an entry that must not be there twice', async () => {
    const bench = createOutboxBench();
    const refused = await addedTo(bench, [POSITION, { ...POSITION, onDuplicate: 'reject' }]);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'DUPLICATE', params: { entry: 2 } },
    });
    expect(bench.store.read.counts().queued).toBe(0);
  });
});

it.each([
  [{ onDuplicate: 'keep' }, 'onDuplicate'],
  [{ dedupeKey: 'a', orderKey: 'b' }, 'orderKey'],
] as const)('%j makes no sense, and is told by its field', async (input, path) => {
  const bench = createOutboxBench();
  const refused = await bench.outbox.enqueue(
    { method: 'POST', url: 'http://127.0.0.1:9/inbox', ...input },
    CLI,
  );
  expect(refused).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID', params: { path } } });
});
