import type { SendProgress } from '../../../shared/outbox/attempt.ts';
import type { Header } from '../../../shared/outbox/request.ts';

/** Everything about an answer that can matter. */
export interface Answer {
  /** Of the request. */
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  /** The first bytes of the body, decoded. */
  readonly bodyStart: Uint8Array;
  /** False when the body was cut off on its way; true also when it was longer than what is read of one. */
  readonly bodyEnded: boolean;
  /** All of the body; null where the contract does not ask for it, or not all of it was kept. */
  readonly body: Uint8Array | null;
  /** How far the request had gone when the answer was over. */
  readonly progress: SendProgress;
  /** Wall time in milliseconds. */
  readonly receivedAt: number;
}
