import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errnoOf } from './failures.ts';
import { readGeneration } from './generation.ts';
import { isOfSession, isPartName, isVaultName, lostFolder, SHARDS } from './layout.ts';

const KEEP_LOST_MS = 30 * 24 * 60 * 60 * 1000;

export type SweepReport =
  | {
      readonly kind: 'swept';
      /** Files that no row refers to, now in `lost`. */
      readonly lost: readonly string[];
      /** Files that were in `lost` for over 30 days, deleted. */
      readonly deleted: readonly string[];
    }
  /** The database cannot say what is an orphan: nothing was touched. */
  | { readonly kind: 'skipped'; readonly because: 'NEW_DATABASE' | 'OTHER_GENERATION' };

export interface SweepOptions {
  readonly root: string;
  readonly generation: string;
  readonly isNewDatabase: boolean;
  readonly session: string;
}

/**
 * Moves orphans to `lost`, and deletes what has been there for over 30 days. Files of this session are left
 * alone: their row may be on its way. `referenced` is read in one go, after the folder was listed, so a file
 * seen without a row can never get one. `now` is in milliseconds since 1970 UTC.
 */
export async function sweep(
  options: SweepOptions,
  referenced: Iterable<string>,
  now: number,
): Promise<SweepReport> {
  const { root, generation, isNewDatabase, session } = options;
  if (isNewDatabase) return { kind: 'skipped', because: 'NEW_DATABASE' };
  if ((await readGeneration(root)) !== generation) {
    return { kind: 'skipped', because: 'OTHER_GENERATION' };
  }
  const deleted = await deleteOldLost(root, now);
  const orphans = await listFiles(root, session);
  for (const name of referenced) orphans.delete(name);
  const lost: string[] = [];
  for (const name of orphans) {
    if (await moveToLost(root, name, now)) lost.push(name);
  }
  return { kind: 'swept', lost, deleted };
}

async function listFiles(root: string, session: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (const shard of SHARDS) {
    for (const file of await readdir(join(root, shard))) {
      const name = `${shard}/${file}`;
      if ((isVaultName(name) || isPartName(name)) && !isOfSession(name, session)) found.add(name);
    }
  }
  return found;
}

/** The file's time becomes the time of its loss, before it moves: its 30 days can only begin late. */
async function moveToLost(root: string, name: string, now: number): Promise<boolean> {
  const from = join(root, name);
  return unlessGone(async () => {
    await utimes(from, now / 1000, now / 1000);
    await rename(from, join(lostFolder(root), basename(name)));
  });
}

async function deleteOldLost(root: string, now: number): Promise<readonly string[]> {
  const deleted: string[] = [];
  for (const file of await readdir(lostFolder(root))) {
    const path = join(lostFolder(root), file);
    const isOld = await stat(path).then(
      ({ mtimeMs }) => now - mtimeMs > KEEP_LOST_MS,
      () => false,
    );
    if (isOld && (await unlessGone(() => rm(path)))) deleted.push(file);
  }
  return deleted;
}

/** One file that cannot be moved (in use, gone by now) is no reason to leave the others. */
async function unlessGone(action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    errnoOf(error);
    return false;
  }
}
