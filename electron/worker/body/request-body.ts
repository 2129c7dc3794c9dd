import type { Readable } from 'node:stream';

/** Files are read in pieces of this many bytes. */
export const CHUNK_BYTES = 1024 * 1024;

/** They go out in smaller ones, so that progress shows on a slow line; the speed is the same. */
const PIECE_BYTES = 64 * 1024;

export function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** The bytes of one request body. Used for one attempt. */
export interface RequestBody {
  readonly contentType: string;
  /** Exact, in bytes, known before the first byte is read. */
  readonly length: number;
  /**
   * Call once. The stream ends only when everything that was sent has been proved to be what was accepted;
   * otherwise it fails before its last bytes, with a BodyError where the body is to blame.
   */
  open(): Readable;
  /** Stops reading. Resolves when no file is open any more. May be called at any time, also twice. */
  close(): Promise<void>;
}
