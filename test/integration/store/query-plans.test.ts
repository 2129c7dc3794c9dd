import type { Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Connection, openDatabase } from '../../../electron/adapters/store/connection.ts';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import { migrate } from '../../../electron/adapters/store/migrate.ts';
import { TRANSACTION_SQL } from '../../../electron/adapters/store/sql/transaction-sql.ts';
import { SqliteReader } from '../../../electron/adapters/store/sqlite-reader.ts';
import {
  SQL,
  type StatementName,
  withFixedPlan,
} from '../../../electron/adapters/store/statements.ts';
import type { ItemFilter } from '../../../electron/core/ports/item-queries.ts';
import { ok } from '../../../shared/lang/result.ts';
import { parseSearch } from '../../../shared/search/parse-search.ts';
import { newItem, request } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

/** Every statement but BEGIN and its like, which have no plan. */
const STATEMENTS = Object.entries(SQL).filter(([name]) => !(name in TRANSACTION_SQL));

/** Read whole on purpose: a handful of rows each, in the order of their key. */
const WHOLE_TABLES = ['counter', 'gate', 'pause', 'account', 'batch', 'act'];

function newDatabase(): Database {
  const db = openDatabase(databaseFiles(tempFolder()).db);
  migrate(db, 0, () => 'generation');
  return db;
}

/** What is wrong with the plan of a statement. */
function faultsOf(db: Database, sql: string): readonly string[] {
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/\?|:\w+/g, 'NULL')}`).all();
  const steps = (rows as { readonly detail: string }[]).map((row) => row.detail);
  return steps.filter((step) => {
    if (step.includes('TEMP B-TREE')) return true;
    // The index of words says "scan" also of a row that it looks up, and of words: then something follows the colon.
    if (/^SCAN item_search VIRTUAL TABLE INDEX \d+:\S/.test(step)) return false;
    const table = /^SCAN (\w+)/.exec(step)?.[1];
    if (table === undefined || WHOLE_TABLES.includes(table)) return false;
    return !/USING (COVERING )?INDEX/.test(step);
  });
}

class CountingConnection extends Connection {
  used = 0;

  override get(name: StatementName, ...args: readonly unknown[]): unknown {
    this.used += 1;
    return super.get(name, ...args);
  }

  override ask(sql: string, ...args: readonly unknown[]): unknown[] {
    this.used += 1;
    return super.ask(sql, ...args);
  }

  override all(name: StatementName, ...args: readonly unknown[]): unknown[] {
    this.used += 1;
    return super.all(name, ...args);
  }
}

describe('the statements of the store', () => {
  test('find their rows by an index, in the order that they need', () => {
    const db = newDatabase();
    const faults = STATEMENTS.flatMap(([name, sql]) =>
      faultsOf(db, sql).map((fault) => `${name}: ${fault}`),
    );
    db.close();
    expect(faults).toEqual([]);
    expect(STATEMENTS.length).toBeGreaterThan(60);
  });

  test('would be found out by this without their indexes', () => {
    const db = newDatabase();
    db.exec('DROP INDEX stream_account; DROP INDEX item_due; DROP INDEX change_item');
    const withoutHint = SQL.due.replace('INDEXED BY item_due', '');
    expect(faultsOf(db, withoutHint)).toContain('USE TEMP B-TREE FOR ORDER BY');
    expect(faultsOf(db, SQL.streamsOfAccount)).toHaveLength(1);
    expect(faultsOf(db, SQL.dropChanges)).toEqual(['SCAN change']);
    db.close();
  });

  test('never compare a bare parameter, for which SQLite would plan them anew at each call', () => {
    const bare = STATEMENTS.filter(([, sql]) => /(=|<|>|\bIS|\bLIMIT)\s*(\?|:\w)/.test(sql));
    // Setting a column to a parameter is no comparison, but written the same.
    expect(bare).toEqual([]);
  });
});

/** Notes what is asked instead of only answering it. */
class NotingConnection extends Connection {
  readonly asked: string[] = [];

  override ask(sql: string, ...args: readonly unknown[]): unknown[] {
    this.asked.push(withFixedPlan(sql));
    return super.ask(sql, ...args);
  }
}

const searched = (text: string): ItemFilter => ({
  search: { terms: parseSearch(text).terms, now: 1 },
});

describe('a list', () => {
  const sorts = ['newest', 'oldest', 'priority'] as const;
  const filters: readonly ItemFilter[] = [
    {},
    { states: ['attention', 'unconfirmed'] },
    { origin: 'https://one.test' },
    { account: 'clinic', states: ['held'], priority: 3 },
    { ref: 'r', states: ['held'] },
    { source: { kind: 'app', app: 'forms' } },
    ...['status:4xx', 'method:POST state:queued', 'origin:one -is:large', 'age:>2d tries:3'].map(
      searched,
    ),
  ];
  const searches = [
    'room',
    'room -x title:y',
    '"a b" status:4xx origin:one',
    '-room',
    '-x tries:1',
  ];

  test('finds its rows in the order that it needs, whatever is asked for', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    const item = newItem({ id: 'a', account: 'clinic', ref: 'r' });
    await store.write((tx) => ok(tx.insert(item, request(), [], 1)));
    const connection = new NotingConnection(() => openDatabase(databaseFiles(folder).db), '');
    const reader = new SqliteReader(connection, () => undefined);
    const lookAll = (all: readonly ItemFilter[]) => {
      for (const filter of all) {
        for (const sort of sorts)
          for (const after of [null, { rank: 2, seq: 5 }])
            reader.items(filter, { after, limit: 9, sort });
        reader.count(filter);
      }
    };
    lookAll(filters);
    // Both while the index of words is behind and when it has caught up.
    lookAll(searches.map(searched));
    store.indexForSearch(9);
    lookAll(searches.map(searched));
    const db = openDatabase(databaseFiles(folder).db);
    const faults = connection.asked.flatMap((sql) =>
      faultsOf(db, sql)
        .filter((fault) => !(fault === 'SCAN item' && walksByAge(sql)))
        .map((fault) => `${fault} in ${sql}`),
    );
    expect(faults).toEqual([]);
    expect(connection.asked.length).toBeGreaterThan(100);
    db.close();
    connection.discard();
    await store.close();
  });
});

describe('a list by priority or size', () => {
  test('reads no row of an item that it does not show', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    const connection = new NotingConnection(() => openDatabase(databaseFiles(folder).db), '');
    const reader = new SqliteReader(connection, () => undefined);
    const facts = [
      'status:4xx',
      'method:PUT',
      'age:>2d',
      'tries:3',
      '-size:1kB..2kB',
      'is:blocked,large',
    ];
    for (const filter of [
      ...facts.map(searched),
      { states: ['held' as const], priority: 3 as const },
    ])
      for (const sort of ['priority', 'size'] as const)
        reader.items(filter, { after: null, limit: 9, sort });
    const db = openDatabase(databaseFiles(folder).db);
    const steps = connection.asked.map((sql) =>
      db.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', 'NULL')}`).get(),
    ) as { readonly detail: string }[];
    expect(steps.filter(({ detail }) => !detail.includes('USING COVERING INDEX'))).toEqual([]);
    expect(steps.length).toBeGreaterThan(100);
    db.close();
    connection.discard();
    await store.close();
  });
});

