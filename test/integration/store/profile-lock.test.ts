import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireProfileLock } from '../../../electron/adapters/store/profile-lock.ts';
import { spawnSource } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Takes the lock for the rest of the test. */
function take(folder: string) {
  const lock = acquireProfileLock(folder);
  if (lock.ok) onTestFinished(() => lock.value.release());
  return lock;
}

const inUse = { ok: false, error: { code: 'PROFILE_IN_USE' } };
const unusable = { ok: false, error: { code: 'PROFILE_UNUSABLE' } };

describe('the lock of a profile folder', () => {
  test('is held by one at a time, and given back by release', () => {
    const folder = join(tempFolder(), 'new', 'profile');
    const first = take(folder);
    expect(first.ok).toBe(true);
    expect(take(folder)).toMatchObject(inUse);
    if (first.ok) first.value.release();
    expect(take(folder).ok).toBe(true);
  });

  test('comes with a folder for its owner alone', () => {
    const folder = join(tempFolder(), 'profile');
    take(folder);
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  test('is refused while another process holds it, and free once that one was killed', async () => {
    const folder = tempFolder();
    const holder = spawnSource('test/integration/store/hold-lock.ts', [folder]);
    await holder.printed('held');
    expect(take(folder)).toMatchObject(inUse);
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(take(folder).ok).toBe(true);
  });

  test('cannot be had where there is no folder to lock', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(take(join(folder, 'file'))).toMatchObject(unusable);
    mkdirSync(join(folder, 'odd', 'lock.db'), { recursive: true });
    expect(take(join(folder, 'odd'))).toMatchObject(unusable);
  });
});
