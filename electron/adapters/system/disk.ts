import { randomFillSync } from 'node:crypto';
import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from '../../core/ports/disk.ts';
import type { Log } from '../../core/ports/log.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Where the ballast of a profile folder lies. */
export const ballastPath = (folder: string): string => join(folder, 'ballast');

/** The disk that a profile folder is on. */
export function createDisk(folder: string, log: Pick<Log, 'warn'>): Disk {
  const path = ballastPath(folder);

  return {
    space() {
      try {
        const { blocks, bavail, bsize } = statfsSync(folder);
        // Some file systems answer nothing but zeros.
        return blocks > 0 ? { free: bavail * bsize, size: blocks * bsize } : null;
      } catch (error) {
        codeOf(error);
        return null;
      }
    },
    ballastBytes() {
      try {
        return statSync(path).size;
      } catch (error) {
        codeOf(error);
        return 0;
      }
    },
    async layBallast(bytes) {
      try {
        await writeNoise(path, bytes);
        return 'laid';
      } catch (error) {
        const code = codeOf(error);
        await rm(path, { force: true }).catch(codeOf);
        if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'noRoom';
        log.warn('ballastNotLaid', { code });
        return 'failed';
      }
    },
    releaseBallast() {
      try {
        rmSync(path);
        return true;
      } catch (error) {
        const code = codeOf(error);
        if (code !== 'ENOENT') log.warn('ballastNotReleased', { code });
        return false;
      }
    },
  };
}

/**
 * Nothing that a file system could squeeze: zeros would take no room on some. It need not outlive a power cut:
 * what is shorter than it should be is laid anew.
 */
async function writeNoise(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    const noise = randomFillSync(Buffer.allocUnsafe(Math.min(bytes, CHUNK_BYTES)));
    for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
      await file.writeFile(noise.subarray(0, Math.min(left, CHUNK_BYTES)));
    }
  } finally {
    await file.close();
  }
}

/** The code of a failed system call. Anything else that was thrown is a bug and is thrown on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  throw error;
}
