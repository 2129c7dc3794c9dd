import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { OpenedVault } from '../../../electron/adapters/vault/open-vault.ts';
import type { Uploads } from '../../../electron/core/ports/uploads.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { bytesOf, filesIn, nameOf, openTestVault, sha256 } from './vault-tools.ts';

const MIB = 1024 * 1024;

let folder: string;
let vault: OpenedVault;
let time: ManualTime;
let uploads: Uploads;

beforeEach(async () => {
  folder = tempFolder();
  vault = await openTestVault(folder);
  time = createManualTime();
  uploads = vault.openUploads(time.timers);
});

async function begin(): Promise<string> {
  const begun = await uploads.begin('photo.jpg');
  if (!begun.ok) throw new Error(begun.error.code);
  return begun.value.upload;
}

const codeOf = async (result: Promise<{ ok: boolean; error?: { code: string } }>) =>
  (await result).error?.code ?? 'ok';

test('what came in piece by piece is a file of the vault, with its hash, once', async () => {
  const bytes = Buffer.alloc(2.5 * MIB, 'pattern');
  const upload = await begin();
  expect(uploads.filenameOf(upload)).toBe('photo.jpg');
  for (let at = 0; at < bytes.length; at += MIB) {
    const size = Math.min(at + MIB, bytes.length);
    expect(await uploads.append(upload, at, bytes.subarray(at, size))).toEqual({
      ok: true,
      value: { size },
    });
  }
  const taken = await uploads.take(upload);
  if (!taken.ok) throw new Error(taken.error.code);
  expect(taken.value).toMatchObject({ size: bytes.length, sha256: sha256(bytes) });
  const name = nameOf(taken.value);
  expect(sha256((await bytesOf(vault, name)) ?? '')).toBe(sha256(bytes));
  expect(filesIn(folder)).toEqual([name]);
  expect(await codeOf(uploads.take(upload))).toBe('UPLOAD_UNKNOWN');
  await uploads.drop(upload);
  expect(filesIn(folder)).toEqual([name]);
});

test('pieces have to follow one another, also when they are sent at once', async () => {
  const upload = await begin();
  const piece = Buffer.from('abc');
  const sent = [0, 0, 3, 9].map((offset) => uploads.append(upload, offset, piece));
  expect(await Promise.all(sent.map(codeOf))).toEqual([
    'ok',
    'UPLOAD_OFFSET',
    'ok',
    'UPLOAD_OFFSET',
  ]);
  expect(await uploads.append(upload, 0, piece)).toMatchObject({ error: { params: { size: 6 } } });
  const taken = await uploads.take(upload);
  expect(taken).toMatchObject({ ok: true, value: { size: 6, sha256: sha256('abcabc') } });
});

test('an upload that is dropped, forgotten for an hour, or left over at a start leaves nothing', async () => {
  const [dropped, idle, used] = [await begin(), await begin(), await begin()];
  await uploads.append(dropped, 0, Buffer.from('a'));
  await uploads.drop(dropped);
  expect(await codeOf(uploads.append(dropped, 1, Buffer.from('b')))).toBe('UPLOAD_UNKNOWN');
  time.advance(3_599_000);
  expect(await codeOf(uploads.append(used, 0, Buffer.from('a')))).toBe('ok');
  time.advance(1_000);
  await expect.poll(() => filesIn(folder)).toHaveLength(1);
  expect(await codeOf(uploads.append(idle, 0, Buffer.from('a')))).toBe('UPLOAD_UNKNOWN');
  expect(await codeOf(uploads.append(used, 1, Buffer.from('b')))).toBe('ok');
  await openTestVault(folder);
  expect(filesIn(folder)).toEqual([]);
});

test('says what is wrong with the folder, and nobody guesses an upload', async () => {
  const upload = await begin();
  const place = join(folder, 'vault', 'uploads');
  rmSync(join(place, readdirSync(place)[0] ?? ''));
  expect(await codeOf(uploads.append(upload, 0, Buffer.from('a')))).toBe('PROFILE_UNUSABLE');
  expect(await codeOf(uploads.take(upload))).toBe('PROFILE_UNUSABLE');
  rmSync(place, { recursive: true });
  writeFileSync(place, '');
  expect(await codeOf(uploads.begin('a'))).toBe('PROFILE_UNUSABLE');
  rmSync(place);
  mkdirSync(place);
  expect(await codeOf(uploads.append('../../host.json', 0, Buffer.from('a')))).toBe(
    'UPLOAD_UNKNOWN',
  );
});
