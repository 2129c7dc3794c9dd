import { join } from 'node:path';

/** The database with what SQLite keeps beside it. They only make sense together. */
export interface DatabaseFiles {
  readonly db: string;
  readonly wal: string;
  readonly shm: string;
  readonly journal: string;
  /** Present when a read met damage: the next start checks the whole file. */
  readonly suspect: string;
}

export function databaseFiles(folder: string): DatabaseFiles {
  const db = join(folder, 'outtray.db');
  return {
    db,
    wal: `${db}-wal`,
    shm: `${db}-shm`,
    journal: `${db}-journal`,
    suspect: `${db}-suspect`,
  };
}
