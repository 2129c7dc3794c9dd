import { describe, expect, test } from 'vitest';
import {
  newItem,
  openAttempt,
  report,
  request,
  textBody,
  vaultBody,
} from '../../support/item-fixtures.ts';
import { type OpenStore, useStore } from './use-store.ts';

/** What is let go, and which files that frees. */
export function keepingAndDropping(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  describe('keeping and dropping', () => {
    test('purges finished items that are old or too many, oldest first', async () => {
      for (const [id, at] of [
        ['b', 20],
        ['a', 10],
        ['c', 30],
        ['d', 40],
      ] as const)
        await move(await add({ id }), { state: 'delivered', deliveredAt: at, status: 200 });
      await move(await add({ id: 'x' }), { state: 'cancelled', cancelledAt: 15 });
      await move(await add({ id: 'y' }), { state: 'unconfirmed', since: 1 });
      expect(store.read.purgeable(0, 100, 10)).toEqual([]);
      expect(store.read.purgeable(20, 100, 10)).toEqual(['a', 'x']);
      expect(store.read.purgeable(0, 2, 10)).toEqual(['a', 'x', 'b']);
      expect(store.read.purgeable(40, 4, 10)).toEqual(['a', 'x', 'b', 'c']);
      expect(store.read.purgeable(50, 0, 2)).toEqual(['a', 'x']);
    });

    test('finds delivered items whose bodies are old, until they are dropped', async () => {
      const done = { state: 'delivered', deliveredAt: 10, status: 200 } as const;
      await move(await add({ id: 'a' }, request(textBody('x'))), done);
      await move(await add({ id: 'plain' }), done);
      await move(await add({ id: 'open' }, request(textBody('x'))), { state: 'held', since: 1 });
      await move(await add({ id: 'young' }, request(textBody('x'))), {
        ...done,
        deliveredAt: 50,
      });
      const answered = await add({ id: 'answered' });
      await writing((tx) => {
        tx.openAttempt(openAttempt('answered', 1));
        tx.closeAttempt('answered', 1, {
          endedAt: 2,
          outcome: { kind: 'delivered', status: 200 },
          counted: false,
          report,
          body: { bytes: 2, inline: new Uint8Array(2), file: null, truncated: null },
        });
      });
      await move(answered, done);
      expect(store.read.withOldBodies(10, 9)).toEqual([]);
      expect(store.read.withOldBodies(20, 9)).toEqual(['a', 'answered']);
      expect(store.read.withOldBodies(20, 1)).toEqual(['a']);
      await writing((tx) => {
        for (const id of ['a', 'answered', 'open']) expect(tx.dropBodies(id)).toEqual([]);
      });
      expect(store.read.withOldBodies(20, 9)).toEqual([]);
      expect(store.read.request('a')).toBeNull();
      expect(store.read.request('open')).not.toBeNull();
      expect(store.read.attempts('answered')[0]?.body).toEqual({
        bytes: 2,
        file: null,
        truncated: null,
      });
      expect(store.read.responseBody('answered', 1)).toMatchObject({ bytes: 2, inline: null });
    });

    test('frees a vault file when the last item that refers to it lets go', async () => {
      const done = { state: 'delivered', deliveredAt: 10, status: 200 } as const;
      const a = await add({ id: 'a' }, request(vaultBody('shared')));
      await add({ id: 'b' }, request(vaultBody('shared')));
      await writing((tx) => {
        tx.addRequest('a', request(vaultBody('second'), 2));
        tx.openAttempt(openAttempt('a', 1));
        tx.closeAttempt('a', 1, {
          endedAt: 2,
          outcome: { kind: 'hostLost' },
          counted: false,
          report: null,
          body: { bytes: 99, inline: null, file: 'response', truncated: null },
        });
      });
      await move(a, done);
      expect([...store.read.referencedFiles()].toSorted()).toEqual([
        'response',
        'second',
        'shared',
      ]);
      expect(await writing((tx) => tx.dropBodies('a'))).toEqual(['response', 'second']);
      expect(await writing((tx) => tx.dropBodies('a'))).toEqual([]);
      expect(await writing((tx) => tx.remove('b', 9))).toEqual(['shared']);
      expect(await writing((tx) => tx.remove('b', 9))).toEqual([]);
      expect([...store.read.referencedFiles()]).toEqual([]);
    });

    test('lists every referenced file once, however many there are', async () => {
      await writing((tx) => {
        for (let n = 0; n < 1_100; n += 1)
          tx.insert(newItem({ id: `i${n}` }), request(vaultBody(`v${n % 1_050}`)), [], 1);
      });
      const files = [...store.read.referencedFiles()];
      expect(files).toHaveLength(1_050);
      expect(new Set(files).size).toBe(1_050);
    });

    test('removes everything of an item', async () => {
      await add({ id: 'a', ref: 'r' }, request(textBody('x')));
      await writing((tx) => tx.openAttempt(openAttempt('a', 1)));
      await writing((tx) => tx.remove('a', 9));
      expect(store.read.item('a')).toBeNull();
      expect(store.read.request('a')).toBeNull();
      expect(store.read.attempts('a')).toEqual([]);
      expect(store.read.timeline('a')).toEqual([]);
      expect(store.read.counts().queued).toBe(0);
      expect(store.read.readyStreams()).toEqual([]);
    });
  });
}
