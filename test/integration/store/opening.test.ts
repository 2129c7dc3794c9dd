import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../../electron/adapters/store/migrations/index.ts';
import { openSqliteReader } from '../../../electron/adapters/store/open-sqlite-reader.ts';
import { openSqliteStore } from '../../../electron/adapters/store/open-sqlite-store.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, request, textBody } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore, testClock } from '../../support/temp-store.ts';

const dbOf = (folder: string) => join(folder, 'outtray.db');

/** A closed store with one item; answers its generation. */
async function filled(folder: string): Promise<string> {
  const { store, generation } = openTestStore({ folder });
  await store.write((tx) =>
    ok(tx.insert(newItem({ id: 'a' }), request(textBody('x'.repeat(9_000))), [], 1)),
  );
  await store.close();
  return generation;
}

const bytesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

/** The database as a killed process leaves it: with its log. */
function copyAsKilled(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of ['outtray.db', 'outtray.db-wal', 'outtray.db-shm'])
    copyFileSync(join(from, name), join(to, name));
}

describe('opening a store', () => {
  test('makes a new database once, which keeps its generation and its items', async () => {
    const folder = join(tempFolder(), 'deep', 'profile');
    const generation = await filled(folder);
    const again = openTestStore({ folder });
    expect(again).toMatchObject({ generation, isNew: false, setAside: null });
    expect(again.store.read.item('a')?.id).toBe('a');
    await again.store.close();
    const other = openTestStore({ folder: tempFolder() });
    expect(other).toMatchObject({ isNew: true, setAside: null });
    expect(other.generation).not.toBe(generation);
    await other.store.close();
  });

  test('brings back what a killed process had committed', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    await store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(), [], 1)));
    const copy = join(tempFolder(), 'copy');
    copyAsKilled(folder, copy);
    await store.close();
    const opened = openTestStore({ folder: copy });
    expect(opened.isNew).toBe(false);
    expect(opened.store.read.item('a')?.id).toBe('a');
    await opened.store.close();
  });

  test('leaves no log behind when it was closed', async () => {
    const folder = tempFolder();
    await filled(folder);
    expect(readdirSync(folder)).toEqual(['outtray.db']);
  });

  test('empties the log on request', async () => {
    const folder = tempFolder();
    const { store, truncateLog } = openTestStore({ folder });
    await store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(), [], 1)));
    expect(statSync(`${dbOf(folder)}-wal`).size).toBeGreaterThan(0);
    truncateLog();
    expect(statSync(`${dbOf(folder)}-wal`).size).toBe(0);
    await store.close();
  });
});

describe("a later program's database", () => {
  test('is refused and left as it is, byte for byte', async () => {
    const folder = tempFolder();
    await filled(folder);
    const db = new Database(dbOf(folder));
    db.pragma('user_version = 99');
    db.close();
    const before = bytesOf(folder);
    expect(openSqliteStore({ folder, clock: testClock })).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_NEWER', params: { found: 99, known: SCHEMA_VERSION } },
    });
    expect(bytesOf(folder)).toEqual(before);
  });

  test('is known by its log too, and that is left as it is', async () => {
    const folder = tempFolder();
    await filled(folder);
    const db = new Database(dbOf(folder));
    db.pragma('user_version = 99');
    const copy = join(tempFolder(), 'copy');
    copyAsKilled(folder, copy);
    db.close();
    expect(readFileSync(dbOf(copy)).readInt32BE(60)).toBe(SCHEMA_VERSION);
    const before = bytesOf(copy);
    expect(openSqliteStore({ folder: copy, clock: testClock })).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_NEWER' },
    });
    expect(bytesOf(copy)).toEqual(before);
  });

  test('is refused by a reader as well', async () => {
    const folder = tempFolder();
    await filled(folder);
    const db = new Database(dbOf(folder));
    db.pragma('user_version = 99');
    db.close();
    expect(openSqliteReader({ folder })).toMatchObject({ error: { code: 'PROFILE_NEWER' } });
  });
});

