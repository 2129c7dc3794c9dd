import { constants } from 'node:fs';
import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';
import type { FileAside } from '../../core/ports/vault.ts';
import { FILE_MODE, syncFolder } from './durable.ts';
import { errnoOf, profileFailure, sourceFailure } from './failures.ts';
import { Aborted, type HashedFile, hashFile, hashThrough } from './hash-file.ts';
import type { HeldRoom, TakenRoom } from './held-room.ts';
import { PART_SUFFIX } from './layout.ts';
import { isUnchanged, openSource, type SourceFile } from './source-file.ts';

/**
 * Copies the file at `path` to `name` in the vault at `root`. When it resolves with a file, the copy is
 * complete and survives a power cut; when it fails, nothing is left. Without room for all of it nothing is
 * written at all: a disk that is full to the brim would fail the queue's own commits meanwhile. The hash is that of the copy, so it
 * describes the bytes that will be sent, whatever happens to the original.
 */
export async function snapshot(
  { root, room }: { readonly root: string; readonly room: HeldRoom },
  name: string,
  path: string,
  aside: FileAside = {},
): Promise<Result<StoredFile, OutboxError>> {
  const opened = await openSource(path);
  if (!opened.ok) return opened;
  const source = opened.value;
  const final = join(root, name);
  const part = final + PART_SUFFIX;
  let taken: TakenRoom | null = null;
  const fail = async (error: OutboxError): Promise<Result<never, OutboxError>> => {
    await removeQuietly(part);
    await removeQuietly(final);
    taken?.giveBack();
    return err(error);
  };
  try {
    const isClone = await tryClone(source, part);
    const asked = await room.take({ path, bytes: source.stats.size, isClone });
    if (!asked.ok) return await fail(asked.error);
    taken = asked.value;
    const copied = isClone
      ? await sealClone(part, aside)
      : await writeCopy(source, part, taken, aside);
    if (copied.bytes !== source.stats.size || !(await isUnchanged(source))) {
      return await fail(outboxError('FILE_CHANGED', { path }));
    }
    await rename(part, final);
    await syncFolder(dirname(final));
    taken.done();
    return ok({ kind: 'vault', file: name, size: copied.bytes, sha256: copied.sha256 });
  } catch (error) {
    return await fail(
      error instanceof Aborted ? outboxError('ABORTED') : explain(error, source, dirname(root)),
    );
  } finally {
    await source.handle.close();
  }
}

/**
 * A clone takes no space and no time, on file systems that can (Btrfs, XFS, APFS). Linux has a path for the
 * descriptor that was checked; elsewhere `isUnchanged` tells whether the name still meant the same file.
 */
async function tryClone({ handle, path }: SourceFile, part: string): Promise<boolean> {
  const from = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : path;
  try {
    await copyFile(from, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    errnoOf(error);
    await removeQuietly(part);
    return false;
  }
}

async function sealClone(part: string, aside: FileAside): Promise<HashedFile> {
  await chmod(part, FILE_MODE); // it has the mode of the original, which may be read-only
  const clone = await open(part, 'r+');
  try {
    const hashed = await hashFile(clone, (await clone.stat()).size, aside);
    await clone.sync();
    return hashed;
  } finally {
    await clone.close();
  }
}

/**
 * Copies from the descriptor that was checked, and hashes on the way. Not `fs.copyFile`: it never returns
 * when the original shrinks meanwhile (libuv repeats a sendfile that gives nothing), it opens the path anew,
 * and with the hash after it takes longer than both at once.
 */
async function writeCopy(
  { handle, stats }: SourceFile,
  part: string,
  taken: TakenRoom,
  aside: FileAside,
): Promise<HashedFile> {
  const copy = await open(part, 'wx', FILE_MODE);
  try {
    const write = async (chunk: Uint8Array): Promise<void> => {
      await copy.writeFile(chunk);
      taken.wrote(chunk.length);
    };
    const hashed = await hashThrough(handle, stats.size, write, aside);
    await copy.sync();
    return hashed;
  } finally {
    await copy.close();
  }
}

/** Only reading can fail with a `read`; a caller's file may lie on a damaged stick or a lost network drive. */
function explain(error: unknown, { path, stats }: SourceFile, folder: string): OutboxError {
  const isReading = error instanceof Error && 'syscall' in error && error.syscall === 'read';
  if (isReading) return sourceFailure(error, path);
  return profileFailure(error, { folder, path, bytes: stats.size });
}

async function removeQuietly(path: string): Promise<void> {
  // What cannot be removed now goes to `lost` at the next start.
  await rm(path, { force: true }).catch(errnoOf);
}
