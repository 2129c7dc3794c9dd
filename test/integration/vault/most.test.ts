import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createManualTime } from '../../support/manual-time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { copyOf, filesIn, NOW, openTestVault } from './vault-tools.ts';

function sourceOf(bytes: number): string {
  const path = join(tempFolder(), 'photo.jpg');
  writeFileSync(path, Buffer.alloc(bytes, 'a photo'));
  return path;
}

const FULL = { ok: false, error: { code: 'VAULT_FULL' } };

test('a vault takes no more than it may, and again once something went', async () => {
  const folder = tempFolder();
  const vault = await openTestVault(folder, { most: () => 1000 });
  const first = await copyOf(vault, sourceOf(600));
  const path = sourceOf(401);
  expect(await vault.snapshot(path)).toEqual({
    ok: false,
    error: { code: 'VAULT_FULL', params: { path, bytes: 401, held: 600, limit: 1000 } },
  });
  expect(filesIn(folder)).toEqual([first]);
  const second = await copyOf(vault, sourceOf(400));
  expect(await vault.snapshot(sourceOf(1))).toMatchObject(FULL);
  await vault.discard([first]);
  expect(await vault.snapshot(sourceOf(601))).toMatchObject(FULL);
  expect(await vault.snapshot(sourceOf(600))).toMatchObject({ ok: true });
  expect(filesIn(folder)).toContain(second);
});

test('what does not come in after all takes no room', async () => {
  const folder = tempFolder();
  const vault = await openTestVault(folder, { most: () => 1000 });
  expect(await vault.snapshot(join(folder, 'nothing'))).toMatchObject({ ok: false });
  const given = new AbortController();
  const aborting = { signal: given.signal, onProgress: () => given.abort() };
  expect(await vault.snapshot(sourceOf(900), aborting)).toMatchObject({
    error: { code: 'ABORTED' },
  });
  expect(filesIn(folder)).toEqual([]);
  expect(await vault.snapshot(sourceOf(1000))).toMatchObject({ ok: true });
});

test('of copies made at once no more come in than there is room for', async () => {
  const folder = tempFolder();
  const vault = await openTestVault(folder, { most: () => 1000 });
  const made = await Promise.all(Array.from({ length: 8 }, () => vault.snapshot(sourceOf(300))));
  expect(made.filter(({ ok }) => ok)).toHaveLength(3);
  expect(filesIn(folder)).toHaveLength(3);
});

test('what was there before counts, and what a sweep takes away does not', async () => {
  const folder = tempFolder();
  await copyOf(await openTestVault(folder), sourceOf(900));
  const vault = await openTestVault(folder, { most: () => 1000 });
  expect(await vault.snapshot(sourceOf(101))).toMatchObject(FULL);
  expect(await vault.sweep([], NOW)).toMatchObject({ kind: 'swept', lost: [expect.any(String)] });
  expect(await vault.snapshot(sourceOf(1000))).toMatchObject({ ok: true });
});

test('an upload counts piece by piece, until it is dropped; a sweep does not forget it', async () => {
  const folder = tempFolder();
  const vault = await openTestVault(folder, { most: () => 1000 });
  const uploads = vault.openUploads(createManualTime().timers);
  const begun = await uploads.begin('photo.jpg');
  if (!begun.ok) throw new Error(begun.error.code);
  const { upload } = begun.value;
  expect(await uploads.append(upload, 0, Buffer.alloc(900))).toMatchObject({ ok: true });
  expect(await uploads.append(upload, 900, Buffer.alloc(101))).toMatchObject(FULL);
  await vault.sweep([], NOW);
  expect(await vault.snapshot(sourceOf(101))).toMatchObject(FULL);
  await uploads.drop(upload);
  expect(await vault.snapshot(sourceOf(1000))).toMatchObject({ ok: true });
});
