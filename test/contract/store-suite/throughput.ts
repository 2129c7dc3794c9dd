import { describe, expect, test } from 'vitest';
import { err } from '../../../shared/lang/result.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { newItem, openAttempt, request } from '../../support/item-fixtures.ts';
import { type OpenStore, useStore } from './use-store.ts';

const MINUTE = 60_000;

/** What happened in each minute. */
export function throughput(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  const ended = (id: string, number: number, endedAt: number, outcome: AttemptOutcome) =>
    writing((tx) => {
      tx.openAttempt(openAttempt(id, number));
      const closing = { endedAt, outcome, counted: false, report: null, body: null };
      return tx.closeAttempt(id, number, closing);
    });

  describe('minutes', () => {
    test('count attempts by how they ended, and what is open after the last news', async () => {
      expect(store.read.minutes(0)).toEqual([]);
      const a = await add({ id: 'a' });
      await add({ id: 'b' });
      expect(store.read.minutes(0)).toEqual([{ at: 0, delivered: 0, failed: 0, backlog: 2 }]);
      await ended('a', 1, MINUTE + 5, { kind: 'busy', status: 503, retryAfterMs: null });
      await ended('b', 1, 2 * MINUTE - 1, { kind: 'rejected', status: 422 });
      await ended('a', 2, 2 * MINUTE, { kind: 'delivered', status: 200 });
      await move(a, { state: 'delivered', deliveredAt: 2 * MINUTE, status: 200 }, 2 * MINUTE);
      expect(store.read.minutes(MINUTE)).toEqual([
        { at: MINUTE, delivered: 0, failed: 2, backlog: 2 },
        { at: 2 * MINUTE, delivered: 1, failed: 0, backlog: 1 },
      ]);
      expect(store.read.minutes(MINUTE + 1)).toHaveLength(1);
    });

    test('count an attempt once, however often it is closed', async () => {
      await add({ id: 'a' });
      await ended('a', 1, 5, { kind: 'delivered', status: 200 });
      const again = { endedAt: 9, counted: false, report: null, body: null };
      await writing((tx) =>
        tx.closeAttempt('a', 1, { ...again, outcome: { kind: 'delivered', status: 200 } }),
      );
      expect(store.read.minutes(0)).toMatchObject([{ delivered: 1, failed: 0 }]);
    });

    test('see items go and come back', async () => {
      await add({ id: 'a' });
      const b = await add({ id: 'b' });
      const backlogs = () =>
        store.read.minutes(MINUTE).map(({ at, backlog }) => [at / MINUTE, backlog]);
      await writing((tx) => tx.setAside('a', MINUTE));
      await writing((tx) => tx.bringBack('a', 2 * MINUTE));
      await writing((tx) => tx.remove('a', 3 * MINUTE));
      const done = await move(b, { state: 'cancelled', cancelledAt: 4 * MINUTE }, 4 * MINUTE);
      await writing((tx) => tx.remove(done.id, 5 * MINUTE));
      expect(backlogs()).toEqual([
        [1, 1],
        [2, 2],
        [3, 1],
        [4, 0],
      ]);
    });

    test('say within a transaction what it did so far, and nothing of one that was undone', async () => {
      await writing((tx) => {
        tx.insert(newItem({ id: 'a' }), request(), [], 5);
        expect(tx.minutes(0)).toEqual([{ at: 0, delivered: 0, failed: 0, backlog: 1 }]);
        tx.insert(newItem({ id: 'b' }), request(), [], 6);
      });
      await store.write((tx) => {
        tx.insert(newItem({ id: 'c' }), request(), [], MINUTE);
        return err('no');
      });
      expect(store.read.minutes(0)).toEqual([{ at: 0, delivered: 0, failed: 0, backlog: 2 }]);
    });

    test('are forgotten by age', async () => {
      await add({ id: 'a' });
      await ended('a', 1, 3 * MINUTE, { kind: 'delivered', status: 200 });
      await writing((tx) => tx.dropMinutes(MINUTE));
      expect(store.read.minutes(0).map(({ at }) => at)).toEqual([3 * MINUTE]);
    });
  });
}
