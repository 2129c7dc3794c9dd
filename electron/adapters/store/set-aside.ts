import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DatabaseFiles } from './database-files.ts';

/**
 * Moves a damaged database out of the way, as a set and unchanged, so that somebody can still look at it.
 * Answers the folder where it is now: `aside/<time>`.
 */
export function setAside(folder: string, files: DatabaseFiles, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const target = freshFolder(join(folder, 'aside'), stamp);
  // The database goes first: a start that finds a log alone sets that aside as well.
  for (const file of [files.db, files.wal, files.shm, files.journal]) {
    if (existsSync(file)) renameSync(file, join(target, basename(file)));
  }
  rmSync(files.suspect, { force: true });
  return target;
}

function freshFolder(parent: string, name: string): string {
  for (let n = 1; ; n += 1) {
    const folder = join(parent, n === 1 ? name : `${name}-${n}`);
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) return folder;
  }
}
