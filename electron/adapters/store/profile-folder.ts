import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes the profile folder, for its owner alone, so that it is still there after a power cut. */
export function ensureProfileFolder(folder: string): void {
  const missing = missingFolders(folder);
  for (const one of missing) makeFolder(one);
  const [first] = missing;
  // Windows knows no fsync of a folder.
  if (first === undefined || process.platform === 'win32') return;
  const handle = openSync(dirname(first), 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * The outermost first. One by one, since Node's own `recursive` never ends below a folder that answers ENOENT to
 * every new name, as those of /proc do.
 */
function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  let at = resolve(folder);
  while (!existsSync(at) && dirname(at) !== at) {
    missing.unshift(at);
    at = dirname(at);
  }
  return missing;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(path) || !statSync(path).isDirectory()) throw error;
  }
}
