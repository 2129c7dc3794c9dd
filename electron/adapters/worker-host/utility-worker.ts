import type { Log } from '../../core/ports/log.ts';
import { crashText } from './crash-text.ts';
import { workerEnvironment } from './worker-environment.ts';
import type { SpawnWorker, WorkerExit, WorkerProcess } from './worker-process.ts';

/** Electron's utility process, as far as a worker needs one. */
export interface UtilityProcess {
  readonly pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'error', listener: (type: string, location: string) => void): unknown;
  once(event: 'spawn', listener: () => void): unknown;
}

export type ForkUtility = (
  entry: string,
  args: string[],
  options: {
    readonly env: Record<string, string>;
    readonly stdio: ['ignore', 'ignore', 'pipe'];
    readonly serviceName: string;
  },
) => UtilityProcess;

/** Workers that are utility processes of Electron, running `entry`. */
export const utilityWorker =
  (fork: ForkUtility) =>
  (entry: string): SpawnWorker =>
  (log) =>
    startUtility(fork, entry, log);

function startUtility(fork: ForkUtility, entry: string, log: Log): WorkerProcess {
  const child = fork(entry, [], {
    env: workerEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'OutTray worker',
  });
  /** Electron takes it away with the process, and it is needed afterwards. */
  let pid = child.pid;
  let exit: WorkerExit | null = null;
  const listeners: ((exit: WorkerExit) => void)[] = [];
  child.once('spawn', () => {
    pid = child.pid;
  });
  child.on('exit', (code) => {
    exit = { code, signal: null };
    // Not inside Electron's own event: a new process started from there has brought hosts down. By then its last
    // messages, which Electron delivers before it, have been heard as well.
    setImmediate(() => {
      for (const listener of listeners.splice(0)) listener(exit ?? { code, signal: null });
    });
  });
  child.on('error', (type, location) => log.error('worker.process', { type, location }));
  const lastWords = crashText((text) => log.warn('worker.stderr', { pid, text }));
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', lastWords.says).on('end', lastWords.end);

  return {
    get pid() {
      return pid;
    },
    send(message) {
      lastWords.given(message);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's
      if (exit === null) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void listeners.push(listener),
    kill() {
      if (exit !== null) return;
      // Electron's own way asks politely, which a stopped process does not hear.
      if (pid === undefined || !killHard(pid)) child.kill();
    },
  };
}

function killHard(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
