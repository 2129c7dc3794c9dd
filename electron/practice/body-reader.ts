import type { ReceivedBody } from '../../shared/contracts/practice-protocol.ts';
import type { Result } from '../../shared/lang/result.ts';

/** What the server understood of a body. */
export type Contents = Pick<ReceivedBody, 'kind' | 'fields' | 'files'>;

/** Why a body cannot be taken: a status and a sentence. */
export interface Refusal {
  readonly status: 400 | 413;
  readonly detail: string;
}

/** Takes a body piece by piece and keeps of it no more than it has to. */
export interface BodyReader {
  /** Resolves when the next piece may come. */
  write(piece: Buffer): Promise<void>;
  end(): Promise<Result<Contents, Refusal>>;
}
