import { describe, expect, test } from 'vitest';
import { UNDO_MS } from '../../../shared/contracts/bulk-result.ts';
import { openAttempt, report, request, vaultBody } from '../../support/item-fixtures.ts';
import { type OpenStore, useStore } from './use-store.ts';

const CLI = { kind: 'cli' } as const;
const SCOPE = { source: CLI, account: null, subject: null, key: 'k' };

/** What is set aside, brought back and purged, and the acts that did it. */
export function undoing(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  /** An item with all that can belong to one, found in every way there is. */
  async function rich() {
    await add({ id: 'before' });
    const item = await add(
      {
        id: 'a',
        ref: 'k',
        orderKey: 'k',
        dedupeKey: 'k',
        requestId: 'once',
        priority: 4,
        effectivePriority: 4,
        expiresAt: 9_000,
      },
      request(vaultBody('photo')),
      ['before'],
    );
    await add({ id: 'child', orderKey: 'k', blockers: 1 }, request(), ['a']);
    await writing((tx) => {
      tx.openAttempt(openAttempt('a', 1));
      tx.closeAttempt('a', 1, {
        endedAt: 2,
        outcome: { kind: 'busy', status: 503, retryAfterMs: null },
        counted: true,
        report,
        body: { bytes: 3, inline: new Uint8Array([1, 2, 3]), file: 'answer', truncated: null },
      });
      tx.addRequest('a', request(vaultBody('second'), 2));
    });
    return item;
  }

  const everything = () => {
    const { read } = store;
    return {
      item: read.item('a'),
      requests: [read.request('a', 1), read.request('a', 2)],
      attempts: read.attempts('a'),
      body: read.responseBody('a', 1),
      parents: read.parents('a'),
      counts: read.counts(),
      listed: read.items({}, { after: null, limit: 9 }).rows.map((item) => item.id),
      byState: read.items({ states: ['queued'], priority: 4 }, { after: null, limit: 9 }).rows,
      count: read.count({ priority: 4 }),
      ready: read.readyStreams().map((one) => one.ready),
      claimable: read.readyStreams().flatMap((one) => read.ready(one.stream, 'small', 9)),
      byRef: read.byRef(SCOPE),
      byDedupeKey: read.byDedupeKey(SCOPE),
      byRequestId: read.byRequestId(CLI, 'once'),
      head: read.orderHead(SCOPE),
      top: read.orderTopPriority(SCOPE),
      parentOfChild: read.parents('child'),
      childrenOfParent: read.children('before').map((item) => item.id),
      expiring: read.nextExpiryAt(),
    };
  };

  const files = () => [...store.read.referencedFiles()].toSorted();

  describe('setting aside', () => {
    test('is to everybody what removing is', async () => {
      await rich();
      expect(await writing((tx) => tx.setAside('a', 5_000))).toBe(true);
      expect(everything()).toMatchObject({
        item: null,
        requests: [null, null],
        attempts: [],
        body: null,
        counts: { queued: 2 },
        listed: ['child', 'before'],
        byState: [],
        count: 0,
        byRef: null,
        byDedupeKey: null,
        byRequestId: null,
        head: { id: 'child' },
        top: 2,
        parentOfChild: [{ id: 'a', state: null }],
        childrenOfParent: [],
        expiring: null,
      });
      expect(store.read.timeline('a')).toEqual([]);
      expect(store.read.changes(0, 99)).toMatchObject([
        { itemId: 'before' },
        { itemId: 'child' },
        { itemId: 'a', kind: 'removed', state: null },
      ]);
      expect(await writing((tx) => tx.setAside('a', 5_000))).toBe(false);
      expect(await writing((tx) => tx.dropBodies('a'))).toEqual([]);
    });

    test('keeps the vault files, also those that others let go of', async () => {
      await rich();
      await add({ id: 'other' }, request(vaultBody('photo')));
      await writing((tx) => tx.setAside('a', 5_000));
      expect(files()).toEqual(['answer', 'photo', 'second']);
      expect(await writing((tx) => tx.remove('other', 5_000))).toEqual([]);
      expect(await writing((tx) => tx.purgeAside('a'))).toEqual(['answer', 'photo', 'second']);
      expect(files()).toEqual([]);
    });

    test('is found by nothing but the question for it', async () => {
      const item = await rich();
      expect(await writing((tx) => tx.asideItem('a'))).toBeNull();
      await writing((tx) => tx.setAside('a', 5_000));
      expect(await writing((tx) => tx.asideItem('a'))).toEqual(item);
    });
  });

  describe('bringing back', () => {
    test('makes everything as it was, with the timeline going on', async () => {
      await rich();
      const before = everything();
      const timeline = store.read.timeline('a');
      await writing((tx) => tx.setAside('a', 5_000));
      const cursor = store.read.newestCursor();
      expect(await writing((tx) => tx.bringBack('a', 6_000))).toEqual(before.item);
      expect(everything()).toEqual(before);
      expect(store.read.timeline('a')).toEqual([
        ...timeline,
        { cursor: cursor + 1, itemId: 'a', kind: 'undone', state: 'queued', at: 6_000 },
      ]);
      expect(files()).toEqual(['answer', 'photo', 'second']);
      expect(await writing((tx) => tx.bringBack('a', 6_000))).toBeNull();
      expect(await writing((tx) => tx.purgeAside('a'))).toEqual([]);
    });

    test('can be followed by another removal, as often as one likes', async () => {
      await rich();
      for (let round = 0; round < 3; round += 1) {
        await writing((tx) => tx.setAside('a', 5_000));
        await writing((tx) => tx.bringBack('a', 6_000));
      }
      expect(store.read.timeline('a').filter((one) => one.kind === 'undone')).toHaveLength(3);
      expect(await writing((tx) => tx.remove('a', 7_000))).toHaveLength(3);
      expect(store.read.timeline('a')).toEqual([]);
      const feed = store.read.changes(0, 99);
      if (feed === 'RESYNC') throw new Error('nothing was pruned');
      expect(feed.filter((one) => one.itemId === 'a').map((one) => one.kind)).toEqual(
        Array.from({ length: 4 }, () => 'removed'),
      );
    });

    test('is not possible after the purge, nor for what was never set aside', async () => {
      await rich();
      expect(await writing((tx) => tx.bringBack('a', 6_000))).toBeNull();
      await writing((tx) => tx.setAside('a', 5_000));
      await writing((tx) => tx.purgeAside('a'));
      expect(await writing((tx) => tx.bringBack('a', 6_000))).toBeNull();
      expect(await writing((tx) => tx.asideItem('a'))).toBeNull();
    });
  });

  test('knows whether another of an order key is being sent', async () => {
    const head = await add({ id: 'head', orderKey: 'k' });
    await add({ id: 'next', orderKey: 'k', blockers: 1 });
    const sending = (except: string) => store.read.orderIsSending(SCOPE, except);
    expect(sending('next')).toBe(false);
    await move(head, { state: 'sending', attempt: 1, startedAt: 1 });
    expect([sending('next'), sending('head')]).toEqual([true, false]);
    expect(store.read.orderIsSending({ ...SCOPE, account: 'other' }, 'next')).toBe(false);
    expect(store.read.orderIsSending({ ...SCOPE, key: 'l' }, 'next')).toBe(false);
  });

  describe('acts', () => {
    const act = { token: 't1', source: CLI, until: null, undoing: false };

    test('are kept in the order in which they began, with what became of them', async () => {
      await writing((tx) => {
        tx.saveAct(act);
        tx.saveAct({ ...act, token: 't2', source: { kind: 'window' } });
        tx.saveAct({ ...act, until: UNDO_MS, undoing: true });
      });
      expect(store.read.acts()).toEqual([
        { ...act, until: UNDO_MS, undoing: true },
        { ...act, token: 't2', source: { kind: 'window' } },
      ]);
      await writing((tx) => tx.endAct('t1'));
      expect(store.read.acts().map((one) => one.token)).toEqual(['t2']);
    });

    test('give their steps from the last to the first', async () => {
      await writing((tx) => {
        for (const token of ['t1', 't2']) {
          tx.saveAct({ ...act, token });
          tx.addActStep(token, { itemId: 'a', change: null });
          tx.addActStep(token, { itemId: 'b', change: '{"x":1}' });
          tx.addActStep(token, { itemId: 'a', change: null });
        }
      });
      expect(store.read.actSteps('t1', 2)).toEqual([
        { position: 3, itemId: 'a', change: null },
        { position: 2, itemId: 'b', change: '{"x":1}' },
      ]);
      await writing((tx) => {
        tx.dropActStep('t1', 3);
        tx.dropActStep('t1', 2);
        tx.addActStep('t1', { itemId: 'c', change: null });
      });
      expect(store.read.actSteps('t1', 9).map((step) => step.itemId)).toEqual(['c', 'a']);
      expect(store.read.actSteps('t2', 9)).toHaveLength(3);
      expect(store.read.actSteps('t3', 9)).toEqual([]);
    });
  });
}
