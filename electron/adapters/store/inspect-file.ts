import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import type { DatabaseFiles } from './database-files.ts';
import { failureOf, isDamage } from './failures.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';

/** What stands at the database's path, found out without changing a byte of it. */
export type Found =
  /** Nothing, or a file that was created and never written. */
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly version: number }
  | { readonly kind: 'newer'; readonly version: number }
  /** A sound SQLite database of somebody else. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'damaged'; readonly detail: string };

/** 'OuTr' (https://www.sqlite.org/fileformat2.html §1.3.17). */
export const APPLICATION_ID = 0x4f_75_54_72;

/** Up to this size a start checks the whole file (a few hundred milliseconds at most); beyond it only on suspicion. */
const CHECKED_BYTES = 64 * 1024 * 1024;

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const PAGES_AT = 28;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

/** Throws what the file system or SQLite throws for a file that cannot be read. */
export function inspectFile(files: DatabaseFiles): Found {
  const stats = statSync(files.db, { throwIfNoEntry: false });
  const logBytes = statSync(files.wal, { throwIfNoEntry: false })?.size ?? 0;
  if (stats !== undefined && !stats.isFile()) return { kind: 'damaged', detail: 'not a file' };
  if (stats === undefined || stats.size === 0) {
    // SQLite would delete the log of an empty database, and with it whatever is in there.
    return logBytes === 0 ? { kind: 'none' } : { kind: 'damaged', detail: 'a log alone' };
  }
  const header = readHeader(files.db);
  if (header === null) return { kind: 'damaged', detail: 'not a database' };
  const found = logBytes > 0 ? readThroughSqlite(files) : judge(header);
  if (found.kind !== 'ours') return found;
  return damageWithin(files, stats) ?? found;
}

interface Header {
  readonly version: number;
  readonly application: number;
  readonly pages: number;
}

function judge({ version, application, pages }: Header): Found {
  // Interrupted between the file's first page and the first migration.
  if (application === 0 && version === 0 && pages <= 1) return { kind: 'none' };
  if (application !== APPLICATION_ID) return { kind: 'foreign' };
  return version > SCHEMA_VERSION ? { kind: 'newer', version } : { kind: 'ours', version };
}

/** The header alone says the version when there is no log beside it. */
function readHeader(file: string): Header | null {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, bytes, 0, HEADER_BYTES, 0) < HEADER_BYTES) return null;
  } finally {
    closeSync(handle);
  }
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  return {
    version: bytes.readInt32BE(USER_VERSION_AT),
    application: bytes.readInt32BE(APPLICATION_ID_AT),
    pages: bytes.readInt32BE(PAGES_AT),
  };
}

/**
 * With a log, SQLite must say what the header will be. A connection that only reads leaves database and
 * log as they are; the shared memory that it rebuilds is put back as it was.
 */
function readThroughSqlite(files: DatabaseFiles): Found {
  const shm = existsSync(files.shm) ? readFileSync(files.shm) : null;
  try {
    return withReader(files, (db) =>
      judge({
        version: db.pragma('user_version', { simple: true }) as number,
        application: db.pragma('application_id', { simple: true }) as number,
        pages: db.pragma('page_count', { simple: true }) as number,
      }),
    );
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged', detail: failureOf(error)?.code ?? '' };
    throw error;
  } finally {
    if (shm === null) rmSync(files.shm, { force: true });
    else writeFileSync(files.shm, shm);
  }
}

function damageWithin(files: DatabaseFiles, stats: Stats): Found | null {
  if (stats.size > CHECKED_BYTES && !existsSync(files.suspect)) return null;
  try {
    // A connection that only reads leaves CHECK constraints out, which is right here: one row that is out
    // of its bounds is that item's damage (it is parked when read), and not the file's.
    const answer = withReader(files, (db) => db.pragma('quick_check(1)', { simple: true }));
    return answer === 'ok' ? null : { kind: 'damaged', detail: String(answer) };
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged', detail: String(error) };
    throw error;
  }
}

function withReader<T>(files: DatabaseFiles, read: (db: Database.Database) => T): T {
  const db = new Database(files.db, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
