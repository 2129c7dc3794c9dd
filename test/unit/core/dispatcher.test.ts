import { beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../shared/lang/result.ts';
import type { ItemIn } from '../../../shared/outbox/item.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const A = 'http://127.0.0.1:1';
const B = 'http://127.0.0.1:2';
const LARGE = 'x'.repeat(1024 * 1024 + 1);

let bench: OutboxBench;
const sending = (): readonly string[] => bench.runner.running.map((one) => one.itemId);
const answer = async (id: string, status: number): Promise<void> => {
  bench.runner
    .of(id)
    .answer(status < 400 ? { kind: 'delivered', status } : { kind: 'rejected', status });
  await bench.settle();
};
const fail = async (id: string): Promise<void> => {
  bench.runner.of(id).answer({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
  await bench.settle();
};

beforeEach(async () => {
  bench = createOutboxBench();
  await bench.dispatcher.start();
});

describe('who goes next', () => {
  it('is the highest priority, then the oldest, chosen anew at every free slot', async () => {
    const first = [];
    for (let n = 0; n < 4; n += 1) first.push(await bench.add({ url: `${A}/first` }));
    await bench.settle();
    expect(sending()).toEqual(first.map((item) => item.id));
    const low = await bench.add({ url: `${A}/x`, priority: 'low' });
    const normal = await bench.add({ url: `${A}/x` });
    const urgent = await bench.add({ url: `${A}/x`, priority: 'urgent' });
    await bench.settle();
    for (const done of first.slice(0, 3)) await answer(done.id, 200);
    expect(bench.runner.started.slice(4).map((job) => job.attemptId.split('/')[0])).toEqual([
      urgent.id,
      normal.id,
      low.id,
    ]);
  });

  it('is the oldest across servers too, whichever was known first', async () => {
    const [C, D] = ['http://127.0.0.1:3', 'http://127.0.0.1:4'];
    for (const url of [A, B]) {
      const { id } = await bench.add({ url });
      await bench.settle();
      await answer(id, 200);
    }
    const busy = [];
    for (const url of [C, C, C, C, D, D]) busy.push(await bench.add({ url }));
    await bench.settle();
    expect(sending()).toHaveLength(6);
    const waiting = [];
    for (const url of [B, A, B, A]) waiting.push((await bench.add({ url })).id);
    for (const { id } of busy.slice(0, 4)) await answer(id, 200);
    const began = bench.runner.started.slice(-4).map((job) => job.attemptId.split('/')[0]);
    expect(began).toEqual(waiting);
  });

  it('leaves room: 6 in all, 4 for one origin', async () => {
    for (let n = 0; n < 6; n += 1) await bench.add({ url: `${A}/a` });
    for (let n = 0; n < 6; n += 1) await bench.add({ url: `${B}/b` });
    await bench.settle();
    const origins = bench.runner.running.map((one) => new URL(one.job.url).origin);
    expect(origins.filter((one) => one === A)).toHaveLength(4);
    expect(origins).toHaveLength(6);
  });

  it('lets large bodies take at most 2 slots of an origin, so that small ones go on', async () => {
    for (let n = 0; n < 4; n += 1)
      await bench.add({ url: `${A}/video`, body: { kind: 'text', text: LARGE } });
    const small = await bench.add({ url: `${A}/note`, priority: 'low' });
    await bench.settle();
    expect(bench.runner.running.filter((one) => one.job.url.endsWith('video'))).toHaveLength(2);
    expect(sending()).toContain(small.id);
  });
});

describe('an order key', () => {
  it('sends one at a time, in the order of acceptance, even past a failure', async () => {
    const items = [];
    for (let n = 0; n < 3; n += 1) items.push(await bench.add({ orderKey: 'visit-7' }));
    const [one, two, three] = items.map((item) => item.id);
    await bench.settle();
    expect(sending()).toEqual([one]);
    await fail(one ?? '');
    expect(sending()).toEqual([]);
    bench.time.advance(60_000);
    await bench.settle();
    expect(sending()).toEqual([one]);
    await answer(one ?? '', 200);
    expect(sending()).toEqual([two]);
    await answer(two ?? '', 422);
    expect(sending()).toEqual([]);
    expect(bench.item(three ?? '').state).toBe('queued');
  });

  it('lends the head the highest priority behind it', async () => {
    for (let n = 0; n < 4; n += 1) await bench.add({ url: `${A}/busy` });
    await bench.settle();
    const other = await bench.add({ url: `${A}/other`, priority: 'high' });
    const head = await bench.add({ url: `${A}/head`, priority: 'low', orderKey: 'k' });
    await bench.add({ url: `${A}/behind`, priority: 'urgent', orderKey: 'k' });
    await bench.settle();
    await answer(sending()[0] ?? '', 200);
    expect(sending()).toContain(head.id);
    expect(sending()).not.toContain(other.id);
    expect(bench.item(head.id).effectivePriority).toBe(4);
  });
});

describe('after', () => {
  it('waits for the parent and goes when it is delivered', async () => {
    const parent = await bench.add({ ref: 'visit' });
    const child = await bench.add({ after: ['visit'] });
    await bench.settle();
    expect(sending()).toEqual([parent.id]);
    await answer(parent.id, 201);
    expect(sending()).toEqual([child.id]);
  });

  it('refuses a parent that nobody knows', async () => {
    const refused = await bench.outbox.enqueue(
      { method: 'POST', url: A, after: ['nobody'] },
      { kind: 'cli' },
    );
    expect(refused).toMatchObject({ ok: false, error: { code: 'REF_UNKNOWN' } });
  });
});

describe('a dead origin', () => {
  it('closes after two items that fail in the same moment', async () => {
    const two = [await bench.add({ url: `${A}/a` }), await bench.add({ url: `${A}/b` })];
    await bench.settle();
    for (const { id } of two)
      bench.runner.of(id).answer({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
    await bench.settle();
    expect(bench.store.read.gates()).toMatchObject([{ key: A }]);
  });

  it('closes after two items and is asked by one item at a time, while others go on', async () => {
    for (let n = 0; n < 10; n += 1) await bench.add({ url: `${A}/a` });
    await bench.settle();
    await fail(sending()[0] ?? '');
    await fail(sending()[0] ?? '');
    for (const id of sending()) await fail(id);
    expect(bench.store.read.gates()).toHaveLength(1);
    expect(sending()).toEqual([]);
    const healthy = await bench.add({ url: `${B}/b` });
    await bench.settle();
    expect(sending()).toEqual([healthy.id]);
    await answer(healthy.id, 200);

    bench.time.advance(bench.policy.unsentCap);
    await bench.settle();
    expect(sending()).toHaveLength(1);
    const probe = sending()[0] ?? '';
    expect(bench.store.read.attempts(probe).at(-1)).toMatchObject({ probe: true });
    await answer(probe, 200);
    expect(bench.store.read.gates()).toEqual([]);
    expect(sending()).toHaveLength(4);
  });

  it('is left alone for as long as it asked, also by "sync now"', async () => {
    const first = await bench.add({ url: `${A}/a` });
    await bench.settle();
    bench.runner.of(first.id).answer({ kind: 'busy', status: 429, retryAfterMs: 3_600_000 });
    await bench.settle();
    await bench.add({ url: `${A}/b` });
    await bench.outbox.wakeAll();
    await bench.settle();
    expect(sending()).toEqual([]);
    bench.time.advance(3_600_000);
    await bench.settle();
    expect(sending()).toHaveLength(1);
  });
});

describe('time', () => {
  it('always has a timer, and sends a waiting item when its time has come', async () => {
    const item = await bench.add();
    await bench.settle();
    await fail(item.id);
    expect(bench.time.nextIn()).not.toBeNull();
    bench.time.advance(1_000);
    await bench.settle();
    expect(sending()).toEqual([item.id]);
  });

  it('has a timer even when nothing is planned', async () => {
    await bench.settle();
    expect(bench.time.nextIn()).toBeLessThanOrEqual(bench.policy.heartbeat);
  });

  it('does not miss the time of an item that comes while a look is written down', async () => {
    const item = await bench.add();
    await bench.settle();
    await fail(item.id);
    const { state, dueAt } = bench.item(item.id) as ItemIn<'waiting'>;
    expect(state).toBe('waiting');
    const early = dueAt - 1 - bench.time.clock.now();
    bench.time.advance(early);
    bench.dispatcher.look();
    // A commit holds the process up, so that the time is over before a timer can say so.
    void bench.store.write(() => {
      bench.time.jump(100);
      return ok(null);
    });
    await bench.settle();
    bench.time.advance(0);
    await bench.settle();
    expect(sending()).toEqual([item.id]);
  });

  it('does not leave an item waiting for years when the clock was set back', async () => {
    const item = await bench.add();
    await bench.settle();
    await fail(item.id);
    bench.time.jump(-10 * 365 * 24 * 3_600_000);
    bench.time.advance(bench.policy.heartbeat);
    await bench.settle();
    expect(sending()).toEqual([item.id]);
  });

  it('sends nothing before its time, and nothing after it', async () => {
    const now = bench.time.clock.now();
    const later = await bench.add({ notBefore: now + 60_000 });
    const expiring = await bench.add({
      url: `${A}/x`,
      after: [later.id],
      expiresAt: now + 30_000,
    });
    await bench.settle();
    expect(sending()).toEqual([]);
    bench.time.advance(30_000);
    await bench.settle();
    expect(bench.item(expiring.id)).toMatchObject({
      state: 'attention',
      reason: { code: 'EXPIRED' },
    });
    bench.time.advance(30_000);
    await bench.settle();
    expect(sending()).toEqual([later.id]);
  });
});

it('leaves no timer behind when it stops, also in the middle of a claim', async () => {
  await bench.add();
  await bench.settle();
  await fail(sending()[0] ?? '');
  bench.time.advance(bench.policy.unsentCap);
  await bench.dispatcher.stop(0);
  await bench.settle();
  expect(bench.time.nextIn()).toBeNull();
});

describe('storage trouble', () => {
  it('sends nothing that was not written down first, and goes on when there is room again', async () => {
    const store = createMemoryStore();
    bench = createOutboxBench({ store });
    const item = await bench.add();
    await bench.dispatcher.start();
    store.failNextCommit({ code: 'NO_SPACE', params: {} });
    await bench.settle();
    expect(bench.runner.started).toEqual([]);
    bench.time.advance(bench.policy.heartbeat);
    await bench.settle();
    expect(sending()).toEqual([item.id]);
  });

  it('keeps an answer until it is stored, and does not send again meanwhile', async () => {
    const store = createMemoryStore();
    bench = createOutboxBench({ store });
    const item = await bench.add();
    await bench.dispatcher.start();
    await bench.settle();
    bench.runner.of(item.id).answer({ kind: 'delivered', status: 201 });
    await Promise.resolve();
    store.failNextCommit({ code: 'NO_SPACE', params: {} });
    await bench.settle();
    expect(bench.item(item.id).state).toBe('sending');
    bench.time.advance(bench.policy.heartbeat);
    await bench.settle();
    expect(bench.item(item.id)).toMatchObject({ state: 'delivered', status: 201 });
    expect(bench.runner.started).toHaveLength(1);
  });
});

describe('a start', () => {
  it('takes up what an earlier host left in flight, in a process of its own', async () => {
    const store = createMemoryStore();
    const deaf = { ...store, onCommit: () => () => {} };
    const dead = createOutboxBench({ store: deaf });
    const item = await dead.add();
    await dead.dispatcher.start();
    await dead.settle();
    expect(dead.item(item.id).state).toBe('sending');

    bench = createOutboxBench({ store });
    await bench.dispatcher.start();
    await bench.settle();
    expect(bench.runner.of(item.id).options.isolated).toBe(true);
    expect(store.read.attempts(item.id).map((attempt) => attempt.outcome?.kind ?? 'open')).toEqual([
      'hostLost',
      'open',
    ]);
    expect(bench.runner.of(item.id).job.headers).toContainEqual(['X-Outbox-Attempt', '2']);
  });
});

it('uses the same key on every attempt, and records each attempt before it is sent', async () => {
  const item = await bench.add();
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    bench.time.advance(60_000);
    await bench.settle();
    const { job } = bench.runner.of(item.id);
    expect(job.headers).toContainEqual(['Idempotency-Key', item.idempotencyKey]);
    expect(bench.store.read.attempts(item.id)).toHaveLength(attempt);
    await fail(item.id);
  }
});

it('refuses what could never be sent, but answers for what was accepted in time', async () => {
  const now = bench.time.clock.now();
  const request = { method: 'POST', url: `${A}/x` };
  for (const times of [{ expiresAt: now }, { notBefore: now + 2_000, expiresAt: now + 2_000 }]) {
    expect(await bench.outbox.enqueue({ ...request, ...times }, { kind: 'cli' })).toMatchObject({
      error: { code: 'EXPIRES_TOO_SOON' },
    });
  }
  const timely = { requestId: 'r-2', expiresAt: now + 1_000 };
  const first = await bench.add(timely);
  bench.time.advance(1_000);
  expect((await bench.add(timely)).id).toBe(first.id);
});

it('answers a repeated requestId with the item that it made before', async () => {
  const first = await bench.add({ requestId: 'r-1' });
  const again = await bench.add({ requestId: 'r-1' });
  expect(again.id).toBe(first.id);
  expect(bench.store.read.items({}, { after: null, limit: 10 }).rows).toHaveLength(1);
});

it('stores all of a batch or nothing', async () => {
  const refused = await bench.outbox.enqueueMany(
    [
      { method: 'POST', url: A },
      { method: 'POST', url: A, after: ['nobody'] },
    ],
    { kind: 'cli' },
  );
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'REF_UNKNOWN', params: { entry: 2 } },
  });
  expect(bench.store.read.items({}, { after: null, limit: 10 }).rows).toEqual([]);
});

it('leaves a paused origin alone and everything else not', async () => {
  await bench.store.write((tx) => {
    tx.savePause({ scope: 'origin', key: A, since: 1, until: null });
    return ok(null);
  });
  await bench.add({ url: `${A}/a` });
  const other = await bench.add({ url: `${B}/b` });
  await bench.settle();
  expect(sending()).toEqual([other.id]);
});
