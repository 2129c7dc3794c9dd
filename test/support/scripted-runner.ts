import type { AttemptRunner, RunOptions } from '../../electron/core/ports/attempt-runner.ts';
import type { UnroutedJob } from '../../shared/contracts/worker-protocol.ts';
import type { AttemptReport, SendProgress } from '../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';

export interface ScriptedRun {
  readonly job: UnroutedJob;
  readonly itemId: string;
  readonly options: RunOptions;
  /** By default the whole request went out, and nothing is known of the answer. */
  answer(
    outcome: AttemptOutcome,
    progress?: SendProgress,
    more?: Pick<AttemptReport, 'response' | 'body'>,
  ): void;
}

export interface ScriptedRunner extends AttemptRunner {
  /** What is on the wire now, in the order in which it was started. */
  readonly running: readonly ScriptedRun[];
  /** Every job ever started. */
  readonly started: readonly UnroutedJob[];
  of(itemId: string): ScriptedRun;
}

/** A runner whose answers a test gives by hand. Two runs of one item at a time are an error at once. */
export function createScriptedRunner(): ScriptedRunner {
  let running: ScriptedRun[] = [];
  const started: UnroutedJob[] = [];
  let stopped = false;
  return {
    get running() {
      return running;
    },
    started,
    of(itemId) {
      const found = running.find((one) => one.itemId === itemId);
      if (found === undefined) throw new Error(`${itemId} is not being sent`);
      return found;
    },
    run(job, options) {
      const itemId = job.attemptId.slice(0, job.attemptId.lastIndexOf('/'));
      if (running.some((one) => one.itemId === itemId)) throw new Error(`two in flight: ${itemId}`);
      started.push(job);
      return new Promise((resolve) => {
        const one: ScriptedRun = {
          job,
          itemId,
          options,
          answer(outcome, progress = 'complete', more = { response: null, body: null }) {
            running = running.filter((other) => other !== one);
            resolve({ ...aReport(outcome), ...more, progress });
          },
        };
        running = [...running, one];
        if (stopped) one.answer({ kind: 'aborted', by: 'shutdown', mayHaveArrived: false });
      });
    },
    abort(attemptId, by) {
      running
        .find((one) => one.job.attemptId === attemptId)
        ?.answer({ kind: 'aborted', by, mayHaveArrived: false });
    },
    stop() {
      stopped = true;
      for (const one of running) {
        one.answer({ kind: 'aborted', by: 'shutdown', mayHaveArrived: false });
      }
      return Promise.resolve();
    },
  };
}

export const aReport = (outcome: AttemptOutcome): AttemptReport => ({
  outcome,
  requestHeaders: [],
  response: null,
  body: null,
  timings: null,
  bytesUp: 0,
  bytesDown: 0,
  progress: 'complete',
  error: null,
  verdict: null,
  quotaResetMs: null,
});
