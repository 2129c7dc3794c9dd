import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import type { OutboxStore } from '../../../electron/core/ports/outbox-store.ts';
import { ok } from '../../../shared/lang/result.ts';
import { parseSearch } from '../../../shared/search/parse-search.ts';
import { newItem, request, textBody } from '../../support/item-fixtures.ts';
import { add, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

const addItems = (store: OutboxStore, ids: readonly string[], body = 'room') =>
  store.write((tx) => {
    for (const id of ids) tx.insert(newItem({ id, title: 'room' }), request(textBody(body)), [], 1);
    return ok(null);
  });

const found = (store: OutboxStore, text: string): string =>
  store.read
    .items(
      { search: { terms: parseSearch(text).terms, now: 1 } },
      { after: null, limit: 99, sort: 'oldest' },
    )
    .rows.map((item) => item.id)
    .join(' ');

/** The ids of the items of which the index has words, asked of the database itself. */
function inIndex(folder: string, text = 'room'): string {
  const db = new Database(databaseFiles(folder).db, { readonly: true });
  const rows = db
    .prepare(
      'SELECT id FROM item JOIN item_search ON item_search.rowid = seq WHERE item_search MATCH ?',
    )
    .all(text) as { readonly id: string }[];
  db.close();
  return rows.map(({ id }) => id).join(' ');
}

test('a new start goes on where the last process had come to with the index', async () => {
  const folder = tempFolder();
  const first = openTestStore({ folder }).store;
  await addItems(first, ['a', 'b', 'c', 'd']);
  expect(inIndex(folder)).toBe('');
  expect(first.indexForSearch(3)).toEqual({ ok: true, value: 1 });
  expect(inIndex(folder)).toBe('a b c');
  await first.close();

  const second = openTestStore({ folder }).store;
  expect(found(second, 'room')).toBe('a b c d');
  expect(second.indexForSearch(3)).toEqual({ ok: true, value: 0 });
  expect(inIndex(folder)).toBe('a b c d');
  expect(found(second, 'room')).toBe('a b c d');
  await second.close();
});

test('what the index knows is not looked at again', async () => {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  await addItems(store, ['a']);
  store.indexForSearch(9);
  const db = new Database(databaseFiles(folder).db);
  db.exec(`UPDATE item SET title = 'cellar'`);
  db.close();
  expect(found(store, 'title:room')).toBe('a');
  expect(found(store, 'cellar')).toBe('');
  await store.close();
});

test('what is removed or loses its bodies is out of the index at once', async () => {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  await addItems(store, ['a', 'b', 'c'], 'cellar');
  store.indexForSearch(9);
  expect(inIndex(folder, 'cellar')).toBe('a b c');
  const rowsOf = (): unknown => {
    const db = new Database(databaseFiles(folder).db, { readonly: true });
    const { n } = db.prepare('SELECT count(*) AS n FROM item_search').get() as { n: number };
    db.close();
    return n;
  };
  await store.write((tx) => {
    tx.remove('a', 2);
    tx.setAside('b', 2);
    const item = tx.item('c');
    if (item === null) throw new Error('no item');
    tx.save(
      { ...item, state: 'cancelled', cancelledAt: 2 },
      { state: 'queued', revision: 1 },
      'cancelled',
      2,
    );
    tx.dropBodies('c');
    return ok(null);
  });
  expect(rowsOf()).toBe(1);
  expect(inIndex(folder, 'cellar')).toBe('');
  expect(inIndex(folder, 'room')).toBe('c');
  await store.close();
});

test('the index keeps no copy of the texts', async () => {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  await addItems(store, ['a'], 'word '.repeat(700));
  store.indexForSearch(9);
  const db = new Database(databaseFiles(folder).db, { readonly: true });
  expect(db.prepare('SELECT title, body FROM item_search').all()).toEqual([
    { title: null, body: null },
  ]);
  const kept = db.prepare('SELECT sum(length(block)) AS bytes FROM item_search_data').get();
  expect(kept).toEqual({ bytes: expect.toSatisfy((bytes: number) => bytes < 2_500) });
  db.close();
  await store.close();
});

test('a host keeps the index by itself, and leaves nothing behind that is not in it', async () => {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  await add(host, { method: 'POST', url: 'http://127.0.0.1:9/x', title: 'room' });
  await expect.poll(() => inIndex(home), { timeout: 30_000 }).not.toBe('');
  const late = await add(host, { method: 'POST', url: 'http://127.0.0.1:9/x', title: 'cellar' });
  await host.close(0);
  expect(inIndex(home, 'cellar')).toBe(late);
});
