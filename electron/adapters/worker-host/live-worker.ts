import type { FromWorker, ToWorker } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { readMessage } from './from-worker.ts';
import { createWatchdog } from './watchdog.ts';
import type { SpawnWorker, WorkerExit } from './worker-process.ts';
import type { WorkerRegistry } from './worker-registry.ts';

export interface WorkerTools {
  readonly spawn: SpawnWorker;
  readonly timers: Timers;
  readonly log: Log;
  readonly registry: WorkerRegistry;
}

export interface WorkerEvents {
  /** It stands in the registry: now it may be given jobs. */
  onReady(): void;
  onAttempt(message: Extract<FromWorker, { readonly attemptId: string }>): void;
  /** True when an attempt's answer is lost by it: nobody may wait for that for ever, so the process is ended. */
  onNonsense(attemptId: string | null): boolean;
  /** It is gone and forgotten by the registry. `isExpected`: `end` was called before. */
  onExit(exit: WorkerExit, isExpected: boolean): void;
}

/** One worker process, from its start to its seen end. */
export interface LiveWorker {
  /** It may be given jobs: recorded, and not told to end. */
  readonly isReady: boolean;
  send(message: ToWorker): void;
  /** While it has jobs, it must answer; one that does not for 30 s is killed. */
  setBusy(isBusy: boolean): void;
  /** Kills it; `onExit` tells when it is gone. */
  end(): void;
}

export function startWorker(tools: WorkerTools, events: WorkerEvents): LiveWorker {
  const { spawn, timers, log, registry } = tools;
  const process = spawn(log);
  let phase: 'starting' | 'ready' | 'ending' | 'gone' = 'starting';
  let isExpected = false;
  let admission: Promise<void> = Promise.resolve();

  const watchdog = createWatchdog(
    timers,
    (n) => process.send({ type: 'ping', n }),
    () => {
      log.warn('worker.hung', { pid: process.pid });
      kill();
    },
  );
  watchdog.watch(); // it must get as far as 'ready', too

  const kill = () => {
    if (phase === 'gone') return;
    phase = 'ending';
    watchdog.rest();
    process.kill();
  };

  const admit = async (pid: number) => {
    const recorded = await registry.record(pid);
    if (phase !== 'starting') return;
    if (!recorded.ok) {
      // A next host could not know of it, so it must not send.
      log.error('worker.notRecorded', { pid, ...recorded.error });
      kill();
      return;
    }
    phase = 'ready';
    watchdog.rest();
    events.onReady();
  };

  const forget = async () => {
    if (process.pid !== undefined) await registry.forget(process.pid);
  };

  process.onMessage((raw) => {
    const message = readMessage(raw);
    switch (message.type) {
      case 'ready':
        watchdog.heard();
        if (phase === 'starting') admission = admit(process.pid ?? message.pid);
        return;
      case 'pong':
        watchdog.heard();
        return;
      case 'progress':
      case 'done':
        events.onAttempt(message);
        return;
      case 'nonsense':
        if (events.onNonsense(message.attemptId)) kill();
        return;
      default:
        assertNever(message);
    }
  });

  process.onExit((exit) => {
    phase = 'gone';
    watchdog.rest();
    const details = { pid: process.pid, ...exit };
    if (isExpected) log.info('worker.ended', details);
    else log.warn('worker.crashed', details);
    // In this order, so that nothing is written to the profile folder after the exit was told.
    void admission.then(forget).then(() => events.onExit(exit, isExpected));
  });

  return {
    get isReady() {
      return phase === 'ready';
    },
    send: (message) => process.send(message),
    setBusy: (isBusy) => (isBusy ? watchdog.watch() : watchdog.rest()),
    end() {
      isExpected = true;
      kill();
    },
  };
}
