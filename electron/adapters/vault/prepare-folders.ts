import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/ports/clock.ts';
import { FOLDER_MODE, syncFolder } from './durable.ts';
import { holdsFiles, placeFor, readGeneration, writeGeneration } from './generation.ts';
import { lostFolder, SHARDS, uploadsFolder } from './layout.ts';

export interface FolderOptions {
  /** The profile folder. */
  readonly folder: string;
  readonly root: string;
  readonly generation: string;
  readonly isNewDatabase: boolean;
  readonly clock: Clock;
  readonly session: string;
}

/**
 * Leaves a vault with all its folders, durable and marked with the generation, so that a file needs no more
 * than its own folder's fsync. Answers where another database's vault went, or null.
 */
export async function prepareFolders(options: FolderOptions): Promise<string | null> {
  const { folder, root, generation, isNewDatabase } = options;
  const found = { generation: await readGeneration(root), holdsFiles: await holdsFiles(root) };
  const place = placeFor(found, generation, isNewDatabase);
  const setAsideTo = place === 'setAside' ? await setAside(options) : null;

  await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  await chmod(root, FOLDER_MODE);
  const present = new Set(await readdir(root));
  for (const path of [...SHARDS.map((shard) => join(root, shard)), lostFolder(root)]) {
    if (!present.has(path.slice(root.length + 1))) await mkdir(path, { mode: FOLDER_MODE });
  }
  await rm(uploadsFolder(root), { recursive: true, force: true });
  await mkdir(uploadsFolder(root), { mode: FOLDER_MODE });
  if (place !== 'keep') await writeGeneration(root, generation);
  await syncFolder(root);
  await syncFolder(folder);
  return setAsideTo;
}

/** One rename: the other vault is whole here or whole there, and never deleted. */
async function setAside({ folder, root, clock, session }: FolderOptions): Promise<string> {
  const aside = join(folder, 'aside');
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
  const to = join(aside, `vault-${time}-${session}`);
  await mkdir(aside, { recursive: true, mode: FOLDER_MODE });
  await rename(root, to);
  await syncFolder(aside);
  await syncFolder(folder);
  return to;
}