describe('a damaged database', () => {
  const damages: readonly (readonly [string, (folder: string) => void])[] = [
    ['a text in its place', (folder) => writeFileSync(dbOf(folder), 'not a database at all')],
    ['a long text in its place', (folder) => writeFileSync(dbOf(folder), 'x'.repeat(50_000))],
    [
      'cut in the middle',
      (folder) => truncateSync(dbOf(folder), statSync(dbOf(folder)).size - 5_000),
    ],
    [
      'a folder in its place',
      (folder) => {
        rmSync(dbOf(folder));
        mkdirSync(dbOf(folder));
      },
    ],
    [
      'emptied beside its log',
      (folder) => {
        truncateSync(dbOf(folder), 0);
        writeFileSync(`${dbOf(folder)}-wal`, 'a log');
      },
    ],
    [
      'overwritten in its pages',
      (folder) => {
        const bytes = readFileSync(dbOf(folder));
        bytes.fill(0xa5, 4_096 + 8);
        writeFileSync(dbOf(folder), bytes);
      },
    ],
  ];

  test.each(damages)('(%s) is set aside unchanged and a new one begun', async (_name, damage) => {
    const folder = tempFolder();
    const generation = await filled(folder);
    damage(folder);
    const isFile = statSync(dbOf(folder)).isFile();
    const damaged = isFile ? readFileSync(dbOf(folder)) : null;
    const opened = openTestStore({ folder });
    expect(opened.isNew).toBe(true);
    expect(opened.generation).not.toBe(generation);
    expect(opened.setAside).toMatch(/aside.2023-11-14T22-13-20-000Z$/);
    const kept = join(opened.setAside ?? '', 'outtray.db');
    if (damaged === null) expect(statSync(kept).isDirectory()).toBe(true);
    else expect(readFileSync(kept).equals(damaged)).toBe(true);
    const added = await opened.store.write((tx) =>
      ok(tx.insert(newItem({ id: 'b' }), request(), [], 1)),
    );
    expect(added.ok).toBe(true);
    await opened.store.close();
    expect(openTestStore({ folder }).isNew).toBe(false);
  });

  test('is set aside with its log', async () => {
    const folder = tempFolder();
    await filled(folder);
    writeFileSync(dbOf(folder), 'nonsense');
    writeFileSync(`${dbOf(folder)}-wal`, 'log');
    writeFileSync(`${dbOf(folder)}-shm`, 'shm');
    const { store, setAside } = openTestStore({ folder });
    expect(readdirSync(setAside ?? '').toSorted()).toEqual([
      'outtray.db',
      'outtray.db-shm',
      'outtray.db-wal',
    ]);
    await store.close();
  });

  test('of which only the log is left is set aside too, and not mixed with a new one', async () => {
    const folder = tempFolder();
    writeFileSync(`${dbOf(folder)}-wal`, 'what was committed');
    const { store, isNew, setAside } = openTestStore({ folder });
    expect(isNew).toBe(true);
    expect(readFileSync(join(setAside ?? '', 'outtray.db-wal'), 'utf8')).toBe('what was committed');
    await store.close();
  });

  test('gets a folder of its own each time', async () => {
    const folder = tempFolder();
    writeFileSync(dbOf(folder), 'first');
    const first = openTestStore({ folder });
    await first.store.close();
    writeFileSync(dbOf(folder), 'second');
    const second = openTestStore({ folder });
    await second.store.close();
    expect(second.setAside).not.toBe(first.setAside);
    expect(readFileSync(join(first.setAside ?? '', 'outtray.db'), 'utf8')).toBe('first');
  });

  /** A database beyond the size that is checked at each start, with the root page of a table overwritten. */
  async function largeWithout(table: string): Promise<string> {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    await store.write((tx) => {
      for (let n = 0; n < 70; n += 1)
        tx.insert(newItem({ id: `i${n}` }), request(textBody('x'.repeat(1_000_000))), [], 1);
      return ok(null);
    });
    await store.close();
    const db = new Database(dbOf(folder));
    const row = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
    db.close();
    const at = ((row as { readonly rootpage: number }).rootpage - 1) * 4_096;
    const file = openSync(dbOf(folder), 'r+');
    writeSync(file, Buffer.alloc(4_096, 0xff), 0, 4_096, at);
    closeSync(file);
    return folder;
  }

  test('too large for a check at each start is set aside after a read has met the damage', async () => {
    const folder = await largeWithout('item');
    const { store, setAside } = openTestStore({ folder });
    expect(setAside).toBeNull();
    expect(() => store.read.item('i1')).toThrow(/malformed/);
    await store.close();
    const next = openTestStore({ folder });
    expect(next.setAside).not.toBeNull();
    await next.store.close();
    const afterwards = openTestStore({ folder });
    expect(afterwards).toMatchObject({ setAside: null, generation: next.generation });
    await afterwards.store.close();
  });

  test('too large for a check at each start is set aside at once when it cannot be opened', async () => {
    const folder = await largeWithout('meta');
    const { store, setAside } = openTestStore({ folder });
    expect(setAside).not.toBeNull();
    await store.close();
  });
});

