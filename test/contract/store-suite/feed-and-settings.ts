import { describe, expect, test } from 'vitest';
import type { Account } from '../../../shared/outbox/account.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';
import { newItem, request } from '../../support/item-fixtures.ts';
import { expected, type OpenStore, useStore } from './use-store.ts';

/** The change feed; gates, pauses and accounts. */
export function feedAndSettings(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

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

  describe('a batch on its way in', () => {
    test("is kept in its order until it is taken up, and is nobody else's", async () => {
      await writing((tx) => {
        tx.beginBatch('a');
        tx.beginBatch('b');
        for (const position of [2, 0, 1]) tx.stage('a', { position, draft: `a${position}` });
        tx.stage('b', { position: 0, draft: 'b0' });
        tx.acceptBatch('b');
      });
      expect(store.read.batches()).toEqual([
        { id: 'a', accepted: false },
        { id: 'b', accepted: true },
      ]);
      expect(store.read.staged('a', 2).map((one) => one.draft)).toEqual(['a0', 'a1']);
      expect(store.read.counts().queued).toBe(0);
      await writing((tx) => {
        for (const position of [0, 1, 2]) tx.unstage('a', position);
        tx.endBatch('a');
      });
      expect(store.read.batches()).toEqual([{ id: 'b', accepted: true }]);
      expect(store.read.staged('b', 10)).toEqual([{ position: 0, draft: 'b0' }]);
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
        wanted: 'b',
      } as const;
      const pause = { scope: 'all', key: '', since: 5, until: null } as const;
      const account = {
        name: 'clinic',
        unknownOutcome: 'ask',
        origins: ['https://one.test'],
        contract: {
          accept: [[200, 204]],
          allowHtml: false,
          contentType: 'application/json',
          header: { name: 'X-Api', value: null },
          json: { pointer: '/ok', equals: true },
          receipt: '/id',
          perUrl: [{ ...DEFAULT_CONTRACT, url: 'https://one.test/photos/*' }],
        },
        verify: [{ url: 'https://one.test/*', get: 'https://one.test/?key={{idempotencyKey}}' }],
        idempotency: { header: 'Idempotency-Key', quoted: true },
        ca: { file: '/etc/ssl/company.pem' },
        auth: {
          kind: 'bearer',
          refresh: {
            kind: 'json',
            url: 'https://one.test/refresh',
            method: 'POST',
            headers: { 'X-App': 'tablet' },
            body: { token: '{{refreshToken}}' },
            accessToken: '/data/access',
            refreshToken: null,
            expiresIn: '/data/expires',
            keptBy: 'keytar',
          },
        },
        identity: { url: 'https://one.test/me', subject: '/id', name: '/name' },
        session: {
          state: 'signedIn',
          keptBy: 'napi-keyring',
          since: 7,
          person: { subject: 's1', name: 'Ann' },
        },
        people: [
          { subject: 's1', name: 'Ann' },
          { subject: 's2', name: null },
        ],
        managed: true,
      } as const satisfies Account;
      await writing((tx) => {
        tx.saveGate(gate);
        tx.saveGate({ ...gate, scope: 'account', key: 'clinic', probes: 0 });
        tx.savePause(pause);
        tx.savePause({ ...pause, scope: 'origin', key: 'https://one.test', until: 60_000 });
        tx.saveAccount(account);
        tx.saveAccount({
          ...account,
          name: 'bakery',
          contract: null,
          verify: [],
          idempotency: null,
          ca: null,
          auth: { kind: 'none' },
        });
      });
      expect(store.read.gates()).toEqual([
        { ...gate, scope: 'account', key: 'clinic', probes: 0 },
        gate,
      ]);
      expect(store.read.pauses()).toHaveLength(2);
      expect(store.read.accounts()).toEqual([
        {
          ...account,
          name: 'bakery',
          contract: null,
          verify: [],
          idempotency: null,
          ca: null,
          auth: { kind: 'none' },
        },
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
        { ...pause, scope: 'origin', key: 'https://one.test', until: 60_000 },
      ]);
      expect(store.read.accounts()).toEqual([account]);
    });
  });
}
