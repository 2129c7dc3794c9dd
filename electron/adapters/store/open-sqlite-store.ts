import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { DatabaseFacts } from '../../core/diagnosis/facts.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { OutboxStore, StoreFailure } from '../../core/ports/outbox-store.ts';
import { checkOpenDatabase } from './check-open-database.ts';
import { Connection, openDatabase } from './connection.ts';
import { type DatabaseFiles, databaseFiles } from './database-files.ts';
import { isDamage } from './failures.ts';
import { inspectFile } from './inspect-file.ts';
import { migrate, readGeneration } from './migrate.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { openFailure } from './open-failure.ts';
import { ensureProfileFolder } from './profile-folder.ts';
import { setAside } from './set-aside.ts';
import { createSqliteStore } from './sqlite-store.ts';

export interface StoreOptions {
  /** The profile folder; created when it is missing. Hold its lock before. */
  readonly folder: string;
  readonly clock: Clock;
  /** Told of every group of operations that could not be stored. */
  readonly onFailure?: (failure: StoreFailure) => void;
}

export interface OpenedStore {
  readonly store: OutboxStore;
  /** Names this database; a vault of another generation does not belong to it. */
  readonly generation: string;
  /** There was no database, or none that could be used: no vault file may be taken for an orphan. */
  readonly isNew: boolean;
  /** The folder to which a damaged database was moved. */
  readonly setAside: string | null;
  /** Empties the write-ahead log. It blocks for as long as that takes: call it when nothing is going on. */
  readonly truncateLog: () => void;
  /** Whether the database is sound. `turn` lets others go on between its parts. */
  readonly check: (turn: () => Promise<void>) => Promise<DatabaseFacts>;
}

/**
 * Opens `outtray.db`, creating or migrating it. A damaged one is moved to `aside/` and a new one begun.
 * Fails with PROFILE_NEWER (a later program's database, left byte for byte as it is), PROFILE_READ_ONLY,
 * NO_SPACE or PROFILE_UNUSABLE.
 */
export function openSqliteStore(options: StoreOptions): Result<OpenedStore, OutboxError> {
  const { folder } = options;
  try {
    ensureProfileFolder(folder);
    const files = databaseFiles(folder);
    const found = inspectFile(files);
    switch (found.kind) {
      case 'newer':
        return err(
          outboxError('PROFILE_NEWER', { folder, found: found.version, known: SCHEMA_VERSION }),
        );
      case 'foreign':
        return err(outboxError('PROFILE_UNUSABLE', { folder, detail: 'not an outtray database' }));
      case 'damaged':
        return ok(beginAnew(options, files));
      case 'none':
        return ok(begin(options, files, 0, null));
      case 'ours':
        return ok(beginUnlessDamaged(options, files, found.version));
    }
  } catch (error) {
    const failure = openFailure(error, folder);
    if (failure === null) throw error;
    return err(failure);
  }
}

function beginAnew(options: StoreOptions, files: DatabaseFiles): OpenedStore {
  return begin(options, files, 0, setAside(options.folder, files, options.clock.now()));
}

/** A large file is not checked as a whole, so its damage may show only now. */
function beginUnlessDamaged(
  options: StoreOptions,
  files: DatabaseFiles,
  version: number,
): OpenedStore {
  try {
    return begin(options, files, version, null);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return beginAnew(options, files);
  }
}

function begin(
  options: StoreOptions,
  files: DatabaseFiles,
  version: number,
  aside: string | null,
): OpenedStore {
  const db = openDatabase(files.db);
  let generation: string;
  try {
    migrate(db, version, randomUUID);
    generation = readGeneration(db);
    // Says at once what the first write would: a read-only file opens without complaint.
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    db.close();
    throw error;
  }
  rmSync(files.suspect, { force: true });
  let first: typeof db | null = db;
  const connection = new Connection(() => {
    const opened = first ?? openDatabase(files.db);
    first = null;
    return opened;
  }, files.suspect);
  const onFailure = options.onFailure ?? (() => undefined);
  return {
    store: createSqliteStore(connection, options.clock, onFailure),
    generation,
    isNew: version === 0,
    setAside: aside,
    truncateLog: () => connection.truncateLog(),
    check: (turn) => checkOpenDatabase(connection, files, turn),
  };
}
