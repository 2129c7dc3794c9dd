import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Connection, openDatabase } from '../../../electron/adapters/store/connection.ts';
import { databaseFiles } from '../../../electron/adapters/store/database-files.ts';
import { migrate } from '../../../electron/adapters/store/migrate.ts';
import { createSqliteStore } from '../../../electron/adapters/store/sqlite-store.ts';
import type { StatementName } from '../../../electron/adapters/store/statements.ts';
import type { StoreFailure } from '../../../electron/core/ports/outbox-store.ts';
import type { StoreWriter } from '../../../electron/core/ports/store-writer.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, request, textBody } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { testClock } from '../../support/temp-store.ts';

/** A store whose connection tells which statements it ran. */
class WatchedConnection extends Connection {
  readonly ran: StatementName[] = [];

  override run(name: StatementName, ...args: readonly unknown[]) {
    this.ran.push(name);
    return super.run(name, ...args);
  }

  times(name: StatementName): number {
    return this.ran.filter((one) => one === name).length;
  }
}

function watchedStore() {
  const { db: file, suspect } = databaseFiles(tempFolder());
  const opened: Database.Database[] = [];
  const connection = new WatchedConnection(() => {
    const db = openDatabase(file);
    opened.push(db);
    return db;
  }, suspect);
  const first = openDatabase(file);
  migrate(first, 0, () => 'generation');
  first.close();
  const failures: StoreFailure[] = [];
  const store = createSqliteStore(connection, testClock, (failure) => failures.push(failure));
  onTestFinished(() => store.close());
  const insert = (id: string, bytes = 10) =>
    store.write((tx) =>
      ok(tx.insert(newItem({ id }), request(textBody('x'.repeat(bytes))), [], 1)),
    );
  return { store, connection, opened, failures, insert };
}

const noSpace = { ok: false, error: { code: 'NO_SPACE', params: { detail: 'SQLITE_FULL' } } };

describe('operations of one tick', () => {
  test('share one transaction', async () => {
    const { insert, connection } = watchedStore();
    await Promise.all(['a', 'b', 'c'].map((id) => insert(id)));
    expect(connection.times('commit')).toBe(1);
    expect(connection.times('savepoint')).toBe(3);
  });

  test('are committed by whoever closes the store in that tick, and nobody looks for them afterwards', async () => {
    const { store, insert, connection, failures } = watchedStore();
    const inserted = insert('a');
    await store.close();
    expect(await inserted).toMatchObject({ ok: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(connection.times('begin')).toBe(1);
    expect(failures).toEqual([]);
  });

  test('are split where they would hold up everything else, in the order they came', async () => {
    const { store, insert, connection } = watchedStore();
    const ids = Array.from({ length: 250 }, (_, n) => `i${n}`);
    await Promise.all(ids.map((id) => insert(id)));
    expect(connection.times('commit')).toBe(3);
    const page = store.read.items({}, { after: null, limit: 300, sort: 'oldest' });
    expect(page.rows.map((item) => item.id)).toEqual(ids);
  });

  test('may be as large as 25,000 items, and still are one commit', async () => {
    const { store, connection } = watchedStore();
    await store.write((tx) => {
      for (let n = 0; n < 25_000; n += 1)
        tx.insert(newItem({ id: `i${n}` }), request(textBody('x'.repeat(900))), [], 1);
      return ok(null);
    });
    expect(connection.times('commit')).toBe(1);
    expect(store.read.counts().queued).toBe(25_000);
    expect(store.read.readyStreams()).toMatchObject([{ ready: { small: 25_000 } }]);
  });

  test('wait for no timer: one after the other takes a turn of the event loop each', async () => {
    const { insert } = watchedStore();
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    for (const id of ['a', 'b', 'c', 'd']) await insert(id);
    counting = false;
    expect(turns).toBeLessThanOrEqual(9);
  });
});

describe('a full database', () => {
  test('refuses what does not fit, and goes on when there is room again', async () => {
    const { insert, store, opened, failures } = watchedStore();
    await insert('first');
    const pages = opened[0]?.pragma('page_count', { simple: true }) as number;
    opened[0]?.pragma(`max_page_count = ${pages + 5}`);
    // SQLite gives up the whole transaction, and with it what came before in the same group.
    const results = await Promise.all([insert('a'), insert('large', 1_000_000), insert('b')]);
    expect(results[0]).toMatchObject(noSpace);
    expect(results[1]).toMatchObject(noSpace);
    expect(results[2]?.ok).toBe(true);
    expect(failures).toMatchObject([{ code: 'NO_SPACE' }]);
    expect(store.read.counts().queued).toBe(2);
    opened[0]?.pragma('max_page_count = 1000000');
    expect((await insert('large', 1_000_000)).ok).toBe(true);
    expect(opened).toHaveLength(1);
  });
});

describe('a connection that is lost', () => {
  test('is opened anew after an input/output error, and fails the whole group', async () => {
    const { insert, store, connection, opened, failures } = watchedStore();
    await insert('a');
    const broken = failOnce(connection, 'commit', 'SQLITE_IOERR_FSYNC');
    const results = await Promise.all([insert('b'), insert('c')]);
    broken.restore();
    for (const result of results)
      expect(result).toMatchObject({
        error: { code: 'PROFILE_UNUSABLE', params: { detail: 'SQLITE_IOERR_FSYNC' } },
      });
    expect(failures).toHaveLength(1);
    expect((await insert('d')).ok).toBe(true);
    expect(opened).toHaveLength(2);
    expect(opened[0]?.open).toBe(false);
    expect(store.read.items({}, { after: null, limit: 9 }).rows.map((item) => item.id)).toEqual([
      'd',
      'a',
    ]);
  });

  test('by an operation fails those before it, while those behind it get their own turn', async () => {
    const { insert, store } = watchedStore();
    const results = await Promise.all([insert('a'), store.write((tx) => lose(tx)), insert('c')]);
    expect(results.map((result) => result.ok)).toEqual([false, false, true]);
    expect(store.read.counts().queued).toBe(1);
  });

  test('says that the profile is read-only when it is', async () => {
    const { insert, connection } = watchedStore();
    await insert('a');
    const broken = failOnce(connection, 'begin', 'SQLITE_READONLY');
    expect(await insert('b')).toMatchObject({ error: { code: 'PROFILE_READ_ONLY' } });
    broken.restore();
    expect((await insert('b')).ok).toBe(true);
  });
});

test('a writer that outlives its operation cannot write any more', async () => {
  const { store } = watchedStore();
  let kept: StoreWriter | null = null;
  await store.write((tx) => {
    kept = tx;
    return ok(null);
  });
  expect(() => kept?.savePause({ scope: 'all', key: '', since: 1, until: null })).toThrow(
    /outside/,
  );
  expect(store.read.pauses()).toEqual([]);
});

/** Makes the next run of a statement fail as SQLite would. */
function failOnce(connection: WatchedConnection, name: StatementName, code: string) {
  const original = connection.run.bind(connection);
  let failed = false;
  connection.run = (one, ...args) => {
    if (one !== name || failed) return original(one, ...args);
    failed = true;
    throw new Database.SqliteError(code, code);
  };
  return { restore: () => (connection.run = original) };
}

function lose(tx: StoreWriter): never {
  tx.savePause({ scope: 'all', key: '', since: 1, until: null });
  throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
}
