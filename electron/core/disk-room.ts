import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { DiskSpace } from './ports/disk.ts';

export interface VaultRoom {
  /** Null where the file system does not say. */
  readonly disk: DiskSpace | null;
  /** Promised to files that are being written at this moment. */
  readonly promised: number;
  /** What the vault keeps, and what it may keep. */
  readonly held: number;
  readonly most: number;
}

export interface WantedRoom {
  /** How a person knows the file. */
  readonly path: string;
  readonly bytes: number;
  /** A clone shares its blocks with the original, and takes none of the disk. */
  readonly isClone?: boolean;
}

const MIB = 1024 * 1024;

/** Files leave this much of a disk to the database, so that what is accepted can also be sent and written down. */
export const sparedBytes = ({ size }: DiskSpace): number => Math.min(64 * MIB, sixteenth(size));

/** Enough for the results of everything that is sent at one time: each may bring 256 KiB, which are written twice. */
export const ballastBytes = (disk: DiskSpace | null): number =>
  disk === null ? 16 * MIB : Math.min(16 * MIB, sixteenth(disk.size));

const sixteenth = (size: number): number => Math.floor(size / 16);

/** What has to be freed before sending may go on; 0 where the file system says nothing, which is tried. */
export function missingBytes(disk: DiskSpace | null, hasBallast: boolean): number {
  if (disk === null) return 0;
  const needed = sparedBytes(disk) + (hasBallast ? 0 : ballastBytes(disk));
  return Math.max(0, needed - disk.free);
}

/** Whether so many bytes of answers may be kept beside the database. */
export const hasRoomForAnswers = (bytes: number, room: VaultRoom): boolean =>
  refusedForRoom({ path: '', bytes }, room) === null;

/** Whether a file may come in: VAULT_FULL by what is allowed, NO_SPACE by what the disk has; null when it may. */
export function refusedForRoom(
  { path, bytes, isClone = false }: WantedRoom,
  { disk, promised, held, most }: VaultRoom,
): OutboxError | null {
  if (held + bytes > most) return outboxError('VAULT_FULL', { path, bytes, held, limit: most });
  if (disk === null || isClone || bytes === 0) return null;
  const spared = sparedBytes(disk);
  return bytes + promised + spared > disk.free
    ? outboxError('NO_SPACE', { path, bytes, free: disk.free, spared })
    : null;
}
