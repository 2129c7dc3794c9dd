import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { StoreReader } from './store-reader.ts';
import type { StoreWriter } from './store-writer.ts';

export interface StoreFailure extends OutboxError {
  readonly code: 'NO_SPACE' | 'PROFILE_READ_ONLY' | 'PROFILE_UNUSABLE';
}

/**
 * The queue on disk. One process owns it.
 *
 * Operations that fall into one tick share one transaction, each in a savepoint of its own. A promise
 * resolves only after COMMIT with an fsync; when COMMIT fails, every operation of the group fails.
 */
export interface OutboxStore {
  readonly read: StoreReader;
  /**
   * Runs `operation` in the next group. One that answers an error, or throws, leaves nothing behind, and
   * the others of its group are not affected.
   */
  write<T, E = never>(
    operation: (tx: StoreWriter) => Result<T, E>,
  ): Promise<Result<T, E | StoreFailure>>;
  /** Called after each commit that changed something; a hint, the truth is in the feed. */
  onCommit(listener: () => void): () => void;
  /**
   * Brings the search index nearer to the present, by at most `limit` changes and in a transaction of its own;
   * answers how many changes it is behind. Searches find everything at any time: it only makes them quick.
   */
  indexForSearch(limit: number): Result<number, StoreFailure>;
  /** Commits what is pending and closes. */
  close(): Promise<void>;
}