/** All items by age, until the page is full or they are counted: there is no index to be had. */
const walksByAge = (sql: string): boolean =>
  /FROM item(?: WHERE|\s)/.test(sql) && (/ORDER BY item.seq/.test(sql) || /count/.test(sql));

describe('a claim', () => {
  test('runs the same few statements past any number of items that cannot go', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    const connection = new CountingConnection(() => openDatabase(databaseFiles(folder).db), '');
    const reader = new SqliteReader(connection, () => undefined);
    const claim = () => {
      connection.used = 0;
      const streams = reader.readyStreams().filter((one) => one.origin === 'https://one.test');
      const found = streams.flatMap((one) => reader.ready(one.stream, 'small', 1));
      return { found: found.map((item) => item.id), statements: connection.used };
    };

    await store.write((tx) => ok(tx.insert(newItem({ id: 'first' }), request(), [], 1)));
    const shallow = claim();
    await store.write((tx) => {
      for (let n = 0; n < 1_000; n += 1) {
        const urgent = { priority: 4, effectivePriority: 4 } as const;
        const closed = newItem({ id: `closed-${n}`, origin: 'https://closed.test', ...urgent });
        tx.insert(closed, request(), [], 1);
        tx.insert(newItem({ id: `behind-${n}`, blockers: 1, ...urgent }), request(), [], 1);
        tx.insert(newItem({ id: `large-${n}`, lane: 'large', ...urgent }), request(), [], 1);
        tx.insert(newItem({ id: `i${n}` }), request(), [], 1);
      }
      return ok(null);
    });
    expect(claim()).toEqual(shallow);
    expect(shallow).toEqual({ found: ['first'], statements: 2 });
    connection.discard();
    await store.close();
  });
});
