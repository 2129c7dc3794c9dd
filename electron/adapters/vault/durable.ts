import { open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PART_SUFFIX } from './layout.ts';

/** Only the owner may read what is in the vault. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/** Makes the folder's entries durable: a rename is lost by a power cut until then. Windows has no such call. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Replaces a small file: after a crash it has the old text or the new one. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await writeFile(path + PART_SUFFIX, text, { mode: FILE_MODE, flush: true });
  await rename(path + PART_SUFFIX, path);
  await syncFolder(dirname(path));
}
