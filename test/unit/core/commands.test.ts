import { beforeEach, describe, expect, it } from 'vitest';
import { type Command, type CommandDeps, carryOut } from '../../../electron/core/commands.ts';
import { explainItem } from '../../../electron/core/explain-item.ts';
import { outlook } from '../../../electron/core/outlook.ts';
import { pauseSending, resumeSending } from '../../../electron/core/pauses.ts';
import type { Selection } from '../../../electron/core/select-items.ts';
import { waitForItem } from '../../../electron/core/wait-for.ts';
import type { BulkResult } from '../../../shared/contracts/bulk-result.ts';
import type { Item, Source } from '../../../shared/outbox/item.ts';
import { parseSearch } from '../../../shared/search/parse-search.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const CLI: Source = { kind: 'cli' };

let bench: OutboxBench;
let deps: CommandDeps;

async function command(selection: Selection, one: Command, by: Source = CLI): Promise<BulkResult> {
  const result = await carryOut(deps, selection, one, by);
  if (!result.ok) throw new Error(result.error.code);
  await bench.settle();
  return result.value;
}

const reject = async (id: string): Promise<void> => {
  bench.runner.of(id).answer({ kind: 'rejected', status: 422 });
  await bench.settle();
};

beforeEach(async () => {
  bench = createOutboxBench();
  deps = bench.commandDeps;
  await bench.dispatcher.start();
});

describe('a command', () => {
  it('is carried out on every item that a filter matches, and on no other', async () => {
    const items = [];
    for (let n = 0; n < 5; n += 1) items.push(await bench.add({ url: `http://127.0.0.1:${n}/x` }));
    await bench.settle();
    await reject(items[0]?.id ?? '');
    await reject(items[1]?.id ?? '');
    const result = await command({ filter: { states: ['attention'] } }, { kind: 'hold' });
    expect(result).toEqual({ done: 2, refused: 0, refusals: [], undo: null });
    expect(items.map((item) => bench.item(item.id).state)).toEqual([
      'held',
      'held',
      'sending',
      'sending',
      'sending',
    ]);
  });

  it('sends again everything that a server was too busy for, found by what it answered', async () => {
    const items: Item[] = [];
    for (let n = 0; n < 4; n += 1) items.push(await bench.add({ url: `http://127.0.0.1:${n}/x` }));
    await bench.settle();
    for (const [n, item] of items.entries())
      if (n === 1) await reject(item.id);
      else if (n < 3)
        bench.runner.of(item.id).answer({ kind: 'busy', status: 503, retryAfterMs: null });
    await bench.settle();
    const states = () => items.map((item) => bench.item(item.id).state);
    expect(states()).toEqual(['waiting', 'attention', 'waiting', 'sending']);
    const search = { terms: parseSearch('status:503').terms, now: bench.time.clock.now() };
    const result = await command({ filter: { search } }, { kind: 'retry', force: false });
    expect(result).toMatchObject({ done: 2, refused: 0 });
    expect(states()).toEqual(['sending', 'attention', 'sending', 'sending']);
  });

  it('says for which items it could not be carried out, and why', async () => {
    const one = await bench.add();
    await bench.settle();
    const result = await command({ ids: [one.id, 'nobody'] }, { kind: 'release' });
    expect(result).toEqual({
      done: 0,
      refused: 2,
      refusals: [
        { id: one.id, code: 'ITEM_SENDING', state: 'sending' },
        { id: 'nobody', code: 'ITEM_NOT_FOUND', state: '' },
      ],
      undo: null,
    });
  });

  it('works on more items than fit into one chunk', async () => {
    for (let n = 0; n < 450; n += 1)
      await bench.add({ notBefore: bench.time.clock.now() + 1_000_000 });
    const result = await command({ filter: {} }, { kind: 'setPriority', priority: 4 });
    expect(result.done).toBe(450);
    expect(bench.store.read.items({ priority: 4 }, { after: null, limit: 1000 }).rows).toHaveLength(
      450,
    );
  });

  it('does not reach the items of another embedded app', async () => {
    const mine = await bench.add();
    const result = await command(
      { ids: [mine.id] },
      { kind: 'cancel' },
      { kind: 'app', app: 'forms' },
    );
    expect(result.refusals).toEqual([{ id: mine.id, code: 'ITEM_NOT_FOUND', state: '' }]);
  });
});

