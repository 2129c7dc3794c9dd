import { describe, expect, test } from 'vitest';
import { err, ok } from '../../../shared/lang/result.ts';
import type { ItemIn } from '../../../shared/outbox/item.ts';
import { newItem, request, vaultBody } from '../../support/item-fixtures.ts';
import { expected, ids, type OpenStore, useStore } from './use-store.ts';

/** What one operation does, and what it does to its neighbours. */
export function writes(open: OpenStore): void {
  const { store, writing, add } = useStore(open);

  describe('a write', () => {
    test('that answers an error leaves nothing behind, and its neighbours stay', async () => {
      const results = await Promise.all([
        store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(), [], 1).seq)),
        store.write((tx) => {
          tx.insert(
            newItem({ id: 'b', origin: 'https://new.test' }),
            request(vaultBody('v')),
            ['a'],
            1,
          );
          tx.savePause({ scope: 'all', key: '', since: 1, until: null });
          tx.remove('a', 1);
          return err('no');
        }),
        store.write((tx) => ok(tx.insert(newItem({ id: 'c' }), request(), [], 1).seq)),
      ]);
      expect(results.map((result) => result.ok)).toEqual([true, false, true]);
      expect(results[1]).toEqual(err('no'));
      expect(ids(store.read.items({}, { after: null, limit: 9 }).rows)).toEqual(['c', 'a']);
      expect(store.read.counts().queued).toBe(2);
      expect(store.read.pauses()).toEqual([]);
      expect([...store.read.referencedFiles()]).toEqual([]);
      expect(store.read.changes(0, 9)).toHaveLength(2);
    });

    test('that throws rejects alone and leaves nothing behind', async () => {
      const results = await Promise.allSettled([
        writing((tx) => tx.insert(newItem({ id: 'a' }), request(), [], 1)),
        writing((tx) => {
          tx.insert(newItem({ id: 'b' }), request(), [], 1);
          throw new Error('a bug');
        }),
        writing((tx) => tx.item('a')?.id ?? 'not seen'),
      ]);
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(results[2]).toMatchObject({ value: 'a' });
      expect(store.read.item('b')).toBeNull();
    });

    test('sees its own changes, and nobody else sees them before the commit', async () => {
      const answer = writing((tx) => {
        tx.insert(newItem({ id: 'a' }), request(), [], 1);
        return [tx.item('a')?.id, tx.counts().queued, tx.readyStreams().length];
      });
      expect(store.read.item('a')).toBeNull();
      expect(await answer).toEqual(['a', 1, 1]);
      expect(store.read.item('a')?.id).toBe('a');
    });

    test('is told to the listeners once per commit that changed something', async () => {
      let calls = 0;
      const stop = store.onCommit(() => {
        calls += 1;
        expect(store.read.item('a')).not.toBeNull();
      });
      await Promise.all([add({ id: 'a' }), add({ id: 'b' })]);
      expect(calls).toBe(1);
      await writing((tx) => tx.item('a'));
      await store.write((tx) => {
        tx.remove('a', 1);
        return err('no');
      });
      expect(calls).toBe(1);
      const item = store.read.item('a') as ItemIn<'queued'>;
      await writing((tx) => tx.adjust({ ...item, blockers: 1 }, expected(item)));
      expect(calls).toBe(2);
      stop();
      await add({ id: 'c' });
      expect(calls).toBe(2);
    });

    test('is refused after closing; what was pending is committed first', async () => {
      const pending = add({ id: 'a' });
      const closing = store.close();
      expect(await store.write(() => ok(1))).toMatchObject({
        ok: false,
        error: { code: 'PROFILE_UNUSABLE' },
      });
      expect((await pending).id).toBe('a');
      await closing;
    });
  });
}
