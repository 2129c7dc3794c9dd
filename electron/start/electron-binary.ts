import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packageFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/**
 * Electron's executable, where it is on this machine; null otherwise. The package is not loaded for it: that would
 * begin to download what is missing.
 */
export function electronBinary(): string | null {
  try {
    const folder = packageFolder();
    const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
    const named = join(folder, 'path.txt');
    const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
    const binary = join(override ?? join(folder, 'dist'), name);
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Fetches it, as its package does at first use; null when it cannot be had. */
export function fetchElectron(): string | null {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'] !== undefined) return null;
  try {
    const install = join(packageFolder(), 'install.js');
    spawnSync(process.execPath, [install], { stdio: ['ignore', 'inherit', 'ignore'] });
  } catch {
    return null; // not installed
  }
  return electronBinary();
}
