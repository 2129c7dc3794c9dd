import { fork } from 'node:child_process';
import type { Log } from '../../core/ports/log.ts';
import { crashText } from './crash-text.ts';
import { workerEnvironment } from './worker-environment.ts';
import type { SpawnWorker, WorkerExit, WorkerProcess } from './worker-process.ts';

/** Workers that are children of plain Node, running `entry`. */
export const forkWorker =
  (entry: string | URL): SpawnWorker =>
  (log) =>
    startFork(entry, log);

function startFork(entry: string | URL, log: Log): WorkerProcess {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    env: workerEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Its own process group: Ctrl-C is for the host, which then lets its attempts end in order.
    detached: process.platform !== 'win32',
  });
  const listeners: ((exit: WorkerExit) => void)[] = [];
  let exit: WorkerExit | null = null;
  let isDisconnected = false;

  const whenGone = () => {
    // 'exit' can come before the last messages; the channel is closed after them.
    if (exit === null || !isDisconnected) return;
    for (const listener of listeners.splice(0)) listener(exit);
  };
  child.once('exit', (code, signal) => {
    exit = { code, signal };
    whenGone();
  });
  child.once('disconnect', () => {
    isDisconnected = true;
    child.kill('SIGKILL'); // nobody could tell it anything any more
    whenGone();
  });
  child.on('error', (error) => {
    log.error('worker.process', { message: error.message });
    if (child.pid !== undefined) return;
    exit = { code: null, signal: null };
    isDisconnected = true;
    whenGone();
  });
  const lastWords = crashText((text) => log.warn('worker.stderr', { pid: child.pid, text }));
  child.stderr?.setEncoding('utf8').on('data', lastWords.says).on('end', lastWords.end);

  return {
    get pid() {
      return child.pid;
    },
    send(message) {
      lastWords.given(message);
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void listeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
