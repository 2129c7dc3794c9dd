import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openVault } from '../../../electron/adapters/vault/open-vault.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { filesIn, nameOf, openTestVault } from './vault-tools.ts';

const MIB = 1024 * 1024;

function sourceOf(bytes: number): string {
  const path = join(tempFolder(), 'video.mp4');
  writeFileSync(path, Buffer.alloc(bytes, 'a video'));
  return path;
}

describe.skipIf(!canMount)('a small disk (needs the right to mount one)', () => {
  test('refuses what it has no room for, and keeps what it had', async () => {
    const { folder } = smallDisk(3);
    const vault = await openTestVault(folder);
    const small = sourceOf(MIB);
    const large = sourceOf(2.5 * MIB);
    const kept = await vault.snapshot(small);
    expect(await vault.snapshot(large)).toEqual({
      ok: false,
      error: { code: 'NO_SPACE', params: { path: large, bytes: 2.5 * MIB } },
    });
    if (!kept.ok) throw new Error(kept.error.code);
    expect(filesIn(folder)).toEqual([nameOf(kept.value)]);
    expect(readFileSync(vault.pathOf(nameOf(kept.value)))).toEqual(readFileSync(small));
  });

  test('that has room for one of two copies made at once keeps at most one and leaves nothing of the other', async () => {
    const { folder } = smallDisk(3);
    const vault = await openTestVault(folder);
    const paths = [sourceOf(2 * MIB), sourceOf(2 * MIB)];
    const results = await Promise.all(paths.map((path) => vault.snapshot(path)));
    const names = results.flatMap((result) => (result.ok ? [nameOf(result.value)] : []));
    expect(names.length).toBeLessThan(2);
    const codes = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
    expect(codes).toEqual(Array(2 - names.length).fill('NO_SPACE'));
    expect(filesIn(folder)).toEqual(names);
    expect(await vault.snapshot(sourceOf(MIB))).toMatchObject({ ok: true });
  });

  test('that cannot be written to is said to be read-only', async () => {
    const disk = smallDisk(3);
    const { folder } = disk;
    const vault = await openTestVault(folder);
    disk.makeReadOnly();
    expect(await vault.snapshot(sourceOf(10))).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_READ_ONLY', params: { path: folder } },
    });
    const options = { generation: 'generation-1', isNewDatabase: false };
    const clock = { now: () => 0, monotonic: () => 0 };
    expect(await openVault({ folder, clock, ...options })).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_READ_ONLY', params: { path: folder } },
    });
  });
});
