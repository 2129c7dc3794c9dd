import type { Readable } from 'node:stream';

/** Files are read in pieces of this many bytes. */
export const CHUNK_BYTES = 1024 * 1024;

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
