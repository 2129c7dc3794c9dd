import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { JobFile } from '../../../shared/contracts/worker-protocol.ts';
import { BodyError, fileError } from './body-error.ts';
import { CHUNK_BYTES, pieces } from './request-body.ts';

/** Opens a file that still looks like the one that was accepted: kind, size, and time and inode if recorded. */
async function openUnchanged(file: JobFile, shown: string): Promise<FileHandle> {
  // O_NONBLOCK: should a pipe stand in its place, opening it must not wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const handle = await open(file.path, flags).catch((error: unknown) => {
    throw fileError(error, shown);
  });
  try {
    const stats = await handle.stat();
    const since = file.unchangedSince;
    const same =
      stats.isFile() &&
      stats.size === file.size &&
      (since === null ||
        (Math.floor(stats.mtimeMs) === Math.floor(since.mtimeMs) && stats.ino === since.inode));
    if (!same) throw new BodyError({ code: 'FILE_CHANGED', file: shown });
    return handle;
  } catch (error) {
    await handle.close();
    throw fileError(error, shown);
  }
}

/** Fails with a BodyError when the file could not be sent as it is now. Reads nothing of it. */
export async function checkFile(file: JobFile, shown: string): Promise<void> {
  const handle = await openUnchanged(file, shown);
  await handle.close();
}

/**
 * The file's bytes. The last chunk is held back until size and SHA-256 are known to be right, so that no
 * reader ever has the whole of a file that changed (G7).
 */
export function verifiedFile(file: JobFile, shown: string): Readable {
  return Readable.from(verifiedChunks(file, shown), {
    objectMode: false,
    highWaterMark: CHUNK_BYTES,
  });
}

async function* verifiedChunks(file: JobFile, shown: string): AsyncGenerator<Buffer> {
  const changed = () => new BodyError({ code: 'FILE_CHANGED', file: shown });
  const handle = await openUnchanged(file, shown);
  try {
    const hash = createHash('sha256');
    let held: Buffer | null = null;
    for (let position = 0; position < file.size; ) {
      const chunk = await read(
        handle,
        position,
        Math.min(CHUNK_BYTES, file.size - position),
        shown,
      );
      if (chunk.length === 0) throw changed();
      hash.update(chunk);
      position += chunk.length;
      if (held !== null) yield* pieces(held);
      held = chunk;
    }
    const beyond = await read(handle, file.size, 1, shown);
    if (beyond.length > 0 || hash.digest('hex') !== file.sha256) throw changed();
    await handle.close();
    // Nothing more is waited for from here on: the end of the body follows its last byte at once.
    if (held !== null) yield* pieces(held);
  } finally {
    await handle.close();
  }
}

async function read(
  handle: FileHandle,
  position: number,
  length: number,
  shown: string,
): Promise<Buffer> {
  try {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw fileError(error, shown);
  }
}
