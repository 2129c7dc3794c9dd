import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Lets a profile folder be one that a newer OutTray wrote: nobody of today can use it, not even for reading. */
export function makeNewer(home: string): void {
  const database = new Database(join(home, 'outtray.db'));
  database.pragma('user_version = 9999');
  database.close();
}
