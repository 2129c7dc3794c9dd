import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { failureOf, isDamage } from './failures.ts';
import {
  prepareStatements,
  type StatementName,
  type Statements,
  withFixedPlan,
} from './statements.ts';

/** How long a statement waits for a lock, in milliseconds. Nobody but a backup or a curious person holds one. */
const BUSY_TIMEOUT = 2_000;

/** WAL pages after which a commit copies them back: small, since the copying blocks the event loop. */
const AUTOCHECKPOINT_PAGES = 200;

/**
 * Opens the host's connection. The first statement here that touches the file is the one that sets the
 * journal mode: do not call it before the file was inspected.
 */
export function openDatabase(file: string): Database.Database {
  // better-sqlite3 answers a missing folder with a TypeError of its own.
  if (!existsSync(dirname(file))) throw new Database.SqliteError(file, 'SQLITE_CANTOPEN');
  const db = new Database(file, { timeout: BUSY_TIMEOUT });
  try {
    const mode = db.pragma('journal_mode = WAL', { simple: true });
    // Some network and FUSE file systems cannot do it; another mode would silently change what a commit means.
    if (mode !== 'wal')
      throw new Database.SqliteError(`journal mode ${String(mode)}`, 'SQLITE_IOERR');
    // Explicit: better-sqlite3 is built with DEFAULT_WAL_SYNCHRONOUS=1 and falls back to NORMAL after the
    // first write, whatever reading the pragma says.
    db.pragma('synchronous = FULL');
    // macOS: fsync alone leaves the data in the drive's cache. No effect elsewhere.
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('foreign_keys = ON');
    // What a savepoint may have to bring back stays out of the system's temporary folder.
    db.pragma('temp_store = MEMORY');
    db.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A second connection beside the host's, which cannot write. */
export function openForReading(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  db.pragma('query_only = ON');
  return db;
}

type Present = {
  readonly db: Database.Database;
  readonly statements: Statements;
  /** Prepared for `ask`, the last used one at the end. */
  readonly asked: Map<string, Database.Statement>;
};

/** Lists that are looked at ask the same few over and over. */
const ASKED_KEPT = 200;

/**
 * A connection with its statements that can be replaced: after a failed fsync SQLite's memory and the
 * file may disagree, so the connection is closed and the file read anew.
 */
export class Connection {
  private readonly open: () => Database.Database;
  private readonly suspectMark: string;
  private present: Present | null = null;

  /** `suspectMark` is a file whose presence makes the next start check the whole database. */
  constructor(open: () => Database.Database, suspectMark: string) {
    this.open = open;
    this.suspectMark = suspectMark;
  }

  get inTransaction(): boolean {
    return this.present?.db.inTransaction ?? false;
  }

  get(name: StatementName, ...args: readonly unknown[]): unknown {
    return this.observing(() => this.connected().statements[name].get(...args));
  }

  all(name: StatementName, ...args: readonly unknown[]): unknown[] {
    return this.observing(() => this.connected().statements[name].all(...args));
  }

  /** The rows of a statement that was made for a filter. */
  ask(sql: string, ...args: readonly unknown[]): unknown[] {
    return this.observing(() => this.prepared(sql).all(...args));
  }

  run(name: StatementName, ...args: readonly unknown[]): Database.RunResult {
    return this.observing(() => this.connected().statements[name].run(...args));
  }

  /** By name; without those that a virtual table keeps for itself to look after. */
  tables(): readonly string[] {
    return this.observing(() =>
      this.connected()
        .db.prepare(
          `SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
        )
        .pluck()
        .all(),
    ) as string[];
  }

  /** `ok`, or the first thing that is wrong with that table and its indexes. */
  quickCheck(table: string): string {
    return this.observing(() => {
      const { db } = this.connected();
      const [answer] = db.prepare('SELECT * FROM pragma_quick_check(?) LIMIT 1').pluck().all(table);
      return String(answer);
    });
  }

  /** Gives the connection up; the next use opens a new one, and throws when that fails. */
  discard(): void {
    const given = this.present;
    this.present = null;
    try {
      given?.db.close();
    } catch {
      // Closing flushes, and may fail for the same reason. The file is read anew either way.
    }
  }

  /** Copies the log into the database and empties it. Without effect while somebody reads. */
  truncateLog(): void {
    const db = this.present?.db;
    if (db === undefined) return;
    db.pragma('busy_timeout = 0');
    try {
      this.observing(() => db.pragma('wal_checkpoint(TRUNCATE)'));
    } catch (error) {
      if (failureOf(error) === null) throw error;
      // The log stays as it is, which is no loss; the next commit meets the same trouble and says so.
    } finally {
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
    }
  }

  private observing<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      if (isDamage(error)) this.markSuspect();
      throw error;
    }
  }

  private markSuspect(): void {
    try {
      writeFileSync(this.suspectMark, '');
    } catch {
      // Then the next start finds the damage where this one did.
    }
  }

  private prepared(sql: string): Database.Statement {
    const { db, asked } = this.connected();
    const statement = asked.get(sql) ?? db.prepare(withFixedPlan(sql));
    asked.delete(sql);
    asked.set(sql, statement);
    const [oldest] = asked.keys();
    if (asked.size > ASKED_KEPT && oldest !== undefined) asked.delete(oldest);
    return statement;
  }

  private connected(): Present {
    if (this.present === null) {
      const db = this.open();
      this.present = { db, statements: prepareStatements(db), asked: new Map() };
    }
    return this.present;
  }
}
