import { statfsSync } from 'node:fs';
import type { DiskSpace } from '../../core/room-for-file.ts';
import { errnoOf } from './failures.ts';

/** Of whoever is not root. Null where the file system does not say: some answer nothing but zeros. */
export function diskSpaceOf(folder: string): DiskSpace | null {
  try {
    const { blocks, bavail, bsize } = statfsSync(folder);
    return blocks > 0 ? { free: bavail * bsize, size: blocks * bsize } : null;
  } catch (error) {
    errnoOf(error);
    return null;
  }
}
