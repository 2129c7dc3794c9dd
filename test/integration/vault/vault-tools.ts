import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { createDisk } from '../../../electron/adapters/system/disk.ts';
import {
  type OpenedVault,
  openVault,
  type VaultOptions,
} from '../../../electron/adapters/vault/open-vault.ts';
import type { Disk } from '../../../electron/core/ports/disk.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';

export const NOW = Date.UTC(2026, 10, 23);
export const DAY_MS = 24 * 60 * 60 * 1000;

const clock = { now: () => NOW, monotonic: () => 0 };

export const diskOf = (folder: string): Disk => createDisk(folder, { warn() {} });

export async function openTestVault(
  folder: string,
  options: Partial<VaultOptions> = {},
): Promise<OpenedVault> {
  const opened = await openVault({
    folder,
    generation: 'generation-1',
    isNewDatabase: false,
    clock,
    disk: diskOf(folder),
    most: () => Number.MAX_SAFE_INTEGER,
    ...options,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

/** The name of a copy that must have succeeded. */
export async function copyOf(vault: OpenedVault, path: string): Promise<string> {
  const copied = await vault.snapshot(path);
  if (!copied.ok) throw new Error(JSON.stringify(copied.error));
  return nameOf(copied.value);
}

export function nameOf(file: StoredFile): string {
  if (file.kind !== 'vault') throw new Error('not a vault file');
  return file.file;
}

/** Everything in a profile folder's vault except its own furniture. */
export const filesIn = (folder: string): readonly string[] =>
  globSync('**/*', { cwd: join(folder, 'vault'), withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'generation')
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'vault').length + 1))
    .toSorted();

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The whole of a vault file; null when it cannot be read. */
export async function bytesOf(vault: OpenedVault, file: string): Promise<Uint8Array | null> {
  const range = await vault.readRange({ kind: 'vault', file }, 0, Number.MAX_SAFE_INTEGER);
  return range.ok ? range.value.bytes : null;
}
