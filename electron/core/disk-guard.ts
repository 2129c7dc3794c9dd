import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import { ballastBytes, missingBytes } from './disk-room.ts';
import type { Disk } from './ports/disk.ts';

/** Sees to it that nothing is sent whose result could not be written down. */
export interface DiskGuard {
  /** Null while sending may go on. The numbers are those of this moment. */
  trouble(): DiskTrouble | null;
  /** Before anything is sent. */
  begin(): Promise<void>;
  /** A result found no room. True: the ballast has made some, so that it can be stored at once. */
  resultHasNoRoom(): boolean;
  /** Something else found no room: nothing is lost by waiting for some. */
  hasNoRoom(): void;
  /** Where there is room again the ballast is laid anew, and sending may go on. */
  look(): Promise<void>;
}

export function createDiskGuard(disk: Disk): DiskGuard {
  let isFull = false;

  async function lay(): Promise<void> {
    const wanted = ballastBytes(disk.space());
    isFull = disk.ballastBytes() < wanted && (await disk.layBallast(wanted)) === 'noRoom';
  }

  return {
    trouble: () => (isFull ? troubleOf(disk) : null),
    async begin() {
      isFull = troubleAtStart(disk) !== null;
      if (!isFull) await lay();
    },
    async look() {
      if (isFull && troubleOf(disk).missingBytes === 0) await lay();
    },
    resultHasNoRoom() {
      isFull = true;
      return disk.releaseBallast();
    },
    hasNoRoom() {
      isFull = true;
    },
  };
}

/** What a start would find, for whoever only looks: with the ballast in its place results have room. */
export function troubleAtStart(disk: Pick<Disk, 'space' | 'ballastBytes'>): DiskTrouble | null {
  const trouble = troubleOf(disk);
  return trouble.missingBytes === 0 || hasBallast(disk) ? null : trouble;
}

function troubleOf(disk: Pick<Disk, 'space' | 'ballastBytes'>): DiskTrouble {
  const space = disk.space();
  return { freeBytes: space?.free ?? 0, missingBytes: missingBytes(space, hasBallast(disk)) };
}

const hasBallast = (disk: Pick<Disk, 'space' | 'ballastBytes'>): boolean =>
  disk.ballastBytes() >= ballastBytes(disk.space());
