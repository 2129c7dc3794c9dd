import type { TransferProgress } from '../../../shared/contracts/worker-protocol.ts';
import {
  type AttemptReport,
  NO_EXCHANGE,
  type SendProgress,
} from '../../../shared/outbox/attempt.ts';
import type { AbortedBy } from '../../../shared/outbox/attempt-outcome.ts';
import type { WorkerExit } from './worker-process.ts';

/** For an attempt that no worker was ever told of. */
export const neverStarted = (by: AbortedBy): AttemptReport => ({
  ...NO_EXCHANGE,
  outcome: { kind: 'aborted', by, mayHaveArrived: false },
});

/** What is known of an attempt whose process is gone. */
export interface LostAttempt {
  readonly exit: WorkerExit;
  readonly wasAlone: boolean;
  /** It was to be aborted: then the end of the process did that, and is nobody's fault. */
  readonly abortedBy: AbortedBy | null;
  readonly lastHeard: TransferProgress | null;
}

/** For an attempt that was with a worker when it ended. All of it may have gone out since the last progress. */
export function lostReport({ exit, wasAlone, abortedBy, lastHeard }: LostAttempt): AttemptReport {
  return {
    ...NO_EXCHANGE,
    outcome:
      abortedBy === null
        ? { kind: 'workerLost', wasAlone }
        : { kind: 'aborted', by: abortedBy, mayHaveArrived: true },
    bytesUp: lastHeard?.bytesUp ?? 0,
    bytesDown: lastHeard?.bytesDown ?? 0,
    progress: progressOf(lastHeard),
    error: { class: 'internal', code: 'WORKER_LOST', message: describe(exit) },
  };
}

function progressOf(lastHeard: TransferProgress | null): SendProgress {
  if (lastHeard === null || lastHeard.bytesUp === 0) return 'none';
  return lastHeard.bytesUp < lastHeard.totalUp ? 'partial' : 'complete';
}

const describe = ({ code, signal }: WorkerExit): string =>
  signal === null ? `the worker ended with code ${code}` : `the worker was ended by ${signal}`;
