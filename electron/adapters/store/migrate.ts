import type { Database } from 'better-sqlite3';
import { APPLICATION_ID } from './inspect-file.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * Brings a database from `version` to the present schema, one transaction per step: a crash leaves a whole
 * step or nothing of it. The first step makes the database ours and gives it its generation.
 */
export function migrate(db: Database, version: number, newGeneration: () => string): void {
  for (const migration of MIGRATIONS.slice(version)) {
    for (const [name, compute] of Object.entries(migration.functions ?? {})) {
      db.function(name, { varargs: true, deterministic: true }, compute);
    }
    db.transaction(() => {
      db.exec(migration.sql);
      if (migration.version === 1) {
        db.pragma(`application_id = ${APPLICATION_ID}`);
        db.prepare(`INSERT INTO meta (key, value) VALUES ('generation', ?)`).run(newGeneration());
      }
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}

export function readGeneration(db: Database): string {
  const row = db.prepare(`SELECT value FROM meta WHERE key = 'generation'`).get();
  return (row as { readonly value: string }).value;
}
