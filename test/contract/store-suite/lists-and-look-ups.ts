import { beforeEach, describe, expect, test } from 'vitest';
import type { PagePosition, PersonScope } from '../../../electron/core/ports/item-queries.ts';
import type { OutboxStore } from '../../../electron/core/ports/outbox-store.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { ListSort } from '../../../shared/outbox/list-sort.ts';
import { inState, newItem, request } from '../../support/item-fixtures.ts';
import { expected, ids, type OpenStore, useStore } from './use-store.ts';

/** Pages and keys. */
export function listsAndLookUps(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  describe('a page', () => {
    beforeEach(async () => {
      await writing((tx) => {
        for (let n = 0; n < 12; n += 1) {
          tx.insert(
            newItem({
              id: `i${n}`,
              origin: n % 3 === 0 ? 'https://two.test' : 'https://one.test',
              account: n % 4 === 0 ? 'clinic' : null,
              priority: n % 2 === 0 ? 4 : 2,
              ref: n % 5 === 0 ? 'r' : null,
              bodyBytes: (n % 4) * 10,
              createdAt: n,
              source: n % 6 === 1 ? { kind: 'app', app: 'forms' } : { kind: 'cli' },
            }),
            request(),
            [],
            n,
          );
        }
        for (const id of ['i1', 'i6', 'i10']) {
          const item = tx.item(id) as Item;
          tx.save(inState(item, { state: 'held', since: 1 }), expected(item), 'held', 1);
        }
      });
    });

    const all = (
      filter: Parameters<OutboxStore['read']['items']>[0],
      sort: ListSort = 'newest',
    ) => {
      const found: string[] = [];
      let after: PagePosition | null = null;
      do {
        const page = store.read.items(filter, { after, limit: 2, sort });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        found.push(...ids(page.rows));
        after = page.next;
      } while (after !== null);
      expect(store.read.count(filter)).toBe(found.length);
      return found.join(' ');
    };

    test('follows another until all were seen, newest or oldest first', () => {
      expect(all({})).toBe('i11 i10 i9 i8 i7 i6 i5 i4 i3 i2 i1 i0');
      expect(all({}, 'oldest')).toBe('i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 i10 i11');
    });

    test('an app’s items are counted, open ones and new ones apart from those of everybody else', async () => {
      expect(store.read.appUsage('forms', -1)).toEqual({ open: 2, today: 2 });
      expect(store.read.appUsage('forms', 1)).toEqual({ open: 2, today: 1 });
      await move(store.read.item('i7') as Item, { state: 'cancelled', cancelledAt: 1 });
      expect(store.read.appUsage('forms', 1)).toEqual({ open: 1, today: 1 });
      expect(store.read.appUsage('form', -1)).toEqual({ open: 0, today: 0 });
    });

    test('holds only what the filter asks for', () => {
      expect(all({ states: ['held'] })).toBe('i10 i6 i1');
      expect(all({ states: ['held', 'queued'], priority: 2 }, 'oldest')).toBe('i1 i3 i5 i7 i9 i11');
      expect(all({ states: [] })).toBe('');
      expect(all({ origin: 'https://two.test' })).toBe('i9 i6 i3 i0');
      expect(all({ origin: 'https://two.test', account: 'clinic' })).toBe('i0');
      expect(all({ account: 'clinic' }, 'oldest')).toBe('i0 i4 i8');
      expect(all({ priority: 4, states: ['held'] })).toBe('i10 i6');
      expect(all({ ref: 'r' })).toBe('i10 i5 i0');
      expect(all({ ref: 'r', priority: 4 })).toBe('i10 i0');
      expect(all({ ref: 'r', states: ['held'] }, 'oldest')).toBe('i10');
      expect(all({ ref: 'r', origin: 'https://two.test', account: 'clinic' })).toBe('i0');
      expect(all({ origin: 'https://nowhere.test' })).toBe('');
    });

    test('goes by priority and then by age, or by size and then by youth', () => {
      expect(all({}, 'priority')).toBe('i0 i2 i4 i6 i8 i10 i1 i3 i5 i7 i9 i11');
      expect(all({ states: ['held'] }, 'priority')).toBe('i6 i10 i1');
      expect(all({ ref: 'r' }, 'priority')).toBe('i0 i10 i5');
      expect(all({}, 'size')).toBe('i11 i7 i3 i10 i6 i2 i9 i5 i1 i8 i4 i0');
      expect(all({ states: ['held', 'sending'] }, 'size')).toBe('i10 i6 i1');
      expect(all({ origin: 'https://two.test' }, 'size')).toBe('i3 i6 i9 i0');
    });

    test('keeps to one source', () => {
      const source = { kind: 'app', app: 'forms' } as const;
      expect(all({ source })).toBe('i7 i1');
      expect(all({ source, states: ['held'] })).toBe('i1');
      expect(all({ source: { kind: 'app', app: 'other' } })).toBe('');
    });

    test('says that nothing follows when it is exactly full', () => {
      const page = store.read.items({}, { after: null, limit: 12 });
      expect(page.rows).toHaveLength(12);
      expect(page.next).toBeNull();
    });
  });

  describe('look-ups', () => {
    const scope: PersonScope = {
      source: { kind: 'app', app: 'forms' },
      account: 'clinic',
      subject: null,
      key: 'k',
    };
    const inScope = { source: scope.source, account: 'clinic' } as const;

    test('by request id stay within one source', async () => {
      await add({ id: 'a', requestId: 'r', source: scope.source });
      expect(store.read.byRequestId(scope.source, 'r')?.id).toBe('a');
      expect(store.read.byRequestId({ kind: 'app', app: 'other' }, 'r')).toBeNull();
      expect(store.read.byRequestId({ kind: 'cli' }, 'r')).toBeNull();
    });

    test('by ref find the newest, in whatever state, within source and account', async () => {
      await add({ id: 'a', ref: 'k', ...inScope });
      const b = await add({ id: 'b', ref: 'k', ...inScope });
      await add({ id: 'c', ref: 'k', ...inScope, account: null });
      await add({ id: 'd', ref: 'k', ...inScope, source: { kind: 'cli' } });
      await move(b, { state: 'delivered', deliveredAt: 1, status: 200 });
      expect(store.read.byRef(scope)?.id).toBe('b');
      expect(store.read.byRef({ ...scope, account: null })?.id).toBe('c');
      expect(store.read.byRef({ ...scope, key: 'other' })).toBeNull();
    });

    test('by dedupe key find the newest open one', async () => {
      await add({ id: 'a', dedupeKey: 'k', ...inScope });
      const b = await add({ id: 'b', dedupeKey: 'k', ...inScope });
      expect(store.read.byDedupeKey(scope)?.id).toBe('b');
      await move(b, { state: 'cancelled', cancelledAt: 1 });
      expect(store.read.byDedupeKey(scope)?.id).toBe('a');
      expect(store.read.byDedupeKey({ ...scope, account: null })).toBeNull();
    });

    test("by dedupe key find nobody else's", async () => {
      await add({ id: 'a', dedupeKey: 'k', ...inScope, subject: 'ann' });
      await add({ id: 'b', dedupeKey: 'k', ...inScope, subject: 'ben' });
      const found = (subject: string | null) => store.read.byDedupeKey({ ...scope, subject })?.id;
      expect([found('ann'), found('ben'), found(null)]).toEqual(['a', 'b', undefined]);
    });

    test('of an order key answer its oldest open item, how many there are and the highest priority', async () => {
      const a = await add({ id: 'a', orderKey: 'k', priority: 1, ...inScope });
      await add({ id: 'b', orderKey: 'k', priority: 2, ...inScope });
      const c = await add({ id: 'c', orderKey: 'k', priority: 4, ...inScope });
      await add({ id: 'd', orderKey: 'k', priority: 4, ...inScope, account: null });
      expect(store.read.orderHead(scope)?.id).toBe('a');
      expect(store.read.orderTopPriority(scope)).toBe(4);
      expect(store.read.orderOpen(scope)).toBe(3);
      await move(a, { state: 'delivered', deliveredAt: 1, status: 200 });
      await move(c, { state: 'cancelled', cancelledAt: 1 });
      expect(store.read.orderHead(scope)?.id).toBe('b');
      expect(store.read.orderTopPriority(scope)).toBe(2);
      expect(store.read.orderOpen(scope)).toBe(1);
      expect(store.read.orderOpen({ ...scope, key: 'other' })).toBe(0);
      expect(store.read.orderHead({ ...scope, key: 'other' })).toBeNull();
      expect(store.read.orderTopPriority({ ...scope, key: 'other' })).toBeNull();
    });

    test('of parents and children know each other, also when the parent is gone', async () => {
      await add({ id: 'p1' });
      await add({ id: 'p2' });
      await add({ id: 'c1' }, request(), ['p2', 'p1']);
      await add({ id: 'c2' }, request(), ['p1']);
      await writing((tx) => tx.remove('p2', 2));
      expect(store.read.parents('c1')).toEqual([
        { id: 'p2', ref: null, state: null, fills: 0 },
        { id: 'p1', ref: null, state: 'queued', fills: 0 },
      ]);
      expect(ids(store.read.children('p1'))).toEqual(['c1', 'c2']);
      expect(ids(store.read.children('p2'))).toEqual(['c1']);
      await writing((tx) => tx.remove('c1', 2));
      expect(ids(store.read.children('p1'))).toEqual(['c2']);
      expect(store.read.parents('c1')).toEqual([]);
    });
  });
}
