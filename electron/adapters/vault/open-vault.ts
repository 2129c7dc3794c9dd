import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Disk } from '../../core/ports/disk.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { Uploads } from '../../core/ports/uploads.ts';
import type { Vault } from '../../core/ports/vault.ts';
import { atMost } from './at-most.ts';
import { errnoOf, profileFailure } from './failures.ts';
import { createHeldRoom, sizeOf } from './held-room.ts';
import { isVaultName, sessionOf, vaultName } from './layout.ts';
import { prepareFolders } from './prepare-folders.ts';
import { reference } from './reference.ts';
import { snapshot } from './snapshot.ts';
import { type SweepReport, sweep } from './sweep.ts';
import { createUploads } from './uploads.ts';
import { vaultPath, vaultReader } from './vault-reader.ts';

export interface VaultOptions {
  /** The profile folder. */
  readonly folder: string;
  /** Of the open database: a vault of another one is set aside. */
  readonly generation: string;
  /** The database was made, or restored, in this start: it cannot say what is an orphan. */
  readonly isNewDatabase: boolean;
  readonly clock: Clock;
  readonly disk: Pick<Disk, 'space'>;
  /** Bytes that it may keep, asked whenever a file comes in. */
  readonly most: () => number;
  /** A new UUID; its end must be random, as it is in versions 4 and 7. */
  readonly newId?: () => string;
}

export interface OpenedVault extends Vault {
  /** Called once. */
  openUploads(timers: Timers): Uploads;
  /** Where the vault of another database went; null when there was none. */
  readonly setAsideTo: string | null;
  /**
   * Moves files without a row to `vault/lost`, and deletes those that were there for over 30 days; `now` in
   * milliseconds since 1970 UTC. May run at any time: what this process made is left alone.
   */
  sweep(referenced: Iterable<string>, now: number): Promise<SweepReport>;
}

/** The thread pool has four threads, and every file in hand costs a buffer and two descriptors. */
const FILES_AT_A_TIME = 4;

/**
 * Opens the vault of a profile folder, and makes it if need be. Fails with NO_SPACE, PROFILE_READ_ONLY or
 * PROFILE_UNUSABLE. One process owns it: the one that holds the profile's lock.
 */
export async function openVault(options: VaultOptions): Promise<Result<OpenedVault, OutboxError>> {
  const { folder, newId = randomUUID } = options;
  const root = join(folder, 'vault');
  const session = sessionOf(newId());
  let setAsideTo: string | null;
  try {
    setAsideTo = await prepareFolders({ ...options, root, session });
  } catch (error) {
    return err(profileFailure(error, { folder, path: root, bytes: 0 }));
  }

  const inTurn = atMost(FILES_AT_A_TIME);
  const pathOf = vaultPath(folder);
  const room = createHeldRoom({ ...options, root });

  async function remove(file: string): Promise<void> {
    const path = pathOf(file);
    const size = await sizeOf(path);
    await rm(path, { force: true }).then(() => room.change(-size), errnoOf);
  }

  return ok({
    setAsideTo,
    openUploads: (timers) =>
      createUploads({
        root,
        room,
        timers,
        newId: randomUUID,
        newName: () => vaultName(newId(), session),
      }),
    snapshot: (path, aside) =>
      inTurn(() => snapshot({ root, room }, vaultName(newId(), session), path, aside)),
    reference: (path, aside) => inTurn(() => reference(path, aside)),
    spillName: (attemptId) => vaultName(attemptId, session),
    hasRoomForAnswers: room.isLeft,
    async tookAnswer(file) {
      room.change(await sizeOf(pathOf(file)));
    },
    ...vaultReader(folder),
    async discard(files) {
      // What cannot be deleted now has no row any more: the next start's sweep finds it.
      await Promise.all(files.filter(isVaultName).map((file) => inTurn(() => remove(file))));
    },
    async sweep(referenced, now) {
      const report = await sweep({ ...options, root, session }, referenced, now);
      await room.count();
      return report;
    },
  });
}
