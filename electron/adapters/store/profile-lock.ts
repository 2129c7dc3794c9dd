import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { sqliteCode } from './failures.ts';
import { openFailure } from './open-failure.ts';
import { ensureProfileFolder } from './profile-folder.ts';

export interface ProfileLock {
  /** May be called twice. */
  release(): void;
}

/** Long enough for somebody who only asks whether the folder is in use to be gone again. */
const PATIENCE_MS = 250;

/**
 * Makes this process the owner of the profile folder, which is created when it is missing. The lock is an
 * exclusive transaction on `lock.db`, so the system frees it with the process, however that ends.
 * Fails with PROFILE_IN_USE, PROFILE_READ_ONLY, NO_SPACE or PROFILE_UNUSABLE.
 */
export function acquireProfileLock(folder: string): Result<ProfileLock, OutboxError> {
  let db: Database.Database | null = null;
  try {
    ensureProfileFolder(folder);
    accessSync(folder, constants.W_OK);
    const opened = new Database(join(folder, 'lock.db'), { timeout: PATIENCE_MS });
    db = opened;
    opened.exec('BEGIN EXCLUSIVE');
    return ok({ release: () => opened.close() });
  } catch (error) {
    db?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY'))
      return err(outboxError('PROFILE_IN_USE', { folder }));
    const failure = openFailure(error, folder);
    if (failure === null) throw error;
    return err(failure);
  }
}

/** Whether some process owns the profile folder at this moment. */
export function isProfileInUse(folder: string): boolean {
  const lock = acquireProfileLock(folder);
  if (lock.ok) lock.value.release();
  return !lock.ok && lock.error.code === 'PROFILE_IN_USE';
}
