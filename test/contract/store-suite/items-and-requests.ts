import { describe, expect, test } from 'vitest';
import type { NewItem } from '../../../electron/core/ports/store-writer.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import { inState, request, STATES, textBody, vaultBody } from '../../support/item-fixtures.ts';
import { expected, type OpenStore, useStore } from './use-store.ts';

/** What was handed over is what is read back. */
export function itemsAndRequests(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  const everyField: NewItem = {
    id: 'full',
    revision: 3,
    method: 'PUT',
    url: 'https://two.test/a?b=ü',
    origin: 'https://two.test',
    account: 'clinic',
    subject: 's1',
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
    checkUrl: 'https://two.test/b?key=1',
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
        expect(tx.save(next, { state: 'sending', revision: 1, attempt: 1 }, 'held', 6)).toBe(false);
        expect(tx.adjust(next, { state: 'sending', revision: 1, attempt: 1 })).toBe(false);
        expect(tx.save({ ...next, id: 'b' }, expected(sending), 'held', 6)).toBe(false);
      });
      expect(store.read.item('a')).toEqual(sending);
      expect(store.read.newestCursor()).toBe(cursor);
      await writing((tx) =>
        expect(tx.save(next, { state: 'sending', revision: 1, attempt: 2 }, 'held', 6)).toBe(true),
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
      expect(store.read.revisions('a')).toEqual([1, 2]);
      expect(store.read.revisions('b')).toEqual([]);
    });
  });
}
