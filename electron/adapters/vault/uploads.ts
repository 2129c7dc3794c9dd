import { createHash, type Hash } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { Uploads } from '../../core/ports/uploads.ts';
import { FILE_MODE, syncFolder } from './durable.ts';
import { errnoOf, profileFailure } from './failures.ts';
import type { HeldRoom } from './held-room.ts';
import { PART_SUFFIX, uploadsFolder } from './layout.ts';

interface Upload {
  readonly path: string;
  readonly filename: string;
  readonly hash: Hash;
  size: number;
  stopTimer: () => void;
  /** Pieces of one upload are written one after the other. */
  last: Promise<unknown>;
}

/** Nobody sends the next piece any more. */
const IDLE_MS = 3_600_000;

export interface UploadsOptions {
  /** Of the vault. */
  readonly root: string;
  readonly room: HeldRoom;
  readonly timers: Timers;
  /** Cannot be guessed. */
  readonly newId: () => string;
  /** A name in the vault for a file that is taken in. */
  readonly newName: () => string;
}

/** Files on their way in, in a folder of their own, which the next start empties. */
export function createUploads({ root, room, timers, newId, newName }: UploadsOptions): Uploads {
  const uploads = new Map<string, Upload>();
  const failed = (error: unknown, path: string, bytes: number): OutboxError =>
    profileFailure(error, { folder: dirname(root), path, bytes });
  const unknown = (): Result<never, OutboxError> => err(outboxError('UPLOAD_UNKNOWN'));

  const inTurn = <T>(upload: Upload, task: () => Promise<T>): Promise<T> => {
    const result = upload.last.then(task);
    upload.last = result.catch(() => {});
    return result;
  };

  const waitForMore = (id: string, upload: Upload): void => {
    upload.stopTimer();
    upload.stopTimer = timers.after(IDLE_MS, () => void drop(id));
  };

  async function drop(id: string): Promise<void> {
    const upload = forget(id);
    if (upload === null) return;
    await inTurn(upload, async () => {
      await rm(upload.path, { force: true }).catch(errnoOf);
      room.change(-upload.size);
    });
  }

  function forget(id: string): Upload | null {
    const upload = uploads.get(id) ?? null;
    upload?.stopTimer();
    uploads.delete(id);
    return upload;
  }

  async function append(
    id: string,
    upload: Upload,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<{ readonly size: number }, OutboxError>> {
    if (uploads.get(id) !== upload) return unknown();
    const { path, size, filename } = upload;
    if (offset !== size) return err(outboxError('UPLOAD_OFFSET', { size }));
    const taken = await room.take({ path: filename, bytes: bytes.length });
    if (!taken.ok) return taken;
    try {
      const file = await open(path, 'r+');
      try {
        await file.truncate(size); // a piece that failed half-way is not part of it
        const { bytesWritten } = await file.write(bytes, 0, bytes.length, size);
        if (bytesWritten < bytes.length) throw diskFull();
      } catch (error) {
        await file.truncate(size).catch(errnoOf);
        throw error;
      } finally {
        await file.close();
      }
    } catch (error) {
      taken.value.giveBack();
      return err(failed(error, filename, bytes.length));
    }
    taken.value.done();
    upload.hash.update(bytes);
    upload.size += bytes.length;
    waitForMore(id, upload);
    return ok({ size: upload.size });
  }

  async function take(upload: Upload): Promise<Result<StoredFile, OutboxError>> {
    const { path, size } = upload;
    const name = newName();
    const final = join(root, name);
    try {
      const file = await open(path, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(path, final);
      await syncFolder(dirname(final));
      return ok({ kind: 'vault', file: name, size, sha256: upload.hash.digest('hex') });
    } catch (error) {
      await Promise.all([path, final].map((one) => rm(one, { force: true }).catch(errnoOf)));
      room.change(-size);
      return err(failed(error, upload.filename, size));
    }
  }

  return {
    async begin(filename) {
      const id = newId();
      const path = join(uploadsFolder(root), id + PART_SUFFIX);
      try {
        await writeFile(path, '', { mode: FILE_MODE, flag: 'wx' });
      } catch (error) {
        return err(failed(error, filename, 0));
      }
      const last = Promise.resolve();
      const upload = { path, filename, hash: createHash('sha256'), size: 0, stopTimer() {}, last };
      uploads.set(id, upload);
      waitForMore(id, upload);
      return ok({ upload: id });
    },
    async append(id, offset, bytes) {
      const upload = uploads.get(id);
      return upload === undefined
        ? unknown()
        : inTurn(upload, () => append(id, upload, offset, bytes));
    },
    drop,
    filenameOf: (id) => uploads.get(id)?.filename ?? null,
    async take(id) {
      const upload = forget(id);
      return upload === null ? unknown() : inTurn(upload, () => take(upload));
    },
    end() {
      for (const id of uploads.keys()) forget(id);
    },
  };
}

const diskFull = (): Error => Object.assign(new Error('less was written'), { code: 'ENOSPC' });
