import { beforeEach, describe, expect, it } from 'vitest';
import { type Command, type CommandDeps, carryOut } from '../../../electron/core/commands.ts';
import type { Selection } from '../../../electron/core/select-items.ts';
import { purgePastActs, settleActs } from '../../../electron/core/undo/past-acts.ts';
import { undoAct } from '../../../electron/core/undo/undo-act.ts';
import {
  type BulkResult,
  UNDO_MS,
  type UndoResult,
} from '../../../shared/contracts/bulk-result.ts';
import { ok } from '../../../shared/lang/result.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import type { Item, Source } from '../../../shared/outbox/item.ts';
import { inState, newItem, request, vaultBody } from '../../support/item-fixtures.ts';
import { createOutboxBench, type OutboxBench, SILENT } from '../../support/outbox-bench.ts';

const CLI: Source = { kind: 'cli' };
const WINDOW: Source = { kind: 'window' };
const LATER = 1_000_000;

let bench: OutboxBench;
let deps: CommandDeps;
let discarded: string[];

beforeEach(async () => {
  bench = createOutboxBench();
  discarded = [];
  const vault = {
    ...bench.commandDeps.vault,
    discard: (files: readonly string[]) => Promise.resolve(void discarded.push(...files)),
  };
  deps = { ...bench.commandDeps, vault };
  await bench.dispatcher.start();
});

