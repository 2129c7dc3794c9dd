import { expect, test } from 'vitest';
import { openDatabase } from '../../../electron/adapters/store/connection.ts';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import { migrate } from '../../../electron/adapters/store/migrate.ts';
import { ASIDE_COLUMNS } from '../../../electron/adapters/store/sql/aside-sql.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** `removed_id` is a tombstone's, and tombstones stay. */
const NOT_KEPT: Readonly<Record<string, readonly string[]>> = { change: ['removed_id'] };

interface Column {
  readonly name: string;
  readonly type: string;
  /** Generated columns have 2 or 3. */
  readonly hidden: number;
}

test('what belongs to an item has a place aside for each of its columns, and no table is left out', () => {
  const db = openDatabase(databaseFiles(tempFolder()).db);
  migrate(db, 0, () => 'generation');
  const columnsOf = (table: string): readonly string[] =>
    (db.pragma(`table_xinfo(${table})`) as Column[])
      .filter((column) => column.hidden === 0)
      .map((column) => `${column.name} ${column.type}`)
      .toSorted();
  const kept = (table: string): readonly string[] =>
    columnsOf(table).filter((one) => !NOT_KEPT[table]?.includes(one.split(' ')[0] ?? ''));
  for (const [table, columns] of Object.entries(ASIDE_COLUMNS)) {
    expect(columnsOf(`aside_${table}`), table).toEqual(kept(table));
    expect(new Set(kept(table).map((one) => one.split(' ')[0])), table).toEqual(new Set(columns));
  }

  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all() as string[];
  const references = (table: string): boolean =>
    (db.pragma(`foreign_key_list(${table})`) as { readonly table: string }[]).some(
      (key) => key.table === 'item' || key.table === 'attempt',
    );
  expect(tables.filter(references).toSorted()).toEqual(
    Object.keys(ASIDE_COLUMNS)
      .filter((table) => table !== 'item' && table !== 'change')
      .toSorted(),
  );
  db.close();
});
