import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Connection } from './connection.ts';
import { databaseFiles } from './database-files.ts';
import { migrate } from './migrate.ts';
import type { OpenedReader } from './open-sqlite-reader.ts';
import { SqliteReader } from './sqlite-reader.ts';

/** Whether anything was ever stored in a profile folder. */
export const hasDatabase = (folder: string): boolean => existsSync(databaseFiles(folder).db);

/** The queue of a profile folder in which nothing was stored yet; touches no file. */
export function openEmptyReader(): OpenedReader {
  const db = new Database(':memory:');
  migrate(db, 0, () => '');
  // Nothing on disk can be damaged here, so the mark is never made.
  const connection = new Connection(() => db, '');
  return { read: new SqliteReader(connection, () => undefined), close: () => connection.discard() };
}
