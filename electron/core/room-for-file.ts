import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';

/** What there is on the disk of the profile folder, in bytes. */
export interface DiskSpace {
  readonly free: number;
  /** Of the whole disk. */
  readonly size: number;
}

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

const SPARED = 64 * 1024 * 1024;

/** Files leave this much of a disk to the database, so that what is accepted can also be sent and written down. */
export const sparedBytes = ({ size }: DiskSpace): number => Math.min(SPARED, Math.floor(size / 16));

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
