import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OpenedVault } from '../../../electron/adapters/vault/open-vault.ts';
import { vaultReader } from '../../../electron/adapters/vault/vault-reader.ts';
import type { ReadableFile } from '../../../electron/core/ports/vault.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { copyOf, openTestVault } from './vault-tools.ts';

const TEXT = 'a file of a few bytes, all';

let vault: OpenedVault;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = tempFolder();
  vault = await openTestVault(folder);
  path = join(tempFolder(), 'original.txt');
  writeFileSync(path, TEXT);
});

async function textAt(file: ReadableFile, offset: number, length: number): Promise<string> {
  const range = await vault.readRange(file, offset, length);
  if (!range.ok) return range.error.code;
  expect(range.value.size).toBe(TEXT.length);
  return Buffer.from(range.value.bytes).toString();
}

describe('a range', () => {
  test.each(['copy', 'original'])('of a %s is exactly what was asked for', async (kind) => {
    const file: ReadableFile =
      kind === 'copy' ? { kind: 'vault', file: await copyOf(vault, path) } : await referenced();
    expect(await textAt(file, 0, 6)).toBe('a file');
    expect(await textAt(file, 7, 2)).toBe('of');
    expect(await textAt(file, TEXT.length - 3, 100)).toBe('all');
    expect(await textAt(file, TEXT.length, 5)).toBe('');
    expect(await textAt(file, 1_000_000, 5)).toBe('');
  });

  test('of a copy is read beside the owner of the vault', async () => {
    const name = await copyOf(vault, path);
    const beside = await vaultReader(folder).readRange({ kind: 'vault', file: name }, 2, 4);
    expect(beside.ok && Buffer.from(beside.value.bytes).toString()).toBe('file');
  });

  test('is not read from outside of the vault, whatever its name says', async () => {
    writeFileSync(join(folder, 'secret'), TEXT);
    expect(await textAt({ kind: 'vault', file: '../secret' }, 0, 5)).toBe('FILE_NOT_FOUND');
  });

  test('says why when the file is not there', async () => {
    const copy = { kind: 'vault', file: await copyOf(vault, path) } as const;
    const original = await referenced();
    await vault.discard([copy.file]);
    rmSync(path);
    expect(await textAt(copy, 0, 5)).toBe('FILE_NOT_FOUND');
    expect(await textAt(original, 0, 5)).toBe('FILE_NOT_FOUND');
    mkdirSync(path);
    expect(await textAt(original, 0, 5)).toBe('FILE_NOT_REGULAR');
  });

  test.each<readonly [string, () => void]>([
    ['longer', () => appendFileSync(path, '!')],
    ['of another time', () => utimesSync(path, 1, 1)],
    [
      'another file',
      () => {
        writeFileSync(`${path}.new`, TEXT);
        renameSync(`${path}.new`, path);
      },
    ],
  ])('of an original that is %s now is not read', async (_, change) => {
    const file = await referenced();
    change();
    expect(await textAt(file, 0, 5)).toBe('FILE_CHANGED');
  });
});

async function referenced(): Promise<ReadableFile> {
  const file = await vault.reference(path);
  if (!file.ok || file.value.kind !== 'reference') throw new Error('not a reference');
  return file.value;
}
