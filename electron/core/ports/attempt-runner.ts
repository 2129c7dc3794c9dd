import type { TransferProgress, UnroutedJob } from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptReport } from '../../../shared/outbox/attempt.ts';
import type { AbortedBy } from '../../../shared/outbox/attempt-outcome.ts';

export interface RunOptions {
  /** In a process of its own, so that a crash is surely this item's doing. */
  readonly isolated: boolean;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** Where attempts are performed: another process. */
export interface AttemptRunner {
  /**
   * Never rejects. `workerLost` is answered only after the process that had the attempt was seen to be gone,
   * so that the item can be sent again without two being in flight.
   */
  run(job: UnroutedJob, options: RunOptions): Promise<AttemptReport>;
  abort(attemptId: string, by: AbortedBy): void;
  /** Aborts what runs, waits for it at most `graceMs`, and ends the processes. May be called twice. */
  stop(graceMs: number): Promise<void>;
}
