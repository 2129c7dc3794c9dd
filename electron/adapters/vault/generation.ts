import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeDurably } from './durable.ts';
import { errnoOf } from './failures.ts';
import { generationPath } from './layout.ts';

/** The database that the vault belongs to; null when it does not say, or is not there. */
export async function readGeneration(root: string): Promise<string | null> {
  try {
    return await readFile(generationPath(root), 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export const writeGeneration = (root: string, generation: string): Promise<void> =>
  writeDurably(generationPath(root), generation);

export interface VaultFound {
  readonly generation: string | null;
  readonly holdsFiles: boolean;
}

/**
 * What to do with the vault that is there, given the database's generation.
 *
 * - `keep`: they belong together.
 * - `mark`: nothing is in it that could be lost, or it does not say whose it is and the database has rows.
 * - `setAside`: it belongs to another database; its files are kept, out of reach of this one's sweep.
 */
export function placeFor(
  found: VaultFound,
  generation: string,
  isNewDatabase: boolean,
): 'keep' | 'mark' | 'setAside' {
  if (found.generation === generation) return 'keep';
  if (!found.holdsFiles) return 'mark';
  return found.generation === null && !isNewDatabase ? 'mark' : 'setAside';
}

/** Whether anything but the vault's own furniture lies in it. */
export async function holdsFiles(root: string): Promise<boolean> {
  const own = basename(generationPath(root));
  for (const entry of await entriesOf(root)) {
    if (!entry.isDirectory()) {
      if (!entry.name.startsWith(own)) return true;
    } else if ((await entriesOf(join(root, entry.name))).length > 0) return true;
  }
  return false;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
