import { statSync } from 'node:fs';
import type { DatabaseFacts } from '../../core/diagnosis/facts.ts';
import type { Connection } from './connection.ts';
import type { DatabaseFiles } from './database-files.ts';
import { isDamage } from './failures.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';

/** A look through more than this would hold up whoever waits for the host; `checkDatabase` has no such limit. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Whether the database that this process owns is sound, by its own connection. `turn` lets others go on between
 * two tables.
 */
export async function checkOpenDatabase(
  connection: Connection,
  files: DatabaseFiles,
  turn: () => Promise<void>,
  mostBytes = MOST_BYTES,
): Promise<DatabaseFacts> {
  const bytes = sizeOf(files.db) + sizeOf(files.wal);
  const sound = { kind: 'sound', bytes, version: SCHEMA_VERSION } as const;
  try {
    const tables = connection.tables();
    if (bytes > mostBytes) return { ...sound, lookedThrough: false };
    for (const table of tables) {
      const answer = connection.quickCheck(table);
      if (answer !== 'ok') return { kind: 'damaged', detail: answer.replaceAll(/\s+/g, ' ') };
      await turn();
    }
    return { ...sound, lookedThrough: true };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: isDamage(error) ? 'damaged' : 'unreadable', detail };
  }
}

export const sizeOf = (file: string): number =>
  statSync(file, { throwIfNoEntry: false })?.size ?? 0;
