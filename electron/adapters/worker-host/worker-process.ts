import type { ToWorker } from '../../../shared/contracts/worker-protocol.ts';
import type { Log } from '../../core/ports/log.ts';

/** A child process that performs attempts; plain Node forks it, Electron has utility processes. */
export interface WorkerProcess {
  /** Undefined before it has started, or when it could not be. */
  readonly pid: number | undefined;
  /** Does nothing when the process, or the channel to it, is gone. */
  send(message: ToWorker): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone and its last message was delivered; also when it never started. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** Ends it at once, even when it is stopped or hangs: SIGKILL, not SIGTERM. May be called twice. */
  kill(): void;
}

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What the process prints goes to the log. */
export type SpawnWorker = (log: Log) => WorkerProcess;
