import { existsSync } from 'node:fs';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { StoreReader } from '../../core/ports/store-reader.ts';
import { Connection, openForReading } from './connection.ts';
import { databaseFiles } from './database-files.ts';
import { APPLICATION_ID } from './inspect-file.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { openFailure } from './open-failure.ts';
import { SqliteReader } from './sqlite-reader.ts';

export interface OpenedReader {
  readonly read: StoreReader;
  readonly close: () => void;
}

/**
 * A look at the queue while another process, the host, owns it. Each question sees what was last
 * committed. Fails with PROFILE_NEWER, PROFILE_OLDER (its owner brings it up to date), or PROFILE_UNUSABLE where there
 * is no database to read.
 */
export function openSqliteReader(options: {
  readonly folder: string;
}): Result<OpenedReader, OutboxError> {
  const { folder } = options;
  const files = databaseFiles(folder);
  if (!existsSync(files.db))
    return err(outboxError('PROFILE_UNUSABLE', { folder, detail: 'no database' }));
  try {
    const db = openForReading(files.db);
    const version = db.pragma('user_version', { simple: true }) as number;
    const ours = db.pragma('application_id', { simple: true }) === APPLICATION_ID;
    if (!ours || version !== SCHEMA_VERSION) {
      db.close();
      return err(
        ours && version > SCHEMA_VERSION
          ? outboxError('PROFILE_NEWER', { folder, found: version, known: SCHEMA_VERSION })
          : ours
            ? outboxError('PROFILE_OLDER', { folder, found: version, known: SCHEMA_VERSION })
            : outboxError('PROFILE_UNUSABLE', { folder, detail: `schema ${version}` }),
      );
    }
    const connection = new Connection(
      () => (db.open ? db : openForReading(files.db)),
      files.suspect,
    );
    return ok({
      read: new SqliteReader(connection, () => undefined),
      close: () => connection.discard(),
    });
  } catch (error) {
    const failure = openFailure(error, folder);
    if (failure === null) throw error;
    return err(failure);
  }
}
