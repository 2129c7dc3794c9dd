import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { bytesOf, copyOf, DAY_MS, filesIn, NOW, openTestVault } from './vault-tools.ts';

/** A vault with copies that an earlier process made. */
async function usedVault(names: readonly string[]) {
  const folder = tempFolder();
  const before = await openTestVault(folder);
  const copies: string[] = [];
  for (const name of names) {
    writeFileSync(join(folder, name), name);
    copies.push(await copyOf(before, join(folder, name)));
  }
  return { folder, copies };
}

const lostIn = (folder: string) => readdirSync(join(folder, 'vault/lost')).toSorted();

describe('the sweep', () => {
  test('moves copies without a row to lost, with their names, and leaves the others', async () => {
    const { folder, copies } = await usedVault(['kept', 'orphan']);
    const [kept = '', orphan = ''] = copies;
    const vault = await openTestVault(folder);
    const report = await vault.sweep([kept], NOW);
    expect(report).toEqual({ kind: 'swept', lost: [orphan], deleted: [] });
    expect(lostIn(folder)).toEqual([basename(orphan)]);
    expect(readFileSync(join(folder, 'vault/lost', basename(orphan)), 'utf8')).toBe('orphan');
    expect(await bytesOf(vault, kept)).not.toBeNull();
    expect(await bytesOf(vault, orphan)).toBeNull();
  });

  test('finds copies that were never finished and responses that no attempt has', async () => {
    const { folder, copies } = await usedVault(['a']);
    const [a = ''] = copies;
    const vault = await openTestVault(folder);
    const spilled = (await openTestVault(folder)).spillName('item/1');
    renameSync(join(folder, 'vault', a), join(folder, 'vault', `${a}.part`));
    writeFileSync(vault.pathOf(spilled), 'a response');
    const report = await vault.sweep([], NOW);
    expect(report).toMatchObject({ kind: 'swept' });
    expect(lostIn(folder)).toEqual([`${basename(a)}.part`, basename(spilled)].toSorted());
  });

  test('leaves alone what this process made: its row may be on its way', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'new'), 'new');
    const vault = await openTestVault(folder);
    const copy = await copyOf(vault, join(folder, 'new'));
    const spilled = vault.spillName('item/1');
    writeFileSync(vault.pathOf(spilled), 'a response');
    writeFileSync(vault.pathOf(`${copy.slice(0, 3)}unfinished${copy.slice(-9)}.part`), 'half');
    writeFileSync(`${vault.pathOf(copy)}.part`, 'half');
    expect(await vault.sweep([], NOW)).toEqual({ kind: 'swept', lost: [], deleted: [] });
    expect(await bytesOf(vault, copy)).not.toBeNull();
    expect(existsSync(`${vault.pathOf(copy)}.part`)).toBe(true);
  });

  test('leaves alone what is not of the vault', async () => {
    const { folder } = await usedVault([]);
    writeFileSync(join(folder, 'vault/00/Thumbs.db'), 'x');
    await (await openTestVault(folder)).sweep([], NOW);
    expect(filesIn(folder)).toEqual(['00/Thumbs.db']);
  });

  test('keeps lost files for 30 days, from the day of the loss and not of the copy', async () => {
    const { folder, copies } = await usedVault(['old']);
    const [old = ''] = copies;
    const longAgo = (NOW - 400 * DAY_MS) / 1000;
    utimesSync(join(folder, 'vault', old), longAgo, longAgo);
    const vault = await openTestVault(folder);
    await vault.sweep([], NOW);
    await vault.sweep([], NOW + 29 * DAY_MS);
    expect(lostIn(folder)).toEqual([basename(old)]);
    const report = await vault.sweep([], NOW + 31 * DAY_MS);
    expect(report).toEqual({ kind: 'swept', lost: [], deleted: [basename(old)] });
    expect(filesIn(folder)).toEqual([]);
  });

  test('does nothing for a new database, and says so', async () => {
    const { folder, copies } = await usedVault(['a']);
    const vault = await openTestVault(folder, { isNewDatabase: true });
    expect(await vault.sweep([], NOW)).toEqual({ kind: 'skipped', because: 'NEW_DATABASE' });
    expect(filesIn(folder)).toEqual(copies);
  });

  test('does nothing when the vault turns out to be of another generation, and says so', async () => {
    const { folder, copies } = await usedVault(['a']);
    const vault = await openTestVault(folder);
    writeFileSync(join(folder, 'vault/generation'), 'generation-of-a-restored-vault');
    expect(await vault.sweep([], NOW)).toEqual({ kind: 'skipped', because: 'OTHER_GENERATION' });
    expect(filesIn(folder)).toEqual(copies);
  });

  test('reads the references after it has listed the files', async () => {
    const { folder, copies } = await usedVault(['a']);
    const vault = await openTestVault(folder);
    function* references() {
      // A file seen now, during the reading, belongs to a later sweep.
      renameSync(join(folder, 'vault', copies[0] ?? ''), join(folder, 'vault/00/late.00000000'));
      yield 'ab/unknown.00000000';
    }
    expect(await vault.sweep(references(), NOW)).toEqual({ kind: 'swept', lost: [], deleted: [] });
    expect(statSync(join(folder, 'vault/00/late.00000000')).isFile()).toBe(true);
  });
});
