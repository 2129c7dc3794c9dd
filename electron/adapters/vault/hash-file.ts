import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { FileAside } from '../../core/ports/vault.ts';

/** Read size: Node's default of 64 KiB has a quarter of the throughput (research/performance.md 2e). */
const CHUNK_BYTES = 1024 * 1024;

/** Somebody did not want it any more. */
export class Aborted extends Error {}

export interface HashedFile {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Hashes an open file from its beginning, as `hashThrough` does. */
export const hashFile = (
  handle: FileHandle,
  size: number,
  aside: FileAside = {},
): Promise<HashedFile> => hashThrough(handle, size, async () => {}, aside);

/**
 * Reads an open file from its beginning and hashes what `take` is given, chunk by chunk. Files move in the
 * thread pool while the chunk before is hashed, so the loop gets a turn for every MiB. Stops early when there
 * are more than `size` bytes: a file that grows faster than it is read has no end. Throws `Aborted` by the signal.
 */
export async function hashThrough(
  handle: FileHandle,
  size: number,
  take: (chunk: Uint8Array) => Promise<void>,
  { signal, onProgress }: FileAside = {},
): Promise<HashedFile> {
  const sha256 = createHash('sha256');
  const length = Math.min(size + 1, CHUNK_BYTES);
  let [present, spare] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  let bytes = 0;
  let { bytesRead } = await handle.read(present, 0, length, 0);
  while (bytesRead > 0 && bytes <= size) {
    const chunk = present.subarray(0, bytesRead);
    bytes += bytesRead;
    const following = handle.read(spare, 0, length, bytes);
    const taken = take(chunk);
    sha256.update(chunk);
    [{ bytesRead }] = await Promise.all([following, taken]);
    [present, spare] = [spare, present];
    onProgress?.(bytes, size);
    if (signal?.aborted === true) throw new Aborted();
  }
  return { sha256: sha256.digest('hex'), bytes };
}
