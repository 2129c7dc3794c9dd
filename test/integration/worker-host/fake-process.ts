import type {
  WorkerExit,
  WorkerProcess,
} from '../../../electron/adapters/worker-host/worker-process.ts';
import type { FromWorker, ToWorker } from '../../../shared/contracts/worker-protocol.ts';

/** A worker process whose side a test plays by hand. Killing it is noted; it is gone when the test says so. */
export interface FakeProcess extends WorkerProcess {
  readonly sent: readonly ToWorker[];
  readonly wasKilled: boolean;
  says(message: FromWorker): void;
  saysAnything(message: unknown): void;
  exits(exit?: Partial<WorkerExit>): void;
}

export function createFakeProcess(pid: number | undefined): FakeProcess {
  const sent: ToWorker[] = [];
  let onMessage: (message: unknown) => void = () => {};
  let onExit: (exit: WorkerExit) => void = () => {};
  let wasKilled = false;
  let isGone = false;
  return {
    pid,
    sent,
    get wasKilled() {
      return wasKilled;
    },
    send: (message) => void sent.push(message),
    onMessage(listener) {
      onMessage = listener;
    },
    onExit(listener) {
      onExit = listener;
    },
    kill() {
      wasKilled = true;
    },
    says: (message) => onMessage(message),
    saysAnything: (message) => onMessage(message),
    exits(exit = {}) {
      if (!isGone) onExit({ code: null, signal: 'SIGKILL', ...exit });
      isGone = true;
    },
  };
}
