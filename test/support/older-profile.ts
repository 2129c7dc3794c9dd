import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../electron/adapters/store/inspect-file.ts';
import { MIGRATIONS } from '../../electron/adapters/store/migrations/index.ts';

/** A profile folder as an earlier OutTray of that schema left it, with nothing in it. */
export function makeOlderProfile(home: string, version: number): void {
  mkdirSync(home, { recursive: true });
  const db = new Database(join(home, 'outtray.db'));
  db.pragma('journal_mode = WAL');
  for (const { functions, sql } of MIGRATIONS.slice(0, version)) {
    for (const [name, compute] of Object.entries(functions ?? {}))
      db.function(name, { varargs: true, deterministic: true }, compute);
    db.exec(sql);
  }
  db.prepare(`INSERT INTO meta (key, value) VALUES ('generation', 'older')`).run();
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${version}`);
  db.close();
}