async function act(selection: Selection, command: Command, by = CLI): Promise<BulkResult> {
  const result = await carryOut(deps, selection, command, by, { undoable: true });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function undo(token: string | null = null, by = CLI): Promise<UndoResult | string> {
  const result = await undoAct(deps, token, by);
  await bench.settle();
  return result.ok ? result.value : result.error.code;
}

/** Items that do not start by themselves. */
const waiting = (input: Parameters<OutboxBench['add']>[0] = {}): Promise<Item> =>
  bench.add({ notBefore: bench.time.clock.now() + LATER, ...input });

const everyItem = () => bench.store.read.items({}, { after: null, limit: 1_000 }).rows;

async function purge(): Promise<void> {
  const stop = purgePastActs({ ...deps, timers: bench.time.timers, log: SILENT });
  await bench.settle();
  await stop();
}

const REMOVE: Command = { kind: 'remove' };

describe('an undo', () => {
  it.each<Command>([
    { kind: 'remove' },
    { kind: 'cancel' },
    { kind: 'hold' },
    { kind: 'setPriority', priority: 4 },
  ])('of $kind leaves every item as it was', async (command) => {
    for (let n = 0; n < 450; n += 1) await waiting();
    const before = everyItem();
    const done = await act({ filter: {} }, command);
    expect(done).toMatchObject({ done: 450, undo: { until: bench.time.clock.now() + UNDO_MS } });
    expect(everyItem()).not.toEqual(before);
    expect(await undo()).toEqual({ restored: 450, refused: 0 });
    expect(everyItem()).toEqual(before);
    expect(bench.store.read.acts()).toEqual([]);
  });

  it('of a release puts back on hold, and of a resolve asks again', async () => {
    const held = await waiting();
    const sent = await bench.add({ unknownOutcome: 'ask' });
    await bench.settle();
    bench.runner.of(sent.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    await act({ ids: [held.id] }, { kind: 'hold' });
    const before = everyItem();
    await act({ ids: [held.id] }, { kind: 'release' });
    await act({ ids: [sent.id] }, { kind: 'resolve', arrived: true });
    expect(bench.item(sent.id).state).toBe('delivered');
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(everyItem()).toEqual(before);
    expect(bench.item(sent.id).state).toBe('unconfirmed');
  });

  it('brings back what the server said', async () => {
    await bench.store.write((tx) => {
      const item = tx.insert(newItem({ id: 'p' }), request(vaultBody('f')), [], 1);
      const parked = inState(item, {
        state: 'attention',
        since: 1,
        reason: { code: 'REJECTED', status: 422 },
        problem: 'no such customer',
      });
      return ok(tx.save(parked, { state: item.state, revision: item.revision }, 'edited', 1));
    });
    const before = everyItem();
    expect(before).toMatchObject([{ state: 'attention', problem: 'no such customer' }]);
    await act({ ids: ['p'] }, { kind: 'cancel' });
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(everyItem()).toEqual(before);
  });

  it('is not offered for what may go out at once, or did nothing', async () => {
    const held = await waiting();
    const sending = await bench.add();
    await bench.settle();
    expect((await act({ ids: [sending.id] }, { kind: 'cancel' })).undo).toBeNull();
    expect((await act({ ids: [held.id] }, { kind: 'retry', force: false })).undo).toBeNull();
    expect((await act({ ids: ['nobody'] }, REMOVE)).undo).toBeNull();
    const same = await act({ ids: [held.id] }, { kind: 'setPriority', priority: held.priority });
    expect(same).toMatchObject({ done: 1, undo: null });
    expect(await undo()).toBe('UNDO_EXPIRED');
  });

  it('works until ten seconds have passed, and once', async () => {
    const item = await waiting();
    await act({ ids: [item.id] }, REMOVE);
    bench.time.advance(UNDO_MS - 1);
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(await undo()).toBe('UNDO_EXPIRED');
    await act({ ids: [item.id] }, REMOVE);
    bench.time.advance(UNDO_MS);
    expect(await undo()).toBe('UNDO_EXPIRED');
    expect(bench.store.read.item(item.id)).toBeNull();
  });

  it('takes the newest act of the caller, or the named one', async () => {
    const [a, b, c] = [await waiting(), await waiting(), await waiting()];
    const first = await act({ ids: [a.id] }, REMOVE);
    await act({ ids: [b.id] }, REMOVE);
    await act({ ids: [c.id] }, REMOVE, WINDOW);
    const there = () => everyItem().map((item) => item.id);
    expect(await undo('no such token')).toBe('UNDO_EXPIRED');
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(there()).toEqual([b.id]);
    expect(await undo(first.undo?.token)).toEqual({ restored: 1, refused: 0 });
    expect(await undo()).toBe('UNDO_EXPIRED');
    expect(await undo(null, WINDOW)).toEqual({ restored: 1, refused: 0 });
    expect(there()).toEqual([c.id, b.id, a.id]);
  });

  it('finds nothing of an act that is still under way', async () => {
    for (let n = 0; n < 450; n += 1) await waiting();
    const acting = act({ filter: {} }, REMOVE);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.store.read.counts().waiting).toBe(250);
    expect(await undo()).toBe('UNDO_EXPIRED');
    expect((await acting).done).toBe(450);
    expect(await undo()).toEqual({ restored: 450, refused: 0 });
  });
});

describe('what has changed meanwhile', () => {
  it('stays as it is, and is counted', async () => {
    const [touched, untouched] = [await waiting(), await waiting()];
    const held = await act({ ids: [touched.id, untouched.id] }, { kind: 'hold' });
    await act({ ids: [touched.id] }, { kind: 'setPriority', priority: 4 });
    const before = bench.item(touched.id);
    expect(await undo(held.undo?.token)).toEqual({ restored: 1, refused: 1 });
    expect(bench.item(touched.id)).toEqual(before);
    expect(bench.item(untouched.id).state).toBe('waiting');
  });

  it('is not called back from the wire', async () => {
    const item = await bench.add({ notBefore: bench.time.clock.now() + 1 });
    await act({ ids: [item.id] }, { kind: 'hold' });
    bench.time.advance(5);
    await act({ ids: [item.id] }, { kind: 'release' });
    await bench.settle();
    expect(bench.item(item.id).state).toBe('sending');
    expect(await undo()).toEqual({ restored: 0, refused: 1 });
    expect(bench.item(item.id)).toMatchObject({ state: 'sending', asked: null });
  });

  it('may be that the same request was handed over again', async () => {
    const item = await waiting({ requestId: 'r' });
    await act({ ids: [item.id] }, REMOVE);
    const again = await waiting({ requestId: 'r' });
    expect(again.id).not.toBe(item.id);
    expect(await undo()).toEqual({ restored: 0, refused: 1 });
    expect(everyItem().map((one) => one.id)).toEqual([again.id]);
  });

  it('may be that retention took the bodies of what would be sent again', async () => {
    const item = await waiting();
    await act({ ids: [item.id] }, { kind: 'cancel' });
    await bench.store.write((tx) => ok(tx.dropBodies(item.id)));
    expect(await undo()).toEqual({ restored: 0, refused: 1 });
    expect(bench.item(item.id).state).toBe('cancelled');
  });

  it('may be that practice mode has ended', async () => {
    await bench.store.write((tx) =>
      ok(
        tx.insert(newItem({ id: 'p', account: PRACTICE_ACCOUNT }), request(vaultBody('f')), [], 1),
      ),
    );
    await act({ ids: ['p'] }, REMOVE);
    expect(await undo()).toEqual({ restored: 0, refused: 1 });
    expect(bench.store.read.item('p')).toBeNull();
    expect(discarded).toEqual(['f']);
  });
});

describe('followers', () => {
  it.each<Command>([REMOVE, { kind: 'cancel' }])(
    'of what was taken away by $kind come back',
    async (command) => {
      const parents = [await waiting(), await waiting()];
      const child = await bench.add({ after: parents.map((one) => one.id) });
      const grandchild = await bench.add({ after: [child.id] });
      const before = everyItem();
      await act({ ids: parents.map((one) => one.id) }, command);
      expect(bench.item(child.id)).toMatchObject({ state: 'attention', blockers: 0 });
      expect(await undo()).toEqual({ restored: 2, refused: 0 });
      expect(everyItem()).toEqual(before);
      expect(bench.item(child.id)).toMatchObject({ state: 'queued', blockers: 2 });
      expect(bench.item(grandchild.id)).toMatchObject({ state: 'queued', blockers: 1 });
    },
  );

  it.each<Command>([REMOVE, { kind: 'cancel' }])(
    'that went with it by $kind come back too',
    async (command) => {
      const parent = await waiting();
      const child = await bench.add({ after: [parent.id] });
      const before = everyItem();
      await act({ ids: [parent.id, child.id] }, command);
      expect(await undo()).toEqual({ restored: 2, refused: 0 });
      expect(everyItem()).toEqual(before);
      expect(bench.item(child.id)).toMatchObject({ state: 'queued', blockers: 1 });
    },
  );

  it('keep to what a person decided meanwhile', async () => {
    const parent = await waiting();
    const child = await waiting({ after: [parent.id] });
    await act({ ids: [parent.id] }, REMOVE);
    await act({ ids: [child.id] }, { kind: 'hold' });
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    await act({ ids: [parent.id] }, REMOVE);
    const removal = bench.store.read.acts().at(-1)?.token ?? '';
    const decided = await carryOut(deps, { ids: [child.id] }, { kind: 'retry', force: false }, CLI);
    expect(decided).toMatchObject({ value: { done: 1 } });
    await bench.settle();
    expect(bench.item(child.id).state).toBe('sending');
    expect(await undo(removal)).toEqual({ restored: 1, refused: 0 });
    expect(bench.item(child.id).state).toBe('sending');
  });

  it('still need a person when what they followed cannot come back', async () => {
    const parent = await waiting({ requestId: 'r' });
    const child = await bench.add({ after: [parent.id] });
    await act({ ids: [parent.id] }, REMOVE);
    await waiting({ requestId: 'r' });
    expect(await undo()).toEqual({ restored: 0, refused: 1 });
    expect(bench.item(child.id)).toMatchObject({
      state: 'attention',
      reason: { code: 'PARENT_GONE', parent: parent.id },
    });
  });

  it('wait again for what is no longer taken for arrived', async () => {
    const parent = await bench.add({ unknownOutcome: 'ask' });
    const child = await waiting({ after: [parent.id] });
    await bench.settle();
    bench.runner.of(parent.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    await act({ ids: [parent.id] }, { kind: 'resolve', arrived: true });
    expect(bench.item(child.id).blockers).toBe(0);
    expect(await undo()).toEqual({ restored: 1, refused: 0 });
    expect(bench.item(child.id).blockers).toBe(1);
  });
});

describe('an order key', () => {
  it('has its old head again, and its inherited priority', async () => {
    const head = await waiting({ orderKey: 'k' });
    const next = await waiting({ orderKey: 'k' });
    const last = await waiting({ orderKey: 'k', priority: 'urgent' });
    const before = everyItem();
    await act({ ids: [head.id, next.id] }, REMOVE);
    expect(bench.item(last.id).blockers).toBe(0);
    expect(await undo()).toEqual({ restored: 2, refused: 0 });
    expect(everyItem().map((item) => item.id)).toEqual(before.map((item) => item.id));
    expect(bench.item(head.id)).toMatchObject({ blockers: 0, effectivePriority: 4 });
    expect([bench.item(next.id), bench.item(last.id)].map((one) => one.blockers)).toEqual([1, 1]);
  });

  it.each([
    ['delivered', { kind: 'delivered', status: 200 }],
    ['tried again', { kind: 'busy', status: 500, retryAfterMs: null }],
  ] as const)(
    'sends one at a time: a head that came back waits until its successor was %s',
    async (_, outcome) => {
      const head = await bench.add({ orderKey: 'k', notBefore: bench.time.clock.now() + 5 });
      const next = await bench.add({ orderKey: 'k' });
      await act({ ids: [head.id] }, REMOVE);
      await bench.settle();
      expect(bench.item(next.id).state).toBe('sending');
      expect(await undo()).toEqual({ restored: 1, refused: 0 });
      bench.time.advance(10);
      await bench.settle();
      expect(bench.item(head.id)).toMatchObject({ state: 'queued', blockers: 1 });
      bench.runner.of(next.id).answer(outcome);
      await bench.settle();
      expect(bench.item(head.id).state).toBe('sending');
      bench.time.advance(60_000);
      await bench.settle();
      expect(bench.item(next.id).state).not.toBe('sending');
      bench.runner.of(head.id).answer({ kind: 'delivered', status: 200 });
      await bench.settle();
      expect(bench.item(next.id).state).toBe(
        outcome.kind === 'delivered' ? 'delivered' : 'sending',
      );
    },
  );
});

describe('what was removed', () => {
  const addWithFile = (id: string) =>
    bench.store.write((tx) =>
      ok(
        tx.insert(
          { ...newItem({ id }), state: 'held', since: 1 } as never,
          request(vaultBody(id)),
          [],
          1,
        ),
      ),
    );

  it('keeps its files for ten seconds, and lets go of them then by itself', async () => {
    await addWithFile('f');
    const stop = purgePastActs({ ...deps, timers: bench.time.timers, log: SILENT });
    await act({ ids: ['f'] }, REMOVE);
    await bench.settle();
    bench.time.advance(UNDO_MS - 1);
    await bench.settle();
    expect(discarded).toEqual([]);
    expect([...bench.store.read.referencedFiles()]).toEqual(['f']);
    bench.time.advance(1);
    await bench.settle();
    expect(discarded).toEqual(['f']);
    expect([...bench.store.read.referencedFiles()]).toEqual([]);
    expect(bench.store.read.acts()).toEqual([]);
    await stop();
  });

  it('is gone at once for whoever does not offer an undo', async () => {
    await addWithFile('f');
    const removed = await carryOut(deps, { ids: ['f'] }, REMOVE, WINDOW);
    expect(removed).toMatchObject({ value: { done: 1, undo: null } });
    expect(discarded).toEqual(['f']);
  });

  it('does not stay because the clock was set back', async () => {
    await addWithFile('f');
    await act({ ids: ['f'] }, REMOVE);
    bench.time.jump(-3_600_000);
    await purge();
    expect(discarded).toEqual(['f']);
  });

  it('is purged by a later process, however much it is', async () => {
    for (let n = 0; n < 450; n += 1) await addWithFile(`f${n}`);
    await act({ filter: {} }, REMOVE);
    bench.time.advance(UNDO_MS);
    await purge();
    expect(discarded).toHaveLength(450);
    expect(bench.store.read.acts()).toEqual([]);
  });
});

describe('a crash', () => {
  /** Writes of this store fail after so many: the process is gone. */
  function dying(writes: number): CommandDeps {
    let left = writes;
    const { store } = deps;
    return {
      ...deps,
      store: {
        ...store,
        write: (operation) => {
          left -= 1;
          return left < 0 ? new Promise(() => {}) : store.write(operation);
        },
      },
    };
  }

  it('in the middle of an act leaves what was done to be undone from the next start on', async () => {
    for (let n = 0; n < 450; n += 1) await waiting();
    void carryOut(dying(2), { filter: {} }, REMOVE, CLI, { undoable: true });
    await bench.settle();
    expect(bench.store.read.counts().waiting).toBe(50);
    bench.time.advance(UNDO_MS * 5);
    await purge();
    expect(await undo()).toBe('UNDO_EXPIRED');
    await settleActs(deps);
    await purge();
    expect(await undo()).toEqual({ restored: 400, refused: 0 });
    expect(bench.store.read.counts().waiting).toBe(450);
  });

  it('in the middle of an undo does not stop it: the next start brings it to its end, however late', async () => {
    for (let n = 0; n < 450; n += 1) await waiting();
    const before = everyItem();
    await act({ filter: {} }, REMOVE);
    void undoAct(dying(2), null, CLI);
    await bench.settle();
    expect(bench.store.read.counts().waiting).toBe(200);
    bench.time.advance(UNDO_MS * 5);
    await purge();
    await settleActs(deps);
    expect(everyItem()).toEqual(before);
    expect(bench.store.read.acts()).toEqual([]);
  });
});
