import { beforeEach, describe, expect, test } from 'vitest';
import { failureKey } from '../../../electron/core/failures/failure-key.ts';
import type { ItemFilter } from '../../../electron/core/ports/item-queries.ts';
import type { Item, StateFields } from '../../../shared/outbox/item.ts';
import type { ListSort } from '../../../shared/outbox/list-sort.ts';
import { ids, type OpenStore, useStore } from './use-store.ts';

const rejected = (since: number, problem?: string): StateFields => ({
  state: 'attention',
  since,
  reason: { code: 'REJECTED', status: 422 },
  ...(problem === undefined ? {} : { problem }),
});

/** Items that need a person, by the kind of their failure. */
export function failureGroups(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  describe('failure groups', () => {
    let items: Record<'a' | 'b' | 'c' | 'd' | 'e', Item>;

    beforeEach(async () => {
      const url = (n: number) => `https://one.test/visits/${n}`;
      items = {
        a: await move(await add({ id: 'a', url: url(1) }), rejected(30, 'Room missing')),
        b: await move(
          await add({ id: 'b', url: url(2), priority: 4, ref: 'r' }),
          rejected(20, 'Room missing'),
        ),
        c: await move(await add({ id: 'c', url: url(3) }), rejected(40)),
        d: await move(await add({ id: 'd', url: url(4), account: 'clinic' }), {
          state: 'unconfirmed',
          since: 50,
        }),
        e: await move(await add({ id: 'e', url: url(5) }), { state: 'held', since: 1 }),
      };
    });

    const keyOf = (item: Item): string => failureKey(item) ?? '';
    const found = (filter: ItemFilter, sort: ListSort = 'newest') => {
      const { rows } = store.read.items(filter, { after: null, limit: 9, sort });
      expect(store.read.count(filter)).toBe(rows.length);
      return ids(rows).join(' ');
    };

    test('put together what failed alike, the largest first, then the newest', () => {
      const route = { origin: 'https://one.test', method: 'POST', route: '/visits/:id' };
      const common = { ...route, code: 'REJECTED', status: 422 };
      expect(store.read.failureGroups(9)).toEqual([
        {
          ...common,
          key: keyOf(items.a),
          problem: 'Room missing',
          count: 2,
          newest: 'b',
          oldestSince: 20,
        },
        {
          ...route,
          key: keyOf(items.d),
          code: 'UNCONFIRMED',
          status: null,
          problem: null,
          count: 1,
          newest: 'd',
          oldestSince: 50,
        },
        { ...common, key: keyOf(items.c), problem: null, count: 1, newest: 'c', oldestSince: 40 },
      ]);
      expect(store.read.failureGroups(1)).toHaveLength(1);
    });

    test('are known by their items, which say what the server said', () => {
      expect(store.read.item('a')).toMatchObject({ problem: 'Room missing' });
      expect(store.read.item('c')).not.toHaveProperty('problem');
    });

    test('are left by an item that needs nobody any more, or is gone', async () => {
      await move(items.a, { state: 'queued' });
      expect(store.read.failureGroups(9)[0]).toMatchObject({ count: 1, newest: 'd' });
      expect(store.read.item('a')).not.toHaveProperty('problem');
      await writing((tx) => tx.remove('b', 9));
      expect(store.read.failureGroups(9).map((group) => group.newest)).toEqual(['d', 'c']);
    });

    test('can be listed and counted, alone and with the rest of a filter', () => {
      const group = keyOf(items.a);
      expect(found({ group })).toBe('b a');
      expect(found({ group }, 'oldest')).toBe('a b');
      expect(found({ group, priority: 4 })).toBe('b');
      expect(found({ group, states: ['attention'] })).toBe('b a');
      expect(found({ group, states: ['held'] })).toBe('');
      expect(found({ group, ref: 'r' })).toBe('b');
      expect(found({ group: keyOf(items.c), ref: 'r' })).toBe('');
      expect(found({ group: keyOf(items.d), account: 'clinic' })).toBe('d');
      expect(found({ group: keyOf(items.d), account: 'other' })).toBe('');
      expect(found({ group: 'none' })).toBe('');
    });

    test('are listed a page at a time', () => {
      const group = keyOf(items.a);
      const first = store.read.items({ group }, { after: null, limit: 1 });
      expect(ids(first.rows)).toEqual(['b']);
      const second = store.read.items({ group }, { after: first.next, limit: 1 });
      expect(ids(second.rows)).toEqual(['a']);
      expect(second.next).toBeNull();
    });
  });
}
