import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openVault } from '../../../electron/adapters/vault/open-vault.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { bytesOf, copyOf, diskOf, filesIn, openTestVault } from './vault-tools.ts';

function photo(folder: string): string {
  writeFileSync(join(folder, 'photo.jpg'), 'a photo');
  return join(folder, 'photo.jpg');
}

const generationOf = (folder: string) => readFileSync(join(folder, 'vault/generation'), 'utf8');

describe('opening the vault', () => {
  test('makes it, for its owner alone, and writes down which database it belongs to', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder, { isNewDatabase: true });
    await copyOf(vault, photo(folder));
    for (const name of ['vault', 'vault/00', 'vault/ff', 'vault/lost']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700);
    }
    expect(statSync(join(folder, 'vault/generation')).mode & 0o777).toBe(0o600);
    expect(generationOf(folder)).toBe('generation-1');
    expect(vault.setAsideTo).toBeNull();
  });

  test('finds the copies of the last time, closes a folder that others could read, and mends lost folders', async () => {
    const folder = tempFolder();
    const name = await copyOf(await openTestVault(folder), photo(folder));
    chmodSync(join(folder, 'vault'), 0o755);
    const empty = name.startsWith('00') ? '01' : '00';
    rmSync(join(folder, 'vault', empty), { recursive: true });
    const again = await openTestVault(folder);
    expect(Buffer.from((await bytesOf(again, name)) ?? []).toString()).toBe('a photo');
    expect(statSync(join(folder, 'vault')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(folder, 'vault', empty))).toBe(true);
  });

  test('says what is wrong when the place is taken', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'vault'), 'a file');
    const opened = await openVault({
      folder,
      generation: 'g',
      isNewDatabase: true,
      clock: { now: () => 0, monotonic: () => 0 },
      most: () => 0,
      disk: diskOf(folder),
    });
    expect(opened).toMatchObject({ ok: false, error: { code: 'PROFILE_UNUSABLE' } });
    expect(readFileSync(join(folder, 'vault'), 'utf8')).toBe('a file');
  });
});

describe('a vault of another database', () => {
  test('is set aside whole, and a new one begins', async () => {
    const folder = tempFolder();
    const name = await copyOf(await openTestVault(folder), photo(folder));
    const vault = await openTestVault(folder, { generation: 'generation-2' });
    const aside = vault.setAsideTo ?? '';
    expect(aside.startsWith(join(folder, 'aside', 'vault-2026-11-23T'))).toBe(true);
    expect(readFileSync(join(aside, name), 'utf8')).toBe('a photo');
    expect(readFileSync(join(aside, 'generation'), 'utf8')).toBe('generation-1');
    expect(filesIn(folder)).toEqual([]);
    expect(generationOf(folder)).toBe('generation-2');
    await copyOf(vault, photo(folder));
  });

  test('is set aside each time, and none is written over', async () => {
    const folder = tempFolder();
    for (const generation of ['a', 'b', 'c']) {
      await copyOf(await openTestVault(folder, { generation }), photo(folder));
    }
    expect(readdirSync(join(folder, 'aside'))).toHaveLength(2);
  });

  test('without files is taken over', async () => {
    const folder = tempFolder();
    await openTestVault(folder);
    const vault = await openTestVault(folder, { generation: 'generation-2' });
    expect(vault.setAsideTo).toBeNull();
    expect(existsSync(join(folder, 'aside'))).toBe(false);
    expect(generationOf(folder)).toBe('generation-2');
  });

  test('that has only lost files is set aside too', async () => {
    const folder = tempFolder();
    await openTestVault(folder);
    writeFileSync(join(folder, 'vault/lost/x'), 'lost');
    const vault = await openTestVault(folder, { generation: 'generation-2' });
    expect(readFileSync(join(vault.setAsideTo ?? '', 'lost/x'), 'utf8')).toBe('lost');
  });
});

describe('a vault that does not say whose it is', () => {
  const unmarked = async (isNewDatabase: boolean) => {
    const folder = tempFolder();
    const name = await copyOf(await openTestVault(folder), photo(folder));
    rmSync(join(folder, 'vault/generation'));
    return { vault: await openTestVault(folder, { isNewDatabase }), name };
  };

  test('stays with a database that has rows', async () => {
    const { vault, name } = await unmarked(false);
    expect(vault.setAsideTo).toBeNull();
    expect(await bytesOf(vault, name)).not.toBeNull();
  });

  test('is set aside for a new database', async () => {
    const { vault, name } = await unmarked(true);
    expect(vault.setAsideTo).not.toBeNull();
    expect(await bytesOf(vault, name)).toBeNull();
  });

  test('and has nothing in it is what a crash while it was made leaves: it is completed', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'vault/00'), { recursive: true });
    writeFileSync(join(folder, 'vault/generation.part'), 'genera');
    const vault = await openTestVault(folder, { isNewDatabase: true });
    expect(vault.setAsideTo).toBeNull();
    await copyOf(vault, photo(folder));
  });
});
