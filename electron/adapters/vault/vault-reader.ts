import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vault } from '../../core/ports.ts';
import { errnoOf } from './failures.ts';
import { isVaultName } from './layout.ts';

/** Where a vault file of this profile folder is; never outside the vault, whatever the name says. */
export const vaultPath =
  (folder: string) =>
  (file: string): string =>
    join(folder, 'vault', isVaultName(file) ? file : 'not-a-vault-name');

/** Reads stored files also while another process owns the vault. */
export function vaultReader(folder: string): Pick<Vault, 'read'> {
  const pathOf = vaultPath(folder);
  return {
    async read(file) {
      try {
        return await readFile(pathOf(file));
      } catch (error) {
        errnoOf(error);
        return null;
      }
    },
  };
}
