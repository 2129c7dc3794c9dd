import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';

/** Files that come in piece by piece. One that is not taken is given up: after an hour, or when the process ends. */
export interface Uploads {
  /** Fails with NO_SPACE, PROFILE_READ_ONLY or PROFILE_UNUSABLE, as `append` and `take` do. */
  begin(filename: string): Promise<Result<{ readonly upload: string }, OutboxError>>;
  /** Resolves when the bytes are written. UPLOAD_OFFSET where they do not follow what is there; UPLOAD_UNKNOWN. */
  append(
    upload: string,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<{ readonly size: number }, OutboxError>>;
  /** Nothing is left of it. One that is not there is no error. */
  drop(upload: string): Promise<void>;
  filenameOf(upload: string): string | null;
  /** Makes it a durable file of the vault, once; UPLOAD_UNKNOWN after that. */
  take(upload: string): Promise<Result<StoredFile, OutboxError>>;
  /** Waits for nothing any more. */
  end(): void;
}
