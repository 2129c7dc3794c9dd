import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { DatabaseFacts } from '../../core/diagnosis/facts.ts';
import { sizeOf } from './check-open-database.ts';
import { openForReading } from './connection.ts';
import { databaseFiles } from './database-files.ts';
import { isDamage } from './failures.ts';
import { APPLICATION_ID } from './inspect-file.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';

/**
 * Whether the database of a profile folder is sound, the whole of it (PRAGMA quick_check). Only reads, and may be
 * called beside the host; takes seconds for a database of gigabytes.
 */
export function checkDatabase(folder: string): DatabaseFacts {
  const files = databaseFiles(folder);
  if (!existsSync(files.db)) return { kind: 'none' };
  try {
    const db = openForReading(files.db);
    try {
      return judged(db, sizeOf(files.db) + sizeOf(files.wal));
    } finally {
      db.close();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: isDamage(error) ? 'damaged' : 'unreadable', detail };
  }
}

function judged(db: Database.Database, bytes: number): DatabaseFacts {
  const version = db.pragma('user_version', { simple: true }) as number;
  const application = db.pragma('application_id', { simple: true }) as number;
  if (application === 0 && version === 0) return { kind: 'none' };
  if (application !== APPLICATION_ID) return { kind: 'foreign' };
  if (version > SCHEMA_VERSION) return { kind: 'newer', version };
  const answer = String(db.pragma('quick_check(1)', { simple: true }));
  return answer === 'ok'
    ? { kind: 'sound', bytes, version, lookedThrough: true }
    : { kind: 'damaged', detail: answer.replaceAll(/\s+/g, ' ') };
}

export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
