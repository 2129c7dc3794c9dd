import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { OutboxStore } from '../../../electron/core/ports/outbox-store.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, openAttempt, request, textBody } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

/** Changes rows behind the store's back, as no program of ours would. */
function spoil(folder: string, sql: string): void {
  const db = new Database(join(folder, 'outtray.db'));
  db.pragma('ignore_check_constraints = ON');
  db.exec(sql);
  db.close();
}

async function filled(folder: string): Promise<OutboxStore> {
  const { store } = openTestStore({ folder });
  await store.write((tx) => {
    const waits = {
      state: 'waiting',
      dueAt: 5,
      floorAt: null,
      reason: { code: 'NOT_BEFORE' },
    } as const;
    tx.insert(
      newItem({ id: 'bad', priority: 4, effectivePriority: 4 }),
      request(textBody('x')),
      [],
      1,
    );
    tx.insert(newItem({ id: 'good' }), request(textBody('x')), [], 1);
    tx.insert(newItem({ id: 'late', ...waits }), request(), [], 1);
    tx.openAttempt(openAttempt('bad', 1));
    return ok(null);
  });
  return store;
}

const committed = (store: OutboxStore): Promise<void> =>
  new Promise((resolve) => {
    const stop = store.onCommit(() => {
      stop();
      resolve();
    });
  });

describe('a row that cannot be understood', () => {
  test.each([
    ["UPDATE item SET labels = '[' WHERE id = 'bad'", 'labels'],
    ["UPDATE item SET labels = '[1]' WHERE id = 'bad'", 'labels'],
    ["UPDATE item SET lane = 'medium' WHERE id = 'bad'", 'lane'],
    ["UPDATE item SET source = 'nobody' WHERE id = 'bad'", 'source'],
    ["UPDATE item SET priority = 9 WHERE id = 'bad'", 'priority'],
    ["UPDATE item SET state = 'sent' WHERE id = 'bad'", 'state'],
    ["UPDATE item SET state = 'waiting', reason = '{}' WHERE id = 'bad'", 'reason'],
    ["UPDATE item SET last_kind = 'odd' WHERE id = 'bad'", 'last_kind, last_at'],
  ])('(%s) is read as attention, never claimed, and parked for good', async (sql, detail) => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(folder, sql);
    const parked = committed(store);
    const reason = { code: 'DAMAGED_RECORD', detail };
    expect(store.read.item('bad')).toMatchObject({ id: 'bad', state: 'attention', reason });
    const stream = store.read.readyStreams()[0]?.stream ?? 0;
    const claimable = store.read.ready(stream, 'small', 9).map((item) => item.id);
    expect(claimable).toEqual(['good']);

    await parked;
    expect(store.read.ready(stream, 'small', 1).map((item) => item.id)).toEqual(['good']);
    expect(store.read.counts()).toMatchObject({ queued: 1, waiting: 1, attention: 1 });
    expect(store.read.readyStreams()[0]?.ready.small).toBe(1);
    expect(store.read.inState('attention', 9)).toHaveLength(1);
    expect(store.read.timeline('bad').at(-1)).toMatchObject({ state: 'attention' });
    expect(store.read.attempts('bad')[0]?.endedAt).not.toBeNull();
    await store.close();

    const again = openTestStore({ folder });
    expect(again.setAside).toBeNull();
    expect(again.store.read.item('bad')).toMatchObject({
      state: 'attention',
      reason: { code: 'DAMAGED_RECORD' },
    });
    await again.store.close();
    const db = new Database(join(folder, 'outtray.db'));
    const kept = db.prepare('SELECT row FROM damaged').all() as { readonly row: string }[];
    expect(kept).toHaveLength(1);
    expect(kept[0]?.row).toContain('"id":"bad"');
    db.close();
  });

  test('can still be removed by a person', async () => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(folder, "UPDATE item SET labels = '[' WHERE id = 'bad'");
    await store.write((tx) => ok(tx.remove('bad', 9)));
    expect(store.read.item('bad')).toBeNull();
    expect(store.read.counts()).toMatchObject({ queued: 1, attention: 0 });
    await store.close();
  });

  test('is no longer due, and does not hide what is', async () => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(folder, 'UPDATE item SET reason = \'{"code":"ODD"}\' WHERE id = \'late\'');
    expect(store.read.due(9, 9)).toEqual([]);
    await committed(store);
    expect(store.read.nextDueAt()).toBeNull();
    await store.close();
  });
});

describe('damage beside the item', () => {
  test('in a request means that there is none', async () => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(folder, 'UPDATE request SET body = \'{"kind":"odd"}\' WHERE item = 1');
    expect(store.read.request('bad')).toBeNull();
    expect(store.read.request('good')).not.toBeNull();
    spoil(folder, 'UPDATE request SET template = \'{"values":1}\' WHERE item = 2');
    expect(store.read.request('good')).toBeNull();
    await store.close();
  });

  test('in an attempt leaves its numbers and says that its outcome is unknown', async () => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(
      folder,
      "UPDATE attempt SET ended_at = 9, outcome = '{', outcome_kind = 'x', report = '[]' WHERE item = 1",
    );
    expect(store.read.attempts('bad')).toMatchObject([
      { number: 1, endedAt: 9, outcome: { kind: 'unknown', code: 'DAMAGED_RECORD' }, report: null },
    ]);
    await store.close();
  });

  test('in a gate, an account or a change leaves it out', async () => {
    const folder = tempFolder();
    const store = await filled(folder);
    spoil(
      folder,
      `INSERT INTO gate VALUES ('origin', 'https://one.test', '{}');
       INSERT INTO account VALUES ('clinic', '{"name":1}');
       UPDATE change SET kind = 'odd' WHERE cursor = 1`,
    );
    expect(store.read.gates()).toEqual([]);
    expect(store.read.accounts()).toEqual([]);
    expect(store.read.changes(0, 9)).toHaveLength(2);
    await store.close();
  });
});

describe('the schema', () => {
  test.each([
    "UPDATE item SET state = 'sent'",
    "UPDATE item SET state = 'waiting', reason = '{}'",
    "UPDATE item SET state = 'waiting', due_at = 5",
    "UPDATE item SET state = 'sending', started_at = 5",
    "UPDATE item SET state = 'sending', attempt = 1",
    "UPDATE item SET state = 'delivered', finished_at = 5",
    "UPDATE item SET state = 'attention', since = 5",
    "UPDATE item SET state = 'cancelled'",
    'UPDATE item SET due_at = 5',
    'UPDATE item SET status = 200',
    'UPDATE item SET priority = 5',
    "UPDATE item SET lane = 'medium'",
    "UPDATE item SET source = 'app:'",
    "UPDATE item SET labels = '['",
    'UPDATE item SET stream = 77',
    "INSERT INTO attempt (item, number, revision, method, url, idempotency_key, probe, isolated, started_at, counted, ended_at) VALUES (1, 1, 1, 'GET', 'u', 'k', 0, 0, 1, 0, 5)",
  ])('refuses what the type refuses: %s', async (sql) => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    await store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(), [], 1)));
    const db = new Database(join(folder, 'outtray.db'));
    expect(() => db.exec(sql)).toThrow(/constraint/i);
    db.close();
    await store.close();
  });
});