describe('what is no damage', () => {
  test('is a lock that somebody else holds: the store opens, and a write says what is wrong', async () => {
    const folder = tempFolder();
    await filled(folder);
    const { store } = openTestStore({ folder });
    const other = new Database(dbOf(folder));
    other.exec('BEGIN IMMEDIATE');
    const result = await store.write((tx) => ok(tx.remove('a', 1)));
    expect(result).toMatchObject({
      error: { code: 'PROFILE_UNUSABLE', params: { detail: 'SQLITE_BUSY' } },
    });
    other.close();
    expect((await store.write((tx) => ok(tx.remove('a', 1)))).ok).toBe(true);
    await store.close();
    expect(existsSync(join(folder, 'aside'))).toBe(false);
  });

  test("is somebody else's database: it is refused and left as it is", () => {
    const folder = tempFolder();
    const db = new Database(dbOf(folder));
    db.exec('CREATE TABLE theirs (a)');
    db.close();
    const before = bytesOf(folder);
    expect(openSqliteStore({ folder, clock: testClock })).toMatchObject({
      error: { code: 'PROFILE_UNUSABLE' },
    });
    expect(bytesOf(folder)).toEqual(before);
  });
});

describe('a reader beside a running host', () => {
  test('sees what the host has committed, and cannot write', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    const reader = openSqliteReader({ folder });
    if (!reader.ok) throw new Error(reader.error.code);
    const { read } = reader.value;
    expect(read.item('a')).toBeNull();
    await store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(textBody('x')), [], 1)));
    expect(read.item('a')).toEqual(store.read.item('a'));
    expect(read.request('a')).toEqual(request(textBody('x')));
    expect(read.counts().queued).toBe(1);
    expect(read.changes(0, 9)).toHaveLength(1);
    expect('write' in read || 'insert' in read).toBe(false);
    reader.value.close();
    await store.close();
  });

  test('does not keep the host from writing', async () => {
    const folder = tempFolder();
    const { store } = openTestStore({ folder });
    const reader = openSqliteReader({ folder });
    for (let n = 0; n < 5; n += 1) {
      const result = await store.write((tx) =>
        ok(tx.insert(newItem({ id: `${n}` }), request(), [], 1)),
      );
      expect(result.ok).toBe(true);
      if (reader.ok) expect(reader.value.read.counts().queued).toBe(n + 1);
    }
    if (reader.ok) reader.value.close();
    await store.close();
  });

  test('says so when there is nothing to read', () => {
    expect(openSqliteReader({ folder: tempFolder() })).toMatchObject({
      error: { code: 'PROFILE_UNUSABLE' },
    });
  });
});
