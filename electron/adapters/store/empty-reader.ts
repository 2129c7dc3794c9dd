import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { Connection } from './connection.ts';
import { databaseFiles } from './database-files.ts';
import { migrate } from './migrate.ts';
import type { OpenedReader } from './open-sqlite-reader.ts';
import { SqliteReader } from './sqlite-reader.ts';

/** Whether anything was ever stored in a profile folder. */
export const hasDatabase = (folder: string): boolean => existsSync(databaseFiles(folder).db);

/**
 * The queue of a profile folder in which nothing was stored yet; touches no file. PROFILE_UNUSABLE where something
 * that is no folder stands in its place.
 */
export function openEmptyReader(folder: string): Result<OpenedReader, OutboxError> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    return err(outboxError('PROFILE_UNUSABLE', { folder, detail: 'it is not a folder' }));
  }
  const db = new Database(':memory:');
  migrate(db, 0, () => '');
  // Nothing on disk can be damaged here, so the mark is never made.
  const connection = new Connection(() => db, '');
  return ok({
    read: new SqliteReader(connection, () => undefined),
    close: () => connection.discard(),
  });
}
