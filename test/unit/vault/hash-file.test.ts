import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hashThrough } from '../../../electron/adapters/vault/hash-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MIB = 1024 * 1024;

async function hashOf(bytes: Uint8Array, size: number) {
  const path = join(tempFolder(), 'file');
  writeFileSync(path, bytes);
  const handle = await open(path, 'r');
  const taken: Buffer[] = [];
  const take = async (chunk: Uint8Array) => {
    const copy = Buffer.from(chunk);
    await new Promise((turn) => setImmediate(turn));
    expect(copy.equals(chunk), 'a chunk stays as it is until it is taken').toBe(true);
    taken.push(copy);
  };
  try {
    return { ...(await hashThrough(handle, size, take)), taken: Buffer.concat(taken) };
  } finally {
    await handle.close();
  }
}

describe('hashing on the way', () => {
  for (const size of [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 7]) {
    test(`gives every byte once and in order, and their hash: ${size} bytes`, async () => {
      const bytes = randomBytes(size);
      const hashed = await hashOf(bytes, size);
      expect(hashed.bytes).toBe(size);
      expect(hashed.taken.equals(bytes)).toBe(true);
      expect(hashed.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    });
  }

  test('stops when a file turns out to be longer than it was', async () => {
    const { bytes } = await hashOf(randomBytes(4 * MIB), MIB);
    expect(bytes).toBeGreaterThan(MIB);
    expect(bytes).toBeLessThanOrEqual(2 * MIB);
  });
});
