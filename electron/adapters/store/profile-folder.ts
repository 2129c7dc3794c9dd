import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the profile folder, for its owner alone, so that it is still there after a power cut. */
export function ensureProfileFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Windows knows no fsync of a folder.
  if (made === undefined || process.platform === 'win32') return;
  const handle = openSync(dirname(made), 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
