import type { Job, TransferProgress } from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptReport } from '../../../shared/outbox/attempt.ts';
import type { AbortedBy } from '../../../shared/outbox/attempt-outcome.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type LiveWorker, startWorker, type WorkerTools } from './live-worker.ts';
import { lostReport, neverStarted } from './made-up-report.ts';
import { crashesAfter, restartDelayMs } from './restart-policy.ts';
import type { WorkerExit } from './worker-process.ts';

export interface LaneTools extends WorkerTools {
  readonly clock: Clock;
  /** Something came from a worker that belongs to no running attempt, or that nobody understands. */
  readonly onIgnored: () => void;
}

export interface LaneRules {
  /** Jobs that the process has at the same time; the others wait. */
  readonly jobsAtATime: number;
  /** The process is ended after so long without a job; null keeps it. */
  readonly idleMs: number | null;
}

/** One worker process at a time, and the jobs for it. */
export interface WorkerLane {
  run(job: Job, onProgress: (progress: TransferProgress) => void): Promise<AttemptReport>;
  abort(attemptId: string, by: AbortedBy): void;
  stop(graceMs: number): Promise<void>;
}

interface Task {
  readonly job: Job;
  readonly onProgress: (progress: TransferProgress) => void;
  readonly answer: (report: AttemptReport) => void;
  abortedBy: AbortedBy | null;
  lastHeard: TransferProgress | null;
}

export function createLane(tools: LaneTools, rules: LaneRules): WorkerLane {
  const { clock, timers, onIgnored } = tools;
  const waiting: Task[] = [];
  const running = new Map<string, Task>();
  const stopped = Promise.withResolvers<void>();
  let isStopping = false;
  let worker: LiveWorker | null = null;
  let crashes = 0;
  let earliestStart = 0;
  let cancelRestart: (() => void) | null = null;
  let cancelIdle: (() => void) | null = null;

  /** Brings the process and the jobs to where they should be; called after everything that happens. */
  function proceed(): void {
    if (worker === null) {
      if (isStopping) stopped.resolve();
      else if (waiting.length > 0) startWhenAllowed();
      return;
    }
    if (worker.isReady) giveJobs(worker);
    if (isStopping && running.size === 0) worker.end();
  }

  function startWhenAllowed(): void {
    const delayMs = earliestStart - clock.monotonic();
    if (delayMs <= 0) start();
    else
      cancelRestart ??= timers.after(delayMs, () => {
        cancelRestart = null;
        proceed();
      });
  }

  function start(): void {
    const startedAt = clock.monotonic();
    let served = false;
    worker = startWorker(tools, {
      onReady: proceed,
      onAttempt(message) {
        const task = running.get(message.attemptId);
        if (task === undefined) return onIgnored();
        if (message.type === 'progress') {
          task.lastHeard = message.progress;
          task.onProgress(message.progress);
          return;
        }
        running.delete(message.attemptId);
        served = true;
        task.answer(message.report);
        proceed();
      },
      onNonsense(attemptId) {
        onIgnored();
        return attemptId !== null && running.has(attemptId);
      },
      onExit(exit, isExpected) {
        worker = null;
        const upMs = clock.monotonic() - startedAt;
        crashes = isExpected ? 0 : crashesAfter(crashes, { upMs, served });
        earliestStart = clock.monotonic() + restartDelayMs(crashes);
        loseRunning(exit);
        proceed();
      },
    });
  }

  function giveJobs(live: LiveWorker): void {
    while (running.size < rules.jobsAtATime) {
      const task = waiting.shift();
      if (task === undefined) break;
      running.set(task.job.attemptId, task);
      live.send({ type: 'run', job: task.job });
    }
    live.setBusy(running.size > 0);
    cancelIdle?.();
    cancelIdle = null;
    if (running.size === 0 && rules.idleMs !== null) {
      cancelIdle = timers.after(rules.idleMs, () => live.end());
    }
  }

  function loseRunning(exit: WorkerExit): void {
    const lost = [...running.values()];
    running.clear();
    for (const { abortedBy, lastHeard, answer } of lost) {
      answer(lostReport({ exit, wasAlone: lost.length === 1, abortedBy, lastHeard }));
    }
  }

  function abort(attemptId: string, by: AbortedBy): void {
    const task = running.get(attemptId);
    if (task !== undefined) {
      task.abortedBy ??= by;
      worker?.send({ type: 'abort', attemptId, by });
      return;
    }
    const place = waiting.findIndex(({ job }) => job.attemptId === attemptId);
    for (const { answer } of place < 0 ? [] : waiting.splice(place, 1)) answer(neverStarted(by));
  }

  return {
    run(job, onProgress) {
      if (isStopping) return Promise.resolve(neverStarted('shutdown'));
      return new Promise((answer) => {
        waiting.push({ job, onProgress, answer, abortedBy: null, lastHeard: null });
        proceed();
      });
    },
    abort,
    stop(graceMs) {
      isStopping = true;
      cancelRestart?.();
      cancelIdle?.();
      for (const { answer } of waiting.splice(0)) answer(neverStarted('shutdown'));
      for (const attemptId of running.keys()) abort(attemptId, 'shutdown');
      const cancelGrace = timers.after(graceMs, () => worker?.end());
      proceed();
      return stopped.promise.finally(cancelGrace);
    },
  };
}
