import { expect, test } from 'vitest';
import { Connection, openDatabase } from '../../../electron/adapters/store/connection.ts';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import { SqliteReader } from '../../../electron/adapters/store/sqlite-reader.ts';
import type { StatementName } from '../../../electron/adapters/store/statements.ts';
import { explainQueue } from '../../../electron/core/explain-queue.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import type { StoreWriter } from '../../../electron/core/ports/store-writer.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, request } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

/** Counts the rows of items that are read. */
class CountingConnection extends Connection {
  items = 0;

  override get(name: StatementName, ...args: readonly unknown[]): unknown {
    const row = super.get(name, ...args);
    this.count([row]);
    return row;
  }

  override ask(sql: string, ...args: readonly unknown[]): unknown[] {
    const rows = super.ask(sql, ...args);
    this.count(rows);
    return rows;
  }

  override all(name: StatementName, ...args: readonly unknown[]): unknown[] {
    const rows = super.all(name, ...args);
    this.count(rows);
    return rows;
  }

  private count(rows: readonly unknown[]): void {
    this.items += rows.filter((row) => row instanceof Object && 'idempotency_key' in row).length;
  }
}

/** Some of every kind that a long queue can consist of. */
function insertSome(tx: StoreWriter, from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    tx.insert(newItem({ id: `ready-${n}` }), request(), [], 1);
    tx.insert(newItem({ id: `closed-${n}`, origin: 'https://closed.test' }), request(), [], 1);
    tx.insert(newItem({ id: `behind-${n}`, orderKey: 'k', blockers: 1 }), request(), [], 1);
    const reason = { code: 'NOT_BEFORE' } as const;
    const waits = { state: 'waiting', dueAt: 9, floorAt: null, reason } as const;
    tx.insert(newItem({ id: `waiting-${n}`, ...waits }), request(), [], 1);
    const held = tx.insert(newItem({ id: `held-${n}` }), request(), [], 1);
    const expected = { state: held.state, revision: held.revision };
    tx.save({ ...held, state: 'held', since: 1 }, expected, 'held', 1);
  }
}

test('why the queue does not move is told from as many rows for a long queue as for a short one', async () => {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  const connection = new CountingConnection(() => openDatabase(databaseFiles(folder).db), '');
  const reader = new SqliteReader(connection, () => undefined);
  const look = () => {
    connection.items = 0;
    const groups = explainQueue(reader, null, [], 1, DEFAULT_POLICY);
    const counted = groups.reduce((sum, group) => sum + group.count, 0);
    return { counted, items: connection.items };
  };

  await store.write((tx) => ok(insertSome(tx, 0, 400)));
  const short = look();
  expect(short.counted).toBe(2_000);
  await store.write((tx) => ok(insertSome(tx, 400, 4_000)));
  expect(look()).toEqual({ counted: 20_000, items: short.items });
  expect(short.items).toBeLessThan(1_000);
  connection.discard();
  await store.close();
});
