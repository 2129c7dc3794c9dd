import Database from 'better-sqlite3';
import type { StoreFailure } from '../../core/ports/outbox-store.ts';

/** The SQLite result code of an error, e.g. `SQLITE_FULL`; null for any other exception. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}

export function storeFailure(code: StoreFailure['code'], detail: string): StoreFailure {
  return { code, params: { detail } };
}

/**
 * What a failed write means for the caller, or null when the error is a mistake of ours (a constraint, a
 * wrong statement), which stays an exception. `detail` is SQLite's code.
 */
export function failureOf(error: unknown): StoreFailure | null {
  const code = sqliteCode(error);
  if (code === null) return null;
  if (code === 'SQLITE_FULL') return storeFailure('NO_SPACE', code);
  // The file was moved or deleted under us: that is not a question of permissions.
  if (code === 'SQLITE_READONLY_DBMOVED') return storeFailure('PROFILE_UNUSABLE', code);
  if (code.startsWith('SQLITE_READONLY')) return storeFailure('PROFILE_READ_ONLY', code);
  return OF_THE_MEDIUM.some((prefix) => code.startsWith(prefix))
    ? storeFailure('PROFILE_UNUSABLE', code)
    : null;
}

const OF_THE_MEDIUM = [
  'SQLITE_IOERR',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_CANTOPEN',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_PROTOCOL',
  'SQLITE_NOMEM',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_NOLFS',
] as const;

/** The file's content is wrong. Never true of a busy, full, read-only or unreachable file. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB');
}

/** After such an error nothing that the connection still holds in memory can be trusted. */
export function spoilsConnection(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_IOERR') ?? false;
}
