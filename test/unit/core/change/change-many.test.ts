import { beforeEach, describe, expect, test } from 'vitest';
import { assignAccount } from '../../../../electron/core/change/assign-account.ts';
import { changeMany, previewChange } from '../../../../electron/core/change/change-many.ts';
import type { Timers } from '../../../../electron/core/ports/timers.ts';
import type { Selection } from '../../../../electron/core/select-items.ts';
import type { RequestChange } from '../../../../shared/contracts/request-change-calls.ts';
import type { RequestInput } from '../../../../shared/contracts/request-input.ts';
import { ok } from '../../../../shared/lang/result.ts';
import type { Account } from '../../../../shared/outbox/account.ts';
import type { Item, Source } from '../../../../shared/outbox/item.ts';
import { createOutboxBench, type OutboxBench } from '../../../support/outbox-bench.ts';

const CLI: Source = { kind: 'cli' };
const ORIGIN = 'http://127.0.0.1:9';
const PARKED: Selection = { filter: { states: ['attention'] } };

let bench: OutboxBench;

/** Between two chunks everybody else has a turn. */
let turns: number;
const timers: Timers = {
  after(_delay, callback) {
    turns += 1;
    setImmediate(callback);
    return () => {};
  },
};

const previewed = async (selection: Selection, change: RequestChange) => {
  const { store, digest } = bench.commandDeps;
  const result = await previewChange({ read: store.read, timers, digest }, selection, change, CLI);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

async function changed(selection: Selection, change: RequestChange, by = CLI) {
  const result = await changeMany(bench.commandDeps, selection, change, by);
  if (!result.ok) throw new Error(result.error.code);
  await bench.settle();
  return result.value;
}

async function assigned(selection: Selection, account: string) {
  const result = await assignAccount(bench.commandDeps, selection, account, CLI);
  if (!result.ok) throw new Error(result.error.code);
  await bench.settle();
  return result.value;
}

/** Items that a server refused. */
async function refusedItems(inputs: readonly Partial<RequestInput>[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const input of inputs) {
    const item = await bench.add(input);
    await bench.settle();
    bench.runner.of(item.id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    items.push(bench.item(item.id));
  }
  return items;
}

const room = (value: unknown): Partial<RequestInput> => ({
  body: { kind: 'json', text: `{ "room": ${JSON.stringify(value)} }` },
});

const ROOM_4: RequestChange = { kind: 'json', pointer: '/room', value: 4 };
const HEADER: RequestChange = { kind: 'header', name: 'X-Room', value: '4' };

beforeEach(async () => {
  turns = 0;
  bench = createOutboxBench();
  await bench.dispatcher.start();
});

describe('a change of many items', () => {
  test('is shown before it is made, and comes to what was shown', async () => {
    const items = await refusedItems([room('four'), room(4), { body: { kind: 'none' } }, room([])]);
    const preview = await previewed(PARKED, ROOM_4);
    expect(preview).toEqual({
      changed: 2,
      same: 1,
      refused: 1,
      examples: [
        { id: items[0]?.id, before: '"four"', after: '4' },
        { id: items[3]?.id, before: '[]', after: '4' },
      ],
    });
    expect(bench.item(items[0]?.id ?? '')).toEqual(items[0]);

    expect(await changed(PARKED, ROOM_4)).toMatchObject({
      done: 3,
      refused: 1,
      refusals: [{ id: items[2]?.id, code: 'BODY_NOT_JSON', state: 'attention' }],
    });
    const revisions = items.map(({ id }) => bench.item(id).revision);
    expect(revisions).toEqual([2, 1, 1, 2]);
    expect(bench.item(items[1]?.id ?? '')).toEqual(items[1]);
    const { job } = bench.runner.of(items[0]?.id ?? '');
    expect(job.body).toMatchObject({ text: '{ "room": 4 }', sha256: 'digest of 13' });
    expect(bench.store.read.request(items[0]?.id ?? '', 1)?.body).toMatchObject({
      text: '{ "room": "four" }',
    });
  });

  test('makes a new key where bytes change, and keeps it for a header', async () => {
    const [item] = await refusedItems([room('four')]);
    await changed(PARKED, HEADER);
    const { id, idempotencyKey } = item as Item;
    expect(bench.item(id)).toMatchObject({ revision: 2, idempotencyKey, state: 'sending' });
    expect(bench.runner.of(id).job.headers).toContainEqual(['X-Room', '4']);
    bench.runner.of(id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    await changed(PARKED, ROOM_4);
    expect(bench.item(id).revision).toBe(3);
    expect(bench.item(id).idempotencyKey).not.toBe(idempotencyKey);
    expect(bench.store.read.request(id)?.headers).toEqual([['X-Room', '4']]);
    expect(bench.item(id).bodyBytes).toBe(13);
  });

  test('refuses what is being sent, what is final, and what is not there', async () => {
    const sending = await bench.add();
    await bench.settle();
    const done = await bench.add({ url: `${ORIGIN}/b` });
    await bench.settle();
    bench.runner.of(done.id).answer({ kind: 'delivered', status: 200 });
    await bench.settle();
    const selection = { ids: [sending.id, done.id, 'nobody'] };
    const expected = [
      { id: sending.id, code: 'ITEM_SENDING', state: 'sending' },
      { id: done.id, code: 'ITEM_STATE', state: 'delivered' },
      { id: 'nobody', code: 'ITEM_NOT_FOUND', state: '' },
    ];
    expect(await changed(selection, HEADER)).toMatchObject({
      done: 0,
      refused: 3,
      refusals: expected,
    });
    expect(await previewed(selection, HEADER)).toMatchObject({ changed: 0, refused: 3 });
  });

  test("is refused for another app's items", async () => {
    const [item] = await refusedItems([{}]);
    const result = await changed({ ids: [item?.id ?? ''] }, HEADER, { kind: 'app', app: 'x' });
    expect(result.refusals).toMatchObject([{ code: 'ITEM_NOT_FOUND' }]);
  });

  test.each<[string, string]>([
    ['Cookie', 'SECRET_HEADER'],
    ['Host', 'RESERVED_HEADER'],
    ['no name', 'HEADER_INVALID'],
  ])('to the header %j is refused as a whole', async (name, code) => {
    const change: RequestChange = { kind: 'header', name, value: 'x' };
    const error = { ok: false, error: { code } };
    expect(await changeMany(bench.commandDeps, PARKED, change, CLI)).toMatchObject(error);
    const { store, digest } = bench.commandDeps;
    const deps = { read: store.read, timers, digest };
    expect(await previewChange(deps, PARKED, change, CLI)).toMatchObject(error);
  });

  test('goes through any number of items in chunks, and shows twenty of them', async () => {
    const held = Array.from({ length: 450 }, (_, n) => n);
    for (const n of held) await bench.add({ notBefore: 9_000_000_000, ref: `r${n}`, ...room(n) });
    const all = { filter: {} };
    const preview = await previewed(all, ROOM_4);
    expect(preview).toMatchObject({ changed: 449, same: 1, refused: 0 });
    expect(preview.examples).toHaveLength(20);
    expect(turns).toBe(3);
    let commits = 0;
    bench.store.onCommit(() => (commits += 1));
    expect(await changed(all, ROOM_4)).toMatchObject({ done: 450, refused: 0 });
    expect(commits).toBe(3);
    expect(await previewed(all, ROOM_4)).toMatchObject({ changed: 0, same: 450 });
  });

  test('takes fewer at a time where bodies are large', async () => {
    const large = { body: { kind: 'text', text: 'x'.repeat(3 * 1024 * 1024) } } as const;
    for (let n = 0; n < 3; n += 1) await bench.add({ notBefore: 9_000_000_000, ...large });
    await previewed({ filter: {} }, HEADER);
    expect(turns).toBe(3);
  });

  test('shows of a long value its beginning', async () => {
    await refusedItems([room('x'.repeat(5_000))]);
    const [example] = (await previewed(PARKED, ROOM_4)).examples;
    expect(example?.before).toHaveLength(301);
  });
});

const account = (name: string, origins: readonly string[]): Account => ({
  name,
  origins,
  auth: { kind: 'none' },
  contract: null,
  verify: [],
  managed: false,
  idempotency: null,
  ca: null,
  unknownOutcome: null,
  identity: null,
  people: [],
  session: { state: 'signedIn', keptBy: null, since: 1, person: null },
});

describe('an account for many items', () => {
  beforeEach(async () => {
    await bench.store.write((tx) => {
      tx.saveAccount(account('field', [ORIGIN]));
      tx.saveAccount(account('other', ['http://127.0.0.1:8']));
      return ok(null);
    });
  });

  test('makes a new revision of each under it, with a new key, and the same request', async () => {
    const [item] = await refusedItems([{ account: 'field', ...room('four') }]);
    await bench.store.write((tx) => {
      tx.saveAccount(account('second', [ORIGIN]));
      return ok(null);
    });
    expect(await assigned(PARKED, 'second')).toMatchObject({ done: 1, refused: 0, refusals: [] });
    const { id, idempotencyKey } = item as Item;
    expect(bench.item(id)).toMatchObject({ account: 'second', revision: 2, state: 'sending' });
    expect(bench.item(id).idempotencyKey).not.toBe(idempotencyKey);
    expect(bench.runner.of(id).job.body).toMatchObject({ text: '{ "room": "four" }' });
  });

  test('is refused for items of a server that is none of its own; the same account changes nothing', async () => {
    const [mine] = await refusedItems([{}]);
    expect(await assigned(PARKED, 'other')).toMatchObject({
      done: 0,
      refused: 1,
      refusals: [{ id: mine?.id, code: 'ACCOUNT_UNKNOWN', state: 'attention' }],
    });
    expect(await assigned(PARKED, 'field')).toMatchObject({ done: 1, refused: 0 });
    expect(bench.item(mine?.id ?? '')).toEqual(mine);
    expect(await assignAccount(bench.commandDeps, PARKED, 'nobody', CLI)).toMatchObject({
      error: { code: 'ACCOUNT_UNKNOWN' },
    });
  });

  test('takes an item from one order into the other, and lets those behind it go', async () => {
    const order = { orderKey: 'o', account: 'field' };
    const [head] = await refusedItems([{ ...order, priority: 1 }]);
    const next = await bench.add({ ...order, priority: 4 });
    await bench.store.write((tx) => {
      tx.saveAccount(account('second', [ORIGIN]));
      return ok(null);
    });
    const [young] = await refusedItems([{ orderKey: 'o', account: 'second' }]);
    await bench.settle();
    expect(bench.item(next.id).blockers).toBe(1);
    await assigned({ ids: [head?.id ?? ''] }, 'second');
    expect(bench.item(next.id)).toMatchObject({ blockers: 0, state: 'sending' });
    expect(bench.item(head?.id ?? '')).toMatchObject({ blockers: 0, state: 'sending' });
    expect(bench.item(young?.id ?? '').blockers).toBe(1);
    bench.runner.of(head?.id ?? '').answer({ kind: 'delivered', status: 200 });
    await bench.settle();
    expect(bench.item(young?.id ?? '').blockers).toBe(0);
  });
});
