import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyScope, NewItem, OutboxStore, StoreWriter } from '../../electron/core/ports.ts';
import { err, ok } from '../../shared/lang/result.ts';
import type { Item, ItemIn } from '../../shared/outbox/item.ts';
import type { StoredRequest } from '../../shared/outbox/request.ts';
import {
  inState,
  newItem,
  openAttempt,
  report,
  request,
  STATES,
  textBody,
  vaultBody,
} from '../support/item-fixtures.ts';

export interface OpenStore {
  readonly store: OutboxStore;
  readonly dispose: () => Promise<void>;
}

/** What every implementation of the store's port must do. */
export function outboxStoreSuite(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as an outbox store`, () => {
    let opened: OpenStore;
    let store: OutboxStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    async function writing<T>(operation: (tx: StoreWriter) => T): Promise<T> {
      const result = await store.write((tx) => ok(operation(tx)));
      if (!result.ok) throw new Error(result.error.code);
      return result.value;
    }

    const add = (
      item: Partial<NewItem> & { readonly id: string },
      body: StoredRequest = request(),
      parents: readonly string[] = [],
    ): Promise<Item> => writing((tx) => tx.insert(newItem(item), body, parents, 1_000));

    const expected = (item: Item) => ({ state: item.state, revision: item.revision });

    const move = (item: Item, to: Parameters<typeof inState>[1], at = 4_000): Promise<Item> => {
      const next = inState(item, to);
      return writing((tx) => {
        if (!tx.save(next, expected(item), 'attemptEnded', at)) throw new Error('not saved');
        return next;
      });
    };

    const ids = (items: readonly { readonly id: string }[]) => items.map((item) => item.id);

    const everyField: NewItem = {
      id: 'full',
      revision: 3,
      method: 'PUT',
      url: 'https://two.test/a?b=ü',
      origin: 'https://two.test',
      account: 'clinic',
      source: { kind: 'app', app: 'forms' },
      ref: 'visit-7',
      orderKey: 'patient-1',
      dedupeKey: 'profile',
      onDuplicate: 'replace',
      requestId: 'r-1',
      title: 'Visit “7”',
      labels: ['a', 'b'],
      priority: 3,
      effectivePriority: 4,
      lane: 'large',
      bodyBytes: 2_000_000,
      unknownOutcome: 'ask',
      idempotencyKey: 'k-1',
      mayHaveArrived: true,
      createdAt: 1,
      updatedAt: 2,
      notBefore: 3,
      expiresAt: 4,
      blockers: 5,
      attempts: 6,
      budget: { counted: 7, spentMs: 8, suspects: 9, strikes: 10, hops: 11, failures: 12 },
      redirectTo: 'https://two.test/b',
      isolated: true,
      last: { kind: 'busy', status: 503, code: 'X', at: 13 },
      asked: 'hold',
      state: 'waiting',
      dueAt: 14,
      floorAt: 15,
      reason: { code: 'BACKOFF', after: 'busy', detail: '503' },
    };

    describe('an item', () => {
      test('is read back as it was handed over, with the next seq', async () => {
        const first = await add({ id: 'a' });
        const full = await writing((tx) => tx.insert(everyField, request(undefined, 3), [], 1));
        expect(full).toEqual({ ...everyField, seq: first.seq + 1 });
        expect(store.read.item('full')).toEqual(full);
        expect(store.read.item('a')).toEqual(first);
        expect(store.read.item('nobody')).toBeNull();
      });

      test.each(STATES)('is read back in state $state', async (state) => {
        const saved = await move(await add({ id: 'a' }), state);
        expect(store.read.item('a')).toEqual(saved);
      });

      test('is saved with every field that may change', async () => {
        const item = await add({
          id: 'full',
          source: everyField.source,
          requestId: 'r-1',
          createdAt: 1,
        });
        const next = { ...everyField, seq: item.seq };
        await writing((tx) => expect(tx.save(next, expected(item), 'edited', 9)).toBe(true));
        expect(store.read.item('full')).toEqual(next);
      });

      test('is not saved when state, revision or attempt are others than expected', async () => {
        const item = await add({ id: 'a' });
        const sending = await move(item, { state: 'sending', attempt: 2, startedAt: 5 });
        const next = inState(sending, { state: 'held', since: 6 });
        const cursor = store.read.newestCursor();
        await writing((tx) => {
          expect(tx.save(next, { state: 'queued', revision: 1 }, 'held', 6)).toBe(false);
          expect(tx.save(next, { state: 'sending', revision: 2 }, 'held', 6)).toBe(false);
          expect(tx.save(next, { state: 'sending', revision: 1, attempt: 1 }, 'held', 6)).toBe(
            false,
          );
          expect(tx.adjust(next, { state: 'sending', revision: 1, attempt: 1 })).toBe(false);
          expect(tx.save({ ...next, id: 'b' }, expected(sending), 'held', 6)).toBe(false);
        });
        expect(store.read.item('a')).toEqual(sending);
        expect(store.read.newestCursor()).toBe(cursor);
        await writing((tx) =>
          expect(tx.save(next, { state: 'sending', revision: 1, attempt: 2 }, 'held', 6)).toBe(
            true,
          ),
        );
        expect(store.read.item('a')).toEqual(next);
      });

      test('moves to the stream of its new account', async () => {
        const item = await add({ id: 'a' });
        await writing((tx) => tx.adjust({ ...item, account: 'clinic' }, expected(item)));
        expect(store.read.readyStreams()).toMatchObject([
          { origin: 'https://one.test', account: 'clinic', ready: { small: 1 } },
        ]);
      });

      test('keeps its id and its request id for itself', async () => {
        await add({ id: 'a', requestId: 'r' });
        await expect(add({ id: 'a' })).rejects.toBeInstanceOf(Error);
        await expect(add({ id: 'b', requestId: 'r' })).rejects.toBeInstanceOf(Error);
        await add({ id: 'c', requestId: 'r', source: { kind: 'window' } });
        expect(store.read.counts().queued).toBe(2);
      });

      test('gets a seq that no item had before, even when the newest one was removed', async () => {
        const first = await add({ id: 'a' });
        await writing((tx) => tx.remove('a', 2));
        expect((await add({ id: 'b' })).seq).toBeGreaterThan(first.seq);
      });
    });

    describe('a request', () => {
      const bodies: readonly StoredRequest['body'][] = [
        { kind: 'none' },
        textBody('{"a":"\\u0000 \u0000 ü 😀 \\" \n"}'),
        vaultBody('v1'),
        {
          kind: 'multipart',
          boundary: 'b',
          parts: [
            { kind: 'field', name: '', value: 'x\r\ny' },
            {
              kind: 'file',
              name: 'photo',
              filename: 'ü.jpg',
              contentType: 'image/jpeg',
              file: {
                kind: 'reference',
                path: '/tmp/ü.jpg',
                size: 5,
                sha256: 'ef',
                mtimeMs: 1.5,
                inode: 7,
              },
            },
            { kind: 'field', name: '', value: 'again' },
          ],
        },
      ];

      test.each(bodies)('with a body of kind $kind is read back exactly', async (body) => {
        await add({ id: 'a' }, request(body));
        expect(store.read.request('a')).toEqual(request(body));
        expect(store.read.request('a', 1)).toEqual(request(body));
        expect(store.read.request('a', 2)).toBeNull();
        expect(store.read.request('b')).toBeNull();
      });

      test('keeps its earlier revisions', async () => {
        const item = await add({ id: 'a' }, request(textBody('one')));
        await writing((tx) => {
          tx.addRequest('a', request(textBody('two'), 2));
          tx.save({ ...item, revision: 2 }, expected(item), 'edited', 2);
        });
        expect(store.read.request('a')).toEqual(request(textBody('two'), 2));
        expect(store.read.request('a', 1)).toEqual(request(textBody('one')));
      });
    });

    describe('attempts', () => {
      test('are kept from before they start until they ended, oldest first', async () => {
        await add({ id: 'a' });
        await writing((tx) => tx.openAttempt(openAttempt('a', 1)));
        expect(store.read.attempts('a')).toEqual([openAttempt('a', 1)]);
        const body = {
          bytes: 9,
          inline: new Uint8Array([0, 255]),
          file: 'v-r',
          truncated: 'cut',
        } as const;
        const closing = {
          endedAt: 2_500,
          outcome: { kind: 'busy', status: 503, retryAfterMs: 5_000 },
          counted: true,
          report,
          body,
        } as const;
        await writing((tx) => expect(tx.closeAttempt('a', 1, closing)).toBe(true));
        await writing((tx) => tx.openAttempt(openAttempt('a', 2)));
        const { inline: _, ...kept } = body;
        expect(store.read.attempts('a')).toEqual([
          { ...openAttempt('a', 1), ...closing, body: kept },
          openAttempt('a', 2),
        ]);
        expect(store.read.responseBody('a', 1)).toEqual(body);
        expect(store.read.responseBody('a', 2)).toBeNull();
        expect(store.read.responseBody('b', 1)).toBeNull();
        expect([...store.read.referencedFiles()]).toEqual(['v-r']);
      });

      test('end once, and only when they were open', async () => {
        await add({ id: 'a' });
        const closing = {
          endedAt: 3,
          outcome: { kind: 'hostLost' },
          counted: false,
          report: null,
          body: null,
        } as const;
        await writing((tx) => {
          tx.openAttempt(openAttempt('a', 1));
          expect(tx.closeAttempt('a', 2, closing)).toBe(false);
          expect(tx.closeAttempt('b', 1, closing)).toBe(false);
          expect(tx.closeAttempt('a', 1, closing)).toBe(true);
          expect(tx.closeAttempt('a', 1, { ...closing, endedAt: 4 })).toBe(false);
        });
        expect(store.read.attempts('a')[0]?.endedAt).toBe(3);
      });

      test('are never open twice for one item', async () => {
        await add({ id: 'a' });
        await writing((tx) => tx.openAttempt(openAttempt('a', 1)));
        await expect(writing((tx) => tx.openAttempt(openAttempt('a', 2)))).rejects.toBeInstanceOf(
          Error,
        );
        await expect(
          writing((tx) => tx.openAttempt(openAttempt('gone', 1))),
        ).rejects.toBeInstanceOf(Error);
        expect(store.read.attempts('a')).toHaveLength(1);
      });
    });

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

      const all = (filter: Parameters<OutboxStore['read']['items']>[0], oldestFirst = false) => {
        const found: string[] = [];
        let after: number | null = null;
        do {
          const page = store.read.items(filter, { after, limit: 2, oldestFirst });
          expect(page.rows.length).toBeLessThanOrEqual(2);
          found.push(...ids(page.rows));
          after = page.next;
        } while (after !== null);
        return found.join(' ');
      };

      test('follows another until all were seen, newest or oldest first', () => {
        expect(all({})).toBe('i11 i10 i9 i8 i7 i6 i5 i4 i3 i2 i1 i0');
        expect(all({}, true)).toBe('i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 i10 i11');
      });

      test('holds only what the filter asks for', () => {
        expect(all({ states: ['held'] })).toBe('i10 i6 i1');
        expect(all({ states: ['held', 'queued'], priority: 2 }, true)).toBe('i1 i3 i5 i7 i9 i11');
        expect(all({ states: [] })).toBe('');
        expect(all({ origin: 'https://two.test' })).toBe('i9 i6 i3 i0');
        expect(all({ origin: 'https://two.test', account: 'clinic' })).toBe('i0');
        expect(all({ account: 'clinic' }, true)).toBe('i0 i4 i8');
        expect(all({ priority: 4, states: ['held'] })).toBe('i10 i6');
        expect(all({ ref: 'r' })).toBe('i10 i5 i0');
        expect(all({ ref: 'r', priority: 4 })).toBe('i10 i0');
        expect(all({ ref: 'r', states: ['held'] }, true)).toBe('i10');
        expect(all({ ref: 'r', origin: 'https://two.test', account: 'clinic' })).toBe('i0');
        expect(all({ origin: 'https://nowhere.test' })).toBe('');
      });

      test('says that nothing follows when it is exactly full', () => {
        const page = store.read.items({}, { after: null, limit: 12 });
        expect(page.rows).toHaveLength(12);
        expect(page.next).toBeNull();
      });
    });

    describe('look-ups', () => {
      const scope: KeyScope = {
        source: { kind: 'app', app: 'forms' },
        account: 'clinic',
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

      test('of an order key answer its oldest open item and the highest priority', async () => {
        const a = await add({ id: 'a', orderKey: 'k', priority: 1, ...inScope });
        await add({ id: 'b', orderKey: 'k', priority: 2, ...inScope });
        const c = await add({ id: 'c', orderKey: 'k', priority: 4, ...inScope });
        await add({ id: 'd', orderKey: 'k', priority: 4, ...inScope, account: null });
        expect(store.read.orderHead(scope)?.id).toBe('a');
        expect(store.read.orderTopPriority(scope)).toBe(4);
        await move(a, { state: 'delivered', deliveredAt: 1, status: 200 });
        await move(c, { state: 'cancelled', cancelledAt: 1 });
        expect(store.read.orderHead(scope)?.id).toBe('b');
        expect(store.read.orderTopPriority(scope)).toBe(2);
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
          { id: 'p2', state: null },
          { id: 'p1', state: 'queued' },
        ]);
        expect(ids(store.read.children('p1'))).toEqual(['c1', 'c2']);
        expect(ids(store.read.children('p2'))).toEqual(['c1']);
        await writing((tx) => tx.remove('c1', 2));
        expect(ids(store.read.children('p1'))).toEqual(['c2']);
        expect(store.read.parents('c1')).toEqual([]);
      });
    });

    describe('claiming', () => {
      const streamOf = (origin: string, account: string | null = null) => {
        const streams = store.read.readyStreams();
        const found = streams.find((one) => one.origin === origin && one.account === account);
        if (found === undefined) throw new Error('no such stream');
        return found;
      };

      test('counts what is ready by stream and lane', async () => {
        await add({ id: 'a' });
        await add({ id: 'b', lane: 'large' });
        await add({ id: 'c', isolated: true, lane: 'large' });
        await add({ id: 'd', blockers: 1 });
        await add({ id: 'e', account: 'clinic' });
        await add({
          id: 'f',
          state: 'waiting',
          dueAt: 1,
          floorAt: null,
          reason: { code: 'NOT_BEFORE' },
        });
        expect(streamOf('https://one.test').ready).toEqual({ small: 1, large: 1, isolated: 1 });
        expect(streamOf('https://one.test', 'clinic').ready).toEqual({
          small: 1,
          large: 0,
          isolated: 0,
        });
        expect(store.read.readyStreams()).toHaveLength(2);
      });

      test('goes by effective priority, then age, from any position', async () => {
        for (const [id, effectivePriority] of [
          ['a', 2],
          ['b', 4],
          ['c', 2],
          ['d', 4],
          ['e', 1],
        ] as const)
          await add({ id, effectivePriority });
        const { stream } = streamOf('https://one.test');
        const order = store.read.ready(stream, 'small', 10);
        expect(ids(order)).toEqual(['b', 'd', 'a', 'c', 'e']);
        expect(ids(store.read.ready(stream, 'small', 3))).toEqual(['b', 'd', 'a']);
        for (const [index, position] of order.entries())
          expect(ids(store.read.ready(stream, 'small', 2, position))).toEqual(
            ids(order.slice(index + 1, index + 3)),
          );
        expect(store.read.ready(stream, 'large', 10)).toEqual([]);
        expect(store.read.ready(stream, 'isolated', 10)).toEqual([]);
      });

      test('forgets an item that left the queue and finds it again', async () => {
        const item = await add({ id: 'a' });
        const { stream } = streamOf('https://one.test');
        const sending = await move(item, { state: 'sending', attempt: 1, startedAt: 1 });
        expect(store.read.readyStreams()).toEqual([]);
        expect(store.read.ready(stream, 'small', 1)).toEqual([]);
        const isolated = { ...inState(sending, { state: 'queued' }), isolated: true };
        await writing((tx) => tx.save(isolated, expected(sending), 'attemptEnded', 5));
        expect(streamOf('https://one.test').ready).toEqual({ small: 0, large: 0, isolated: 1 });
        expect(ids(store.read.ready(stream, 'isolated', 1))).toEqual(['a']);
        await writing((tx) => tx.adjust({ ...isolated, blockers: 2 }, expected(isolated)));
        expect(store.read.readyStreams()).toEqual([]);
      });
    });

    describe('time', () => {
      const waiting = (id: string, dueAt: number) =>
        add({ id, state: 'waiting', dueAt, floorAt: null, reason: { code: 'NOT_BEFORE' } });

      test('brings what is due, earliest first', async () => {
        expect(store.read.nextDueAt()).toBeNull();
        await waiting('late', 300);
        await waiting('early', 100);
        await waiting('same', 100);
        expect(store.read.nextDueAt()).toBe(100);
        expect(ids(store.read.due(99, 5))).toEqual([]);
        expect(ids(store.read.due(100, 5))).toEqual(['early', 'same']);
        expect(ids(store.read.due(300, 2))).toEqual(['early', 'same']);
        expect(ids(store.read.due(300, 5))).toEqual(['early', 'same', 'late']);
      });

      test('expires what nobody sends and no person has', async () => {
        expect(store.read.nextExpiryAt()).toBeNull();
        for (const [index, state] of STATES.entries())
          await move(await add({ id: state.state, expiresAt: 100 - index }), state);
        await add({ id: 'never' });
        expect(store.read.nextExpiryAt()).toBe(99);
        expect(ids(store.read.expired(98, 5))).toEqual([]);
        expect(ids(store.read.expired(100, 5))).toEqual(['waiting', 'queued']);
        expect(ids(store.read.expired(100, 1))).toEqual(['waiting']);
      });

      test('lists a state oldest first', async () => {
        for (const id of ['a', 'b', 'c'])
          await move(await add({ id, priority: 3 }), { state: 'held', since: 1 });
        await add({ id: 'd' });
        await move(await add({ id: 'e', priority: 4 }), { state: 'held', since: 1 });
        expect(ids(store.read.inState('held', 2))).toEqual(['a', 'b']);
        expect(ids(store.read.inState('held', 9))).toEqual(['a', 'b', 'c', 'e']);
      });
    });

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

    describe('the feed', () => {
      const feed = (cursor: number, limit = 100) => {
        const changes = store.read.changes(cursor, limit);
        if (changes === 'RESYNC') throw new Error('RESYNC');
        return changes;
      };

      test('tells what happened after a cursor, oldest first', async () => {
        const start = store.read.newestCursor();
        expect(feed(start)).toEqual([]);
        const item = await add({ id: 'a' });
        await move(item, { state: 'held', since: 3 }, 77);
        const changes = feed(start);
        expect(changes).toMatchObject([
          { itemId: 'a', kind: 'accepted', state: 'queued', at: 1_000 },
          { itemId: 'a', kind: 'attemptEnded', state: 'held', at: 77 },
        ]);
        expect(feed(start, 1)).toEqual(changes.slice(0, 1));
        expect(feed(changes[0]?.cursor ?? 0)).toEqual(changes.slice(1));
        expect(store.read.newestCursor()).toBe(changes[1]?.cursor);
        expect(store.read.timeline('a')).toEqual(changes);
      });

      test('does not mention an adjustment', async () => {
        const item = await add({ id: 'a' });
        const cursor = store.read.newestCursor();
        await writing((tx) => tx.adjust({ ...item, blockers: 1 }, expected(item)));
        expect(feed(cursor)).toEqual([]);
      });

      test('leaves a tombstone for a removed item, whose changes go', async () => {
        await add({ id: 'a' });
        const cursor = store.read.newestCursor();
        await writing((tx) => tx.remove('a', 9));
        expect(feed(0)).toEqual(feed(cursor));
        expect(feed(cursor)).toMatchObject([{ itemId: 'a', kind: 'removed', state: null, at: 9 }]);
        expect(store.read.newestCursor()).toBeGreaterThan(cursor);
      });

      test('asks a follower to start anew only when a tombstone it has not seen is gone', async () => {
        await add({ id: 'first' });
        await writing((tx) => tx.remove('first', 1));
        const seen = store.read.newestCursor();
        await add({ id: 'stays' });
        await writing((tx) => {
          for (let n = 0; n < 9_999; n += 1) {
            tx.insert(newItem({ id: 'x' }), request(), [], 1);
            tx.remove('x', 1);
          }
        });
        expect(feed(seen - 1, 1)).toMatchObject([{ itemId: 'first', kind: 'removed' }]);
        await writing((tx) => {
          tx.insert(newItem({ id: 'x' }), request(), [], 1);
          tx.remove('x', 1);
        });
        expect(store.read.changes(seen - 1, 1)).toBe('RESYNC');
        expect(feed(seen, 1)).toMatchObject([{ itemId: 'stays', kind: 'accepted' }]);
      });

      test('asks a follower of another store to start anew', async () => {
        await add({ id: 'a' });
        expect(store.read.changes(store.read.newestCursor() + 1, 1)).toBe('RESYNC');
      });
    });

    describe('gates, pauses and accounts', () => {
      test('are kept until they are cleared', async () => {
        const gate = {
          scope: 'origin',
          key: 'https://one.test',
          reason: { code: 'UNREACHABLE', cause: 'dns', detail: 'ENOTFOUND' },
          since: 1,
          probeAt: 2,
          floorAt: null,
          probes: 3,
          asked: ['a', 'b'],
          askedRoutes: ['POST /x'],
          probing: 'a',
        } as const;
        const pause = { scope: 'all', key: '', since: 5 } as const;
        const account = {
          name: 'clinic',
          origins: ['https://one.test'],
          contract: { accept: [[200, 204]], allowHtml: false },
          idempotency: { header: 'Idempotency-Key', quoted: true },
        } as const;
        await writing((tx) => {
          tx.saveGate(gate);
          tx.saveGate({ ...gate, scope: 'account', key: 'clinic', probes: 0 });
          tx.savePause(pause);
          tx.savePause({ ...pause, scope: 'origin', key: 'https://one.test' });
          tx.saveAccount(account);
          tx.saveAccount({ ...account, name: 'bakery', contract: null, idempotency: null });
        });
        expect(store.read.gates()).toEqual([
          { ...gate, scope: 'account', key: 'clinic', probes: 0 },
          gate,
        ]);
        expect(store.read.pauses()).toHaveLength(2);
        expect(store.read.accounts()).toEqual([
          { ...account, name: 'bakery', contract: null, idempotency: null },
          account,
        ]);
        await writing((tx) => {
          tx.saveGate({ ...gate, probes: 4 });
          tx.openGate('account', 'clinic');
          tx.clearPause('all', '');
          tx.removeAccount('bakery');
        });
        expect(store.read.gates()).toEqual([{ ...gate, probes: 4 }]);
        expect(store.read.pauses()).toEqual([
          { ...pause, scope: 'origin', key: 'https://one.test' },
        ]);
        expect(store.read.accounts()).toEqual([account]);
      });
    });

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
            tx.savePause({ scope: 'all', key: '', since: 1 });
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
        const writes = writing((tx) => {
          tx.insert(newItem({ id: 'a' }), request(), [], 1);
          return [tx.item('a')?.id, tx.counts().queued, tx.readyStreams().length];
        });
        expect(store.read.item('a')).toBeNull();
        expect(await writes).toEqual(['a', 1, 1]);
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
  });
}
