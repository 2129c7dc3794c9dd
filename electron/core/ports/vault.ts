import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';

/** A file whose bytes can be read: a name in the vault, or an original as it was recorded. */
export type ReadableFile =
  | { readonly kind: 'vault'; readonly file: string }
  | Extract<StoredFile, { readonly kind: 'reference' }>;

export interface FileRange {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
}

/** What goes beside the reading of a file. */
export interface FileAside {
  readonly signal?: AbortSignal;
  /** Bytes that were read, of so many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Vault {
  /**
   * Makes the item's own durable copy: hashed, fsynced and renamed into place before it resolves.
   * Fails with FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_UNREADABLE, FILE_CHANGED (while copying), NO_SPACE or
   * PROFILE_READ_ONLY, or ABORTED by the signal, and leaves nothing behind then.
   */
  snapshot(path: string, aside?: FileAside): Promise<Result<StoredFile, OutboxError>>;
  /** Records size, time, inode and hash of a file that stays where it is. */
  reference(path: string, aside?: FileAside): Promise<Result<StoredFile, OutboxError>>;
  /** The absolute path behind a vault file's name. */
  pathOf(file: string): string;
  /** A name for the response of an attempt, should it be too large for the database. */
  spillName(attemptId: string): string;
  /** Whether so many bytes of such responses may be kept, by the disk and by what the vault may keep. */
  hasRoomForAnswers(bytes: number): boolean;
  /** A response of that name has been kept. */
  tookAnswer(file: string): Promise<void>;
  /**
   * At most `length` bytes from `offset`, fewer at the end of the file. FILE_NOT_FOUND, FILE_UNREADABLE;
   * FILE_CHANGED for an original that is not what was recorded.
   */
  readRange(
    file: ReadableFile,
    offset: number,
    length: number,
  ): Promise<Result<FileRange, OutboxError>>;
  /** The whole of a kept answer, at once, for use within a transaction: 10 MiB at most. Null when it cannot be read. */
  readonly readNow: (file: string) => Uint8Array | null;
  /** Deletes copies that nothing refers to any more. A missing one is no error. */
  discard(files: readonly string[]): Promise<void>;
}
