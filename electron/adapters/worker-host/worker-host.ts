import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { RoutedRunner } from '../../core/ports/routes.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { createLane, type LaneTools } from './worker-lane.ts';
import type { SpawnWorker } from './worker-process.ts';
import { createWorkerRegistry } from './worker-registry.ts';

/** An isolated process is kept for the next suspect for a while. */
const ISOLATED_IDLE_MS = 30_000;

export interface WorkerHostOptions {
  /** Starts one worker process. */
  readonly spawn: SpawnWorker;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The profile folder, where workers.json is kept. `endSurvivors` must have been there before the first job. */
  readonly folder: string;
}

export interface WorkerHost extends RoutedRunner {
  /** Messages of workers that belonged to no running attempt, or that nobody understood. */
  readonly ignoredMessages: number;
}

/**
 * Performs attempts in child processes: one for all, and one for what must run alone. They are started when
 * there is something to do, and started again, with a growing delay, when they crash; jobs wait for that.
 */
export function createWorkerHost(options: WorkerHostOptions): WorkerHost {
  let ignoredMessages = 0;
  const onIgnored = () => {
    ignoredMessages += 1;
    options.log.warn('worker.ignored', { ignoredMessages });
  };
  const tools: LaneTools = {
    ...options,
    registry: createWorkerRegistry(options.folder),
    onIgnored,
  };
  const shared = createLane(tools, { jobsAtATime: Number.POSITIVE_INFINITY, idleMs: null });
  const isolated = createLane(tools, { jobsAtATime: 1, idleMs: ISOLATED_IDLE_MS });
  const lanes = [shared, isolated];

  return {
    run: (job, { isolated: isAlone, onProgress }) =>
      (isAlone ? isolated : shared).run(job, onProgress),
    abort(attemptId, by) {
      for (const lane of lanes) lane.abort(attemptId, by);
    },
    async stop(graceMs) {
      await Promise.all(lanes.map((lane) => lane.stop(graceMs)));
    },
    get ignoredMessages() {
      return ignoredMessages;
    },
  };
}
