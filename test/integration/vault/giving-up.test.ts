import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileAside } from '../../../electron/core/ports/vault.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { filesIn, openTestVault } from './vault-tools.ts';

const MIB = 1024 * 1024;
const ABORTED = { ok: false, error: { code: 'ABORTED', params: {} } };

async function vaultAndFile(bytes: number) {
  const folder = tempFolder();
  const path = join(folder, 'video.mp4');
  writeFileSync(path, '');
  truncateSync(path, bytes);
  const vault = await openTestVault(folder);
  return { folder, path, vault };
}

test.each(['snapshot', 'reference'] as const)(
  'a %s tells how far it is, to its end',
  async (how) => {
    const { path, vault } = await vaultAndFile(5.5 * MIB);
    const told: (readonly [done: number, total: number])[] = [];
    const taken = await vault[how](path, { onProgress: (done, total) => told.push([done, total]) });
    expect(taken).toMatchObject({ ok: true, value: { size: 5.5 * MIB } });
    expect(told).toEqual([1, 2, 3, 4, 5, 5.5].map((n) => [n * MIB, 5.5 * MIB]));
  },
);

test.each(['snapshot', 'reference'] as const)(
  'a %s that is given up ends at the next chunk, and nothing is left of it',
  async (how) => {
    const { folder, path, vault } = await vaultAndFile(64 * MIB);
    const caller = new AbortController();
    const parts: number[] = [];
    let last = 0;
    const aside: FileAside = {
      signal: caller.signal,
      onProgress(done) {
        last = done;
        parts.push(filesIn(folder).filter((name) => name.endsWith('.part')).length);
        if (done === 3 * MIB) caller.abort();
      },
    };
    expect(await vault[how](path, aside)).toEqual(ABORTED);
    expect(last).toBe(3 * MIB);
    expect(parts).toEqual(how === 'snapshot' ? [1, 1, 1] : [0, 0, 0]);
    expect(filesIn(folder)).toEqual([]);
  },
);

test('those that wait for their turn are given up as well, and the others go on', async () => {
  const { folder, path, vault } = await vaultAndFile(8 * MIB);
  const caller = new AbortController();
  const aside: FileAside = { signal: caller.signal, onProgress: () => caller.abort() };
  const many = Array.from({ length: 20 }, () => vault.snapshot(path, aside));
  const other = vault.snapshot(path);
  for (const one of await Promise.all(many)) expect(one).toEqual(ABORTED);
  expect(await other).toMatchObject({ ok: true });
  expect(filesIn(folder)).toHaveLength(1);
});