describe('retry', () => {
  it('asks anew with a new key after a definite no', async () => {
    const item = await bench.add();
    await bench.settle();
    await reject(item.id);
    await command({ ids: [item.id] }, { kind: 'retry', force: false });
    expect(bench.item(item.id)).toMatchObject({ state: 'sending', attempt: 2 });
    expect(bench.item(item.id).idempotencyKey).not.toBe(item.idempotencyKey);
  });

  it('needs force where the server asked for time', async () => {
    const item = await bench.add();
    await bench.settle();
    bench.runner.of(item.id).answer({ kind: 'busy', status: 503, retryAfterMs: 60_000 });
    await bench.settle();
    const refused = await command({ ids: [item.id] }, { kind: 'retry', force: false });
    expect(refused.refusals[0]?.code).toBe('SERVER_ASKED');
    const other = await bench.add();
    await command({ ids: [item.id] }, { kind: 'retry', force: true });
    expect(bench.item(item.id).state).toBe('sending');
    expect(bench.item(other.id).state).toBe('queued');
    bench.runner.of(item.id).answer({ kind: 'busy', status: 503, retryAfterMs: 60_000 });
    await bench.settle();
    expect(bench.item(item.id).state).toBe('waiting');
  });

  it('of an item behind a closed gate makes that one ask at once, also by force', async () => {
    const [first, second, third] = [await bench.add(), await bench.add(), await bench.add()];
    const retry = (force: boolean) => command({ ids: [third.id] }, { kind: 'retry', force });
    await bench.settle();
    bench.runner.of(third.id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    await command({ ids: [third.id] }, { kind: 'hold' });
    for (const one of [first, second]) {
      bench.runner.of(one.id).answer({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
      await bench.settle();
    }
    const later = await Promise.all(Array.from({ length: 300 }, () => bench.add()));
    await command({ ids: [third.id] }, { kind: 'release' });
    expect(bench.item(third.id).state).toBe('queued');
    expect(await retry(false)).toMatchObject({ done: 1 });
    expect(bench.item(third.id).state).toBe('sending');
    bench.runner.of(third.id).answer({ kind: 'busy', status: 503, retryAfterMs: 60_000 });
    await bench.settle();
    const last = { ids: [later.at(-1)?.id ?? ''] };
    const refused = await command(last, { kind: 'retry', force: false });
    expect(refused.refusals[0]?.code).toBe('SERVER_ASKED');
    expect(await command(last, { kind: 'retry', force: true })).toMatchObject({ done: 1 });
    expect(bench.item(last.ids[0] ?? '').state).toBe('sending');
  });
});

describe('cancel and remove', () => {
  it('ends a running attempt and frees what waits behind its order key', async () => {
    const first = await bench.add({ orderKey: 'k' });
    const second = await bench.add({ orderKey: 'k' });
    await bench.settle();
    await command({ ids: [first.id] }, { kind: 'cancel' });
    expect(bench.item(first.id)).toMatchObject({ state: 'cancelled', mayHaveArrived: false });
    expect(bench.item(second.id).state).toBe('sending');
  });

  it('puts what was to follow before a person', async () => {
    const parent = await bench.add();
    const child = await bench.add({ after: [parent.id] });
    await bench.settle();
    await reject(parent.id);
    expect((await command({ ids: [parent.id] }, { kind: 'remove' })).done).toBe(1);
    expect(bench.store.read.item(parent.id)).toBeNull();
    expect(bench.item(child.id)).toMatchObject({
      state: 'attention',
      reason: { code: 'PARENT_GONE' },
    });
    await command({ ids: [child.id] }, { kind: 'retry', force: false });
    expect(bench.item(child.id).state).toBe('sending');
  });

  it('frees the order key of a removed head', async () => {
    const head = await bench.add({ orderKey: 'k' });
    const next = await bench.add({ orderKey: 'k' });
    await bench.settle();
    await reject(head.id);
    await command({ ids: [head.id] }, { kind: 'remove' });
    expect(bench.item(next.id).state).toBe('sending');
  });

  it('leaves an item alone that is being sent', async () => {
    const item = await bench.add();
    await bench.settle();
    expect((await command({ ids: [item.id] }, { kind: 'remove' })).refusals[0]?.code).toBe(
      'ITEM_SENDING',
    );
  });
});

describe('a pause', () => {
  it('lets a running attempt end and starts nothing new until it is lifted', async () => {
    const running = await bench.add();
    await bench.settle();
    await pauseSending(bench.commandDeps, { scope: 'all', key: '' });
    const waiting = await bench.add();
    await bench.settle();
    bench.runner.of(running.id).answer({ kind: 'delivered', status: 200 });
    await bench.settle();
    expect(bench.item(running.id).state).toBe('delivered');
    expect(bench.item(waiting.id).state).toBe('queued');
    await resumeSending(bench, { scope: 'all', key: '' });
    await bench.settle();
    expect(bench.item(waiting.id).state).toBe('sending');
  });
});

describe('a pause with an end', () => {
  const MINUTE = 60_000;
  const pauseFor = (ms: number) =>
    pauseSending(bench.commandDeps, {
      scope: 'all',
      key: '',
      until: bench.time.clock.now() + ms,
    });

  it('ends by itself at its time, not before, and leaves nothing behind', async () => {
    await pauseFor(15 * MINUTE);
    const { id } = await bench.add();
    await bench.settle();
    bench.time.advance(15 * MINUTE - 1);
    await bench.settle();
    expect(bench.item(id).state).toBe('queued');
    expect(bench.time.nextIn()).toBe(1);
    bench.time.advance(1);
    await bench.settle();
    expect(bench.item(id).state).toBe('sending');
    expect(bench.store.read.pauses()).toEqual([]);
  });

  it('says until when, and stops nothing any more after that, also where no host clears it', async () => {
    await bench.dispatcher.stop(0);
    const until = bench.time.clock.now() + MINUTE;
    await pauseFor(MINUTE);
    const { id } = await bench.add();
    const why = () =>
      explainItem(bench.store.read, id, null, [], bench.time.clock.now(), bench.policy);
    expect(why()).toMatchObject({ value: [{ code: 'PAUSED', until }, { code: 'NOT_RUNNING' }] });
    bench.time.advance(MINUTE);
    expect(why()).toEqual({ ok: true, value: [{ code: 'NOT_RUNNING' }] });
  });

  it('needs no person, unlike one without an end', async () => {
    await pauseFor(MINUTE);
    await bench.add();
    const look = () => outlook(bench.store.read, [], bench.time.clock.now(), bench.policy);
    expect(look()).toBe('moving');
    await pauseSending(bench.commandDeps, { scope: 'all', key: '' });
    expect(look()).toBe('stuck');
  });

  it('is lifted before its time by a person', async () => {
    await pauseFor(MINUTE);
    const { id } = await bench.add();
    await resumeSending(bench, { scope: 'all', key: '' });
    await bench.settle();
    expect(bench.item(id).state).toBe('sending');
  });
});

describe('resuming', () => {
  it('ends the back-off, but no wait that the server asked for', async () => {
    const tired = await bench.add({ url: 'http://127.0.0.1:1/x' });
    const asked = await bench.add({ url: 'http://127.0.0.1:2/x' });
    await bench.settle();
    bench.runner.of(tired.id).answer({ kind: 'busy', status: 500, retryAfterMs: null });
    bench.runner.of(asked.id).answer({ kind: 'busy', status: 503, retryAfterMs: 60_000 });
    await bench.settle();
    await pauseSending(bench.commandDeps, { scope: 'all', key: '' });
    await resumeSending(bench, { scope: 'all', key: '' });
    await bench.settle();
    expect(bench.item(tired.id).state).toBe('sending');
    expect(bench.item(asked.id).state).toBe('waiting');
  });
});

describe('waiting for an item', () => {
  it('ends with its delivery', async () => {
    const item = await bench.add();
    await bench.settle();
    const waited = waitForItem(bench.store, bench.time.timers, item.id, 1_000);
    bench.runner.of(item.id).answer({ kind: 'delivered', status: 200 });
    expect(await waited).toMatchObject({ ok: true, value: { state: 'delivered' } });
  });

  it('gives up after its time and leaves the item where it is', async () => {
    const item = await bench.add();
    await bench.settle();
    const waited = waitForItem(bench.store, bench.time.timers, item.id, 1_000);
    bench.time.advance(1_000);
    expect(await waited).toMatchObject({ ok: false, error: { code: 'TIMED_OUT' } });
    expect(bench.item(item.id).state).toBe('sending');
  });
});
