import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClaimLane } from '../../electron/core/ports/claim-order.ts';
import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import type { StoreReader } from '../../electron/core/ports/store-reader.ts';
import { ITEM_STATES, type Item, type ItemState, isOpen } from '../../shared/outbox/item.ts';
import { randomGroups, runGroup } from './random-writes.ts';
import type { OpenStore } from './store-suite/use-store.ts';

const RUNS = 40;

/** Whatever is written in whatever order, every count, claim list and feed says what the rows say. */
export function outboxStoreModel(name: string, open: OpenStore): void {
  describe(`${name}, after any writes`, () => {
    test('answers from its counters, indexes and feed what a recount of its rows gives', async () => {
      await fc.assert(
        fc.asyncProperty(randomGroups, async (groups) => {
          const { store, dispose } = await open();
          const follower = new Follower();
          try {
            for (const group of groups) {
              await runGroup(store, group);
              follower.follow(store.read);
              checkAgainstRows(store.read);
              expect(follower.states).toEqual(statesOf(allItems(store.read)));
            }
          } finally {
            await dispose();
          }
        }),
        { numRuns: RUNS },
      );
    }, 60_000);
  });
}

/** The same writes leave two implementations with the same answers. */
export function sameAnswers(name: string, one: OpenStore, other: OpenStore): void {
  test(`${name} answer the same after any writes`, async () => {
    await fc.assert(
      fc.asyncProperty(randomGroups, async (groups) => {
        const [a, b] = [await one(), await other()];
        try {
          for (const group of groups) {
            expect(await runGroup(a.store, group)).toEqual(await runGroup(b.store, group));
            expect(answersOf(a.store)).toEqual(answersOf(b.store));
          }
        } finally {
          await Promise.all([a.dispose(), b.dispose()]);
        }
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
}

/** Keeps a picture of all items from the feed alone, a few changes at a time. */
class Follower {
  readonly states = new Map<string, ItemState>();
  private cursor = 0;

  follow(read: StoreReader): void {
    for (;;) {
      const changes = read.changes(this.cursor, 3);
      if (changes === 'RESYNC') throw new Error('nothing was pruned');
      for (const change of changes) {
        if (change.cursor <= this.cursor) throw new Error('the feed went back');
        this.cursor = change.cursor;
        if (change.state === null) this.states.delete(change.itemId);
        else this.states.set(change.itemId, change.state);
      }
      if (changes.length === 0) break;
    }
    if (this.cursor !== read.newestCursor()) throw new Error('the feed ends early');
  }
}

function allItems(read: StoreReader): readonly Item[] {
  const page = read.items({}, { after: null, limit: 1_000, sort: 'oldest' });
  expect(page.next).toBeNull();
  return page.rows;
}

const statesOf = (items: readonly Item[]) => new Map(items.map((item) => [item.id, item.state]));

const ids = (items: readonly Item[]) => items.map((item) => item.id);

const laneOf = (item: Item): ClaimLane => (item.isolated ? 'isolated' : item.lane);

function checkAgainstRows(read: StoreReader): void {
  const items = allItems(read);
  const counts = Object.fromEntries(
    ITEM_STATES.map((state) => [state, items.filter((item) => item.state === state).length]),
  );
  expect(read.counts()).toEqual(counts);
  // All of it happens within one minute.
  const [minute, ...later] = read.minutes(0);
  expect(later).toEqual([]);
  if (minute !== undefined)
    expect(minute).toMatchObject({
      at: 0,
      backlog: items.filter(({ state }) => isOpen(state)).length,
    });

  const ready = items.filter((item) => item.state === 'queued' && item.blockers === 0);
  const streams = read.readyStreams();
  for (const { stream, origin, account, ready: counted } of streams) {
    const own = ready.filter((item) => item.origin === origin && item.account === account);
    for (const lane of ['small', 'large', 'isolated'] as const) {
      const queue = own.filter((item) => laneOf(item) === lane);
      expect(counted[lane]).toBe(queue.length);
      const order = queue.toSorted(
        (a, b) => b.effectivePriority - a.effectivePriority || a.seq - b.seq,
      );
      expect(ids(read.ready(stream, lane, 100))).toEqual(ids(order));
    }
  }
  const total = streams.flatMap((one) => Object.values(one.ready)).reduce((sum, n) => sum + n, 0);
  expect(total).toBe(ready.length);

  for (const state of ITEM_STATES)
    expect(ids(read.inState(state, 100))).toEqual(
      ids(items.filter((item) => item.state === state)),
    );
  const due = items.flatMap((item) => (item.state === 'waiting' ? [item.dueAt] : []));
  expect(read.nextDueAt()).toBe(due.length === 0 ? null : Math.min(...due));
  expect(read.due(Number.MAX_SAFE_INTEGER, 100)).toHaveLength(due.length);

  for (const item of items) {
    if (item.orderKey === null) continue;
    const scope = { source: item.source, account: item.account, key: item.orderKey };
    const queue = items.filter(
      (one) =>
        one.orderKey === item.orderKey &&
        one.account === item.account &&
        one.source.kind === item.source.kind &&
        isOpen(one.state),
    );
    expect(read.orderHead(scope)?.id).toBe(queue[0]?.id);
    const top = queue.length === 0 ? null : Math.max(...queue.map((one) => one.priority));
    expect(read.orderTopPriority(scope)).toBe(top);
  }
}

/** Everything that can be asked, in a form that does not depend on the numbers of streams. */
function answersOf({ read }: OutboxStore): unknown {
  const items = allItems(read);
  const never = Number.MAX_SAFE_INTEGER;
  return {
    items,
    counts: read.counts(),
    groups: read.failureGroups(100),
    minutes: read.minutes(0),
    feed: read.changes(0, 1_000),
    newest: read.newestCursor(),
    files: [...read.referencedFiles()].toSorted(),
    due: ids(read.due(never, 100)),
    blocked: ids(read.blocked(100)),
    expired: ids(read.expired(never, 100)),
    nextExpiryAt: read.nextExpiryAt(),
    purgeable: read.purgeable(3_000, 2, 100),
    withOldBodies: read.withOldBodies(never, 100),
    streams: read
      .readyStreams()
      .map(({ origin, account, ready }) => ({ origin, account, ready }))
      .toSorted((a, b) => (`${a.origin}${a.account}` < `${b.origin}${b.account}` ? -1 : 1)),
    held: read.items(
      { states: ['held', 'attention'], account: 'clinic' },
      { after: null, limit: 3 },
    ),
    two: read.items(
      { origin: 'https://two.test', priority: 4 },
      { after: { rank: 0, seq: 5 }, limit: 3 },
    ),
    each: items.map(({ id, source, account, subject }) => ({
      request: read.request(id),
      attempts: read.attempts(id),
      timeline: read.timeline(id),
      parents: read.parents(id),
      children: ids(read.children(id)),
      byDedupeKey: read.byDedupeKey({ source, account, subject, key: 'd' })?.id,
    })),
  };
}
