import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { addressOf, myAddress } from '../../../../electron/adapters/network/pac/names.ts';
import { systemTimers } from '../../../../electron/adapters/system/system.ts';

test('this machine is known by one of its own addresses', async () => {
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  expect(own.map(({ address }) => address)).toContain(await myAddress());
});

test('a name has an address, or none; not in time is none', async () => {
  expect(await addressOf('localhost', systemTimers)).toBe('127.0.0.1');
  expect(await addressOf('nobody.invalid', systemTimers)).toBeNull();
  const impatient = { after: (_: number, callback: () => void) => (callback(), () => {}) };
  expect(await addressOf('localhost', impatient)).toBeNull();
});
