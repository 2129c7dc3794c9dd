import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { checkOpenDatabase } from '../../../electron/adapters/store/check-open-database.ts';
import { Connection, openDatabase } from '../../../electron/adapters/store/connection.ts';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import { SCHEMA_VERSION } from '../../../electron/adapters/store/migrations/index.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, request, textBody } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

async function filled(): Promise<string> {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  await store.write((tx) => {
    for (let n = 0; n < 200; n += 1)
      tx.insert(newItem({ id: `i${n}` }), request(textBody('x'.repeat(500))), [], 1);
    return ok(null);
  });
  await store.close();
  return folder;
}

/** Overwrites a page of a table in the file. */
function spoil(folder: string, table: string): void {
  const { db: file } = databaseFiles(folder);
  const db = new Database(file, { readonly: true });
  const page = db
    .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table) as number;
  const size = db.pragma('page_size', { simple: true }) as number;
  db.close();
  writeFileSync(file, readFileSync(file).fill(0xa5, (page - 1) * size, page * size));
}

const turn = () => Promise.resolve();

describe('the database that a host has open', () => {
  test('is looked through by its own connection, others having their turn between the tables', async () => {
    const opened = openTestStore({ folder: await filled() });
    let turns = 0;
    const facts = await opened.check(async () => {
      turns += 1;
      await opened.store.write((tx) =>
        ok(tx.insert(newItem({ id: `t${turns}` }), request(), [], 1)),
      );
    });
    expect(facts).toMatchObject({ kind: 'sound', version: SCHEMA_VERSION, lookedThrough: true });
    expect(turns).toBeGreaterThan(10);
    expect(opened.store.read.counts().queued).toBe(200 + turns);
    await opened.store.close();
  });

  test.each(['request', 'item', 'change'])('is found damaged in %s', async (table) => {
    const folder = await filled();
    const opened = openTestStore({ folder });
    spoil(folder, table);
    expect(await opened.check(turn)).toMatchObject({ kind: 'damaged' });
    await opened.store.close();
  });

  test('is not looked through where that would take long', async () => {
    const files = databaseFiles(await filled());
    const connection = new Connection(() => openDatabase(files.db), files.suspect);
    expect(await checkOpenDatabase(connection, files, turn, 100_000)).toMatchObject({
      kind: 'sound',
      lookedThrough: false,
    });
    connection.discard();
  });
});
