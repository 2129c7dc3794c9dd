import { expect, test } from 'vitest';
import { createDiskGuard, troubleAtStart } from '../../../electron/core/disk-guard.ts';
import { ballastBytes, missingBytes } from '../../../electron/core/disk-room.ts';
import type { Disk } from '../../../electron/core/ports/disk.ts';

const MIB = 1024 * 1024;
const GB = 1e9;
const NEEDED = 80 * MIB;

/** A disk of 100 GB whose room is what a test says. */
function diskWith(free: number, more: Partial<Disk> = {}) {
  const state = { free, ballast: 0, laid: 0 };
  const disk: Disk = {
    space: () => ({ free: state.free, size: 100 * GB }),
    ballastBytes: () => state.ballast,
    async layBallast(bytes) {
      if (state.free < bytes) return 'noRoom';
      state.free -= bytes;
      state.ballast = bytes;
      state.laid += 1;
      return 'laid';
    },
    releaseBallast() {
      const { ballast } = state;
      state.free += ballast;
      state.ballast = 0;
      return ballast > 0;
    },
    ...more,
  };
  return { disk, state };
}

test('16 MiB are kept of a disk, a sixteenth of a small one, and 64 MiB more have to be free', () => {
  expect(ballastBytes({ free: 0, size: GB })).toBe(16 * MIB);
  expect(ballastBytes({ free: 0, size: 16_000 })).toBe(1000);
  expect(ballastBytes(null)).toBe(16 * MIB);
  const size = 100 * GB;
  expect(missingBytes({ free: NEEDED, size }, false)).toBe(0);
  expect(missingBytes({ free: NEEDED - 1, size }, false)).toBe(1);
  expect(missingBytes({ free: 64 * MIB, size }, true)).toBe(0);
  expect(missingBytes({ free: 0, size }, true)).toBe(64 * MIB);
  expect(missingBytes(null, false)).toBe(0);
});

test('the ballast is laid before anything is sent, once', async () => {
  const { disk, state } = diskWith(GB);
  const guard = createDiskGuard(disk);
  await guard.begin();
  await guard.look();
  expect(guard.trouble()).toBeNull();
  expect(state).toMatchObject({ ballast: 16 * MIB, laid: 1 });
  await createDiskGuard(disk).begin();
  expect(state.laid).toBe(1);
});

test('a start on a disk without room for it waits, and goes on by itself', async () => {
  const { disk, state } = diskWith(NEEDED - 1000);
  const guard = createDiskGuard(disk);
  await guard.begin();
  expect(guard.trouble()).toEqual({ freeBytes: NEEDED - 1000, missingBytes: 1000 });
  expect(troubleAtStart(disk)).toEqual(guard.trouble());
  await guard.look();
  expect(state.ballast).toBe(0);
  state.free += 1000;
  expect(guard.trouble()).toMatchObject({ missingBytes: 0 });
  await guard.look();
  expect(guard.trouble()).toBeNull();
  expect(state.ballast).toBe(16 * MIB);
});

test('a result without room takes that of the ballast, once; sending stops until it is there again', async () => {
  const { disk, state } = diskWith(GB);
  const guard = createDiskGuard(disk);
  await guard.begin();
  state.free = 0;
  expect(guard.trouble()).toBeNull();
  expect(guard.resultHasNoRoom()).toBe(true);
  expect(state).toMatchObject({ free: 16 * MIB, ballast: 0 });
  expect(guard.resultHasNoRoom()).toBe(false);
  expect(guard.trouble()).toEqual({ freeBytes: 16 * MIB, missingBytes: 64 * MIB });
  await guard.look();
  expect(state.ballast).toBe(0);
  state.free = NEEDED;
  await guard.look();
  expect(guard.trouble()).toBeNull();
  expect(state.ballast).toBe(16 * MIB);
});

test('whatever else finds no room leaves the ballast where it is', async () => {
  const { disk, state } = diskWith(GB);
  const guard = createDiskGuard(disk);
  await guard.begin();
  state.free = 0;
  guard.hasNoRoom();
  expect(guard.trouble()).toEqual({ freeBytes: 0, missingBytes: 64 * MIB });
  expect(state.ballast).toBe(16 * MIB);
  expect(troubleAtStart(disk)).toBeNull();
  state.free = 64 * MIB;
  await guard.look();
  expect(guard.trouble()).toBeNull();
  expect(state.laid).toBe(1);
});

test('room that somebody else was quicker to take is waited for again', async () => {
  const { disk } = diskWith(GB, { layBallast: () => Promise.resolve('noRoom') });
  const guard = createDiskGuard(disk);
  await guard.begin();
  expect(guard.trouble()).toMatchObject({ missingBytes: 0 });
});

test('a ballast that cannot be laid for another reason keeps nobody from sending', async () => {
  const { disk } = diskWith(GB, { layBallast: () => Promise.resolve('failed') });
  const guard = createDiskGuard(disk);
  await guard.begin();
  expect(guard.trouble()).toBeNull();
});

test('a disk that does not say how much is free is tried', async () => {
  const { disk, state } = diskWith(GB, { space: () => null });
  const guard = createDiskGuard(disk);
  await guard.begin();
  expect(guard.trouble()).toBeNull();
  expect(state.ballast).toBe(16 * MIB);
});
