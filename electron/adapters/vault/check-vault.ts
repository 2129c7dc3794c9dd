import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { VaultFacts } from '../../core/diagnosis/facts.ts';
import { errnoOf } from './failures.ts';
import { sizeOf } from './held-room.ts';
import { isVaultName, lostFolder, SHARDS } from './layout.ts';
import { vaultPath } from './vault-reader.ts';

/**
 * Compares the vault with what the database refers to; changes nothing. Beside a host files come and go: one is
 * missing only if it is gone and a second look at the database still wants it.
 */
export async function checkVault(
  folder: string,
  referenced: () => Iterable<string>,
): Promise<VaultFacts> {
  const root = join(folder, 'vault');
  const wanted = new Set(referenced());
  const found = new Set<string>();
  let bytes = 0;
  for (const shard of SHARDS) {
    for (const file of await entriesOf(join(root, shard))) {
      const name = `${shard}/${file}`;
      if (!isVaultName(name)) continue;
      found.add(name);
      bytes += await sizeOf(join(root, shard, file));
    }
  }
  const absent: string[] = [];
  for (const name of wanted) {
    if (!found.has(name) && !(await isThere(vaultPath(folder)(name)))) absent.push(name);
  }
  const stillWanted = absent.length === 0 ? wanted : new Set(referenced());
  return {
    files: found.size,
    bytes,
    missing: absent.filter((name) => stillWanted.has(name)),
    orphans: Array.from(found).filter((name) => !wanted.has(name)).length,
    lost: (await entriesOf(lostFolder(root))).length,
  };
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    errnoOf(error);
    return [];
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
