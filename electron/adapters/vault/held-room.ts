import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import {
  hasRoomForAnswers,
  refusedForRoom,
  type VaultRoom,
  type WantedRoom,
} from '../../core/disk-room.ts';
import type { Disk } from '../../core/ports/disk.ts';
import { errnoOf } from './failures.ts';
import { isVaultName, SHARDS, uploadsFolder } from './layout.ts';

/** Room that is one file's from now on. */
export interface TakenRoom {
  /** So many of its bytes are on the disk now. */
  wrote(bytes: number): void;
  /** Nothing more is written: the file is there. */
  done(): void;
  /** There will be no such file. */
  giveBack(): void;
}

/** Who has how much of the vault. What is taken at one time never adds up to more than there is. */
export interface HeldRoom {
  /** VAULT_FULL or NO_SPACE. */
  take(wanted: WantedRoom): Promise<Result<TakenRoom, OutboxError>>;
  /** Complete files came in without being asked for, or went. */
  change(bytes: number): void;
  /** Whether there is room for so many bytes of answers beside what was asked for. */
  isLeft(bytes: number): boolean;
  /** Counts anew what is there. */
  count(): Promise<void>;
}

export interface HeldRoomOptions {
  readonly root: string;
  readonly disk: Pick<Disk, 'space'>;
  /** In bytes, asked every time. */
  readonly most: () => number;
}

export function createHeldRoom({ root, disk, most }: HeldRoomOptions): HeldRoom {
  let complete = 0;
  /** Of files that are being written: in full, and what is still to be written of them. */
  let coming = 0;
  let promised = 0;
  let counted: Promise<void> | null = null;

  async function count(): Promise<void> {
    complete = await bytesIn(root);
  }

  function takenFor(bytes: number, onDisk: number): TakenRoom {
    let unwritten = onDisk;
    coming += bytes;
    promised += unwritten;
    const wrote = (some: number): void => {
      const now = Math.min(unwritten, some);
      unwritten -= now;
      promised -= now;
    };
    const end = (): void => {
      wrote(unwritten);
      coming -= bytes;
    };
    return {
      wrote,
      done() {
        end();
        complete += bytes;
      },
      giveBack: end,
    };
  }

  const roomNow = (): VaultRoom => ({
    disk: disk.space(),
    promised,
    held: complete + coming,
    most: most(),
  });

  return {
    async take(wanted) {
      await (counted ??= count());
      const refused = refusedForRoom(wanted, roomNow());
      if (refused !== null) return err(refused);
      return ok(takenFor(wanted.bytes, wanted.isClone === true ? 0 : wanted.bytes));
    },
    change(bytes) {
      complete = Math.max(0, complete + bytes);
    },
    isLeft: (bytes) => hasRoomForAnswers(bytes, roomNow()),
    count: () => (counted = count()),
  };
}

/**
 * Of everything that is complete, and of uploads as far as they are. Copies that are being made count by what was
 * taken for them; what lies in `lost` is on its way out, and counts for nobody.
 */
async function bytesIn(root: string): Promise<number> {
  let bytes = await bytesOf(uploadsFolder(root), await namesIn(uploadsFolder(root)));
  for (const shard of SHARDS) {
    const folder = join(root, shard);
    const names = await namesIn(folder);
    bytes += await bytesOf(
      folder,
      names.filter((name) => isVaultName(`${shard}/${name}`)),
    );
  }
  return bytes;
}

async function bytesOf(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => sizeOf(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 for a file that is not there. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      errnoOf(error);
      return 0;
    },
  );

const namesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: unknown) => {
    errnoOf(error);
    return [];
  });
