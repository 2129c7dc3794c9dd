import { beforeEach, expect, it } from 'vitest';
import { duplicateItem, duplicateMany } from '../../../electron/core/duplicate.ts';
import { type Edit, editItem } from '../../../electron/core/edit.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

let bench: OutboxBench;
let item: Item;

async function edited(edit: Edit): Promise<Item> {
  const result = await editItem(bench.commandDeps, item.id, edit, { kind: 'cli' });
  if (!result.ok) throw new Error(result.error.code);
  await bench.settle();
  return result.value;
}

beforeEach(async () => {
  bench = createOutboxBench();
  await bench.dispatcher.start();
  item = await bench.add({ headers: { 'X-A': '1' }, body: { kind: 'json', value: { a: 1 } } });
  await bench.settle();
  bench.runner.of(item.id).answer({ kind: 'rejected', status: 422 });
  await bench.settle();
});

it('sends a new revision under a new key and keeps the earlier one', async () => {
  await edited({ body: { kind: 'json', value: { a: 2 } } });
  expect(bench.item(item.id)).toMatchObject({ state: 'sending', revision: 2, attempts: 2 });
  expect(bench.runner.of(item.id).job.body).toMatchObject({ text: '{"a":2}' });
  expect(bench.item(item.id).idempotencyKey).not.toBe(item.idempotencyKey);
  expect(bench.store.read.request(item.id, 1)?.body).toMatchObject({ text: '{"a":1}' });
  expect(bench.store.read.request(item.id, 2)?.headers).toEqual([['X-A', '1']]);
  expect(bench.store.read.attempts(item.id).map((attempt) => attempt.revision)).toEqual([1, 2]);
});

it('keeps the key when neither method, URL, account nor bytes change', async () => {
  const next = await edited({ headers: { 'X-A': '2' }, title: 'Visit 7' });
  expect(next).toMatchObject({ idempotencyKey: item.idempotencyKey, title: 'Visit 7' });
  expect(bench.runner.of(item.id).job.headers).toContainEqual(['X-A', '2']);
});

it.each<Edit>([{ url: 'http://127.0.0.1:9/other' }, { method: 'PUT' }])(
  'makes a new key for %j',
  async (edit) => {
    expect((await edited(edit)).idempotencyKey).not.toBe(item.idempotencyKey);
  },
);

it('takes a time away', async () => {
  const later = await edited({ notBefore: bench.time.clock.now() + 60_000 });
  expect(later.state).toBe('waiting');
  expect(await edited({ notBefore: null })).toMatchObject({ notBefore: null, state: 'queued' });
});

it('whose expiry is over is sent all the same, and one that could never be sent is refused', async () => {
  const now = bench.time.clock.now();
  const late = await edited({ expiresAt: now + 60_000, notBefore: now + 50_000 });
  const wrong = [
    { expiresAt: now },
    { expiresAt: now + 40_000 },
    { notBefore: now + 60_000 },
    { notBefore: now + 70_000, expiresAt: now + 65_000 },
  ];
  for (const edit of wrong) {
    expect(await editItem(bench.commandDeps, late.id, edit, { kind: 'cli' })).toMatchObject({
      error: { code: 'EXPIRES_TOO_SOON' },
    });
  }
  bench.time.advance(60_001);
  await bench.settle();
  expect(bench.item(item.id)).toMatchObject({ state: 'attention', reason: { code: 'EXPIRED' } });
  await edited({ title: 'Late' });
  expect(bench.item(item.id)).toMatchObject({ state: 'sending', expiresAt: null });
});

it('refuses what is being sent, what is final, and what is not valid', async () => {
  const code = async (id: string, edit: Edit): Promise<string> => {
    const result = await editItem(bench.commandDeps, id, edit, { kind: 'cli' });
    return result.ok ? 'ok' : result.error.code;
  };
  expect(await code(item.id, { url: 'nowhere' })).toBe('URL_INVALID');
  expect(await code('nobody', { method: 'PUT' })).toBe('ITEM_NOT_FOUND');
  const other = await bench.add();
  await bench.settle();
  expect(await code(other.id, { method: 'PUT' })).toBe('ITEM_SENDING');
  bench.runner.of(other.id).answer({ kind: 'delivered', status: 200 });
  await bench.settle();
  expect(await code(other.id, { method: 'PUT' })).toBe('ITEM_STATE');
});

it('leaves a held item on hold', async () => {
  await bench.store.write((tx) => {
    const held = { ...bench.item(item.id), state: 'held', since: 1 } as Item;
    return { ok: true, value: tx.save(held, { state: 'attention', revision: 1 }, 'held', 1) };
  });
  await edited({ method: 'PUT' });
  expect(bench.item(item.id)).toMatchObject({ state: 'held', method: 'PUT', revision: 2 });
});

it('duplicates into an item of its own, with the same request and another key', async () => {
  const copy = await duplicateItem(bench.commandDeps, item.id);
  if (!copy.ok) throw new Error(copy.error.code);
  await bench.settle();
  expect(copy.value.id).not.toBe(item.id);
  expect(copy.value.idempotencyKey).not.toBe(item.idempotencyKey);
  expect(bench.runner.of(copy.value.id).job).toMatchObject({
    url: item.url,
    body: { text: '{"a":1}' },
  });
});

it('duplicates everything that a filter matches once, in the same order, and none of what that adds', async () => {
  const second = await bench.add({ url: 'http://127.0.0.1:9/second' });
  await bench.settle();
  expect(await duplicateMany(bench.commandDeps, { filter: {} })).toMatchObject({
    ok: true,
    value: { done: 2, refused: 0, undo: null },
  });
  const all = bench.store.read.items({}, { after: null, limit: 10, sort: 'oldest' }).rows;
  expect(all.map(({ url }) => url)).toEqual([item.url, second.url, item.url, second.url]);
  expect(new Set(all.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(4);
  expect(await duplicateMany(bench.commandDeps, { ids: ['nobody', item.id] })).toMatchObject({
    value: { done: 1, refused: 1, refusals: [{ id: 'nobody', code: 'ITEM_NOT_FOUND' }] },
  });
});
