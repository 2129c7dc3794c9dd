import { expect, test } from 'vitest';
import { refusedForRoom, sparedBytes, type VaultRoom } from '../../../electron/core/disk-room.ts';

const GB = 1e9;
const SPARED = 64 * 1024 * 1024;

const room = (more: Partial<VaultRoom> = {}): VaultRoom => ({
  disk: { free: 10 * GB, size: 100 * GB },
  promised: 0,
  held: 0,
  most: 20 * GB,
  ...more,
});

const codeFor = (bytes: number, more: Partial<VaultRoom> = {}, isClone = false) =>
  refusedForRoom({ path: 'a', bytes, isClone }, room(more))?.code ?? 'fits';

test('the database is spared 64 MiB of a disk, and a sixteenth of a small one', () => {
  expect(sparedBytes({ free: 0, size: 100 * GB })).toBe(SPARED);
  expect(sparedBytes({ free: 0, size: 16_000_000 })).toBe(1_000_000);
});

test('a file fits up to the last byte that is not spared or promised', () => {
  expect(codeFor(10 * GB - SPARED)).toBe('fits');
  expect(codeFor(10 * GB - SPARED + 1)).toBe('NO_SPACE');
  expect(codeFor(10 * GB - SPARED, { promised: 1 })).toBe('NO_SPACE');
});

test('an empty file fits everywhere, and a clone on every disk', () => {
  const disk = { free: 0, size: GB };
  expect(codeFor(0, { disk })).toBe('fits');
  expect(codeFor(1, { disk })).toBe('NO_SPACE');
  expect(codeFor(1, { disk }, true)).toBe('fits');
});

test('a disk that does not say how much is free is tried', () => {
  expect(codeFor(19 * GB, { disk: null })).toBe('fits');
});

test('the vault takes no more than it may, clone or not, whatever the disk has', () => {
  const held = 15 * GB;
  expect(codeFor(5 * GB, { held })).toBe('fits');
  expect(codeFor(5 * GB + 1, { held })).toBe('VAULT_FULL');
  expect(codeFor(5 * GB + 1, { held }, true)).toBe('VAULT_FULL');
  expect(codeFor(5 * GB + 1, { held, disk: null })).toBe('VAULT_FULL');
});
