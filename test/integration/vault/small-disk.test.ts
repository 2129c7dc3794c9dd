import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openVault } from '../../../electron/adapters/vault/open-vault.ts';
import { createManualTime } from '../../support/manual-time.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { diskOf, filesIn, nameOf, openTestVault } from './vault-tools.ts';

const MIB = 1024 * 1024;

function freeOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function sourceOf(bytes: number): string {
  const path = join(tempFolder(), 'video.mp4');
  writeFileSync(path, Buffer.alloc(bytes, 'a video'));
  return path;
}

describe.skipIf(!canMount)('a small disk (needs the right to mount one)', () => {
  test('refuses what it has no room for before it writes any of it, and keeps what it had', async () => {
    const { folder } = smallDisk(3);
    const vault = await openTestVault(folder);
    const small = sourceOf(MIB);
    const large = sourceOf(2.5 * MIB);
    const kept = await vault.snapshot(small);
    const read = vi.fn<(done: number) => void>();
    expect(await vault.snapshot(large, { onProgress: read })).toEqual({
      ok: false,
      error: {
        code: 'NO_SPACE',
        params: { path: large, bytes: 2.5 * MIB, free: freeOf(folder), spared: (3 * MIB) / 16 },
      },
    });
    expect(read).not.toHaveBeenCalled();
    if (!kept.ok) throw new Error(kept.error.code);
    expect(filesIn(folder)).toEqual([nameOf(kept.value)]);
    expect(readFileSync(vault.pathOf(nameOf(kept.value)))).toEqual(readFileSync(small));
  });

  test('that has room for one of two copies made at once keeps one and leaves nothing of the other', async () => {
    const { folder } = smallDisk(3);
    const vault = await openTestVault(folder);
    const paths = [sourceOf(2 * MIB), sourceOf(2 * MIB)];
    const results = await Promise.all(paths.map((path) => vault.snapshot(path)));
    const names = results.flatMap((result) => (result.ok ? [nameOf(result.value)] : []));
    expect(names).toHaveLength(1);
    const codes = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
    expect(codes).toEqual(['NO_SPACE']);
    expect(filesIn(folder)).toEqual(names);
    expect(await vault.snapshot(sourceOf(MIB / 2))).toMatchObject({ ok: true });
  });

  test('spares some for the database, however little is asked for', async () => {
    const { folder } = smallDisk(3);
    const vault = await openTestVault(folder);
    const left = freeOf(folder) - (3 * MIB) / 16;
    expect(await vault.snapshot(sourceOf(left + 1))).toMatchObject({ error: { code: 'NO_SPACE' } });
    expect(await vault.snapshot(sourceOf(left))).toMatchObject({ ok: true });
    expect(await vault.snapshot(sourceOf(1))).toMatchObject({ error: { code: 'NO_SPACE' } });
    expect(await vault.snapshot(sourceOf(0))).toMatchObject({ ok: true });
    writeFileSync(join(folder, 'database'), Buffer.alloc(MIB / 8));
  });

  test('F-03: that fills up while a file is copied is left without any of it', async () => {
    const { folder } = smallDisk(8);
    const vault = await openTestVault(folder);
    const path = sourceOf(6 * MIB);
    const others = join(folder, 'others');
    const fill = () => writeFileSync(others, Buffer.alloc(1.5 * MIB), { flag: 'a' });
    expect(await vault.snapshot(path, { onProgress: fill })).toMatchObject({
      error: { code: 'NO_SPACE', params: { path, bytes: 6 * MIB } },
    });
    expect(filesIn(folder)).toEqual([]);
    rmSync(others);
    expect(await vault.snapshot(path)).toMatchObject({ ok: true });
  });

  test('takes the pieces of an upload that there is room for, and no part of the next one', async () => {
    const { folder } = smallDisk(3);
    const uploads = (await openTestVault(folder)).openUploads(createManualTime().timers);
    const begun = await uploads.begin('video.mp4');
    if (!begun.ok) throw new Error(begun.error.code);
    const { upload } = begun.value;
    const piece = new Uint8Array(2 * MIB);
    expect(await uploads.append(upload, 0, piece)).toMatchObject({ ok: true });
    expect(await uploads.append(upload, 2 * MIB, piece)).toMatchObject({
      ok: false,
      error: { code: 'NO_SPACE', params: { path: 'video.mp4', bytes: 2 * MIB } },
    });
    const rest = new Uint8Array(MIB / 2);
    expect(await uploads.append(upload, 2 * MIB, rest)).toMatchObject({
      value: { size: 2.5 * MIB },
    });
    await uploads.drop(upload);
    expect(filesIn(folder)).toEqual([]);
  });

  test('that cannot be written to is said to be read-only', async () => {
    const small = smallDisk(3);
    const { folder } = small;
    const disk = diskOf(folder);
    const vault = await openTestVault(folder);
    small.makeReadOnly();
    expect(await vault.snapshot(sourceOf(10))).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_READ_ONLY', params: { path: folder } },
    });
    const options = { generation: 'generation-1', isNewDatabase: false, most: () => 0, disk };
    const clock = { now: () => 0, monotonic: () => 0 };
    expect(await openVault({ folder, clock, ...options })).toMatchObject({
      ok: false,
      error: { code: 'PROFILE_READ_ONLY', params: { path: folder } },
    });
  });
});
