import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import { forkWorker } from '../../../electron/adapters/worker-host/fork-worker.ts';
import {
  createWorkerHost,
  type WorkerHost,
} from '../../../electron/adapters/worker-host/worker-host.ts';
import type { SpawnWorker } from '../../../electron/adapters/worker-host/worker-process.ts';
import type { Clock } from '../../../electron/core/ports/clock.ts';
import type { Log } from '../../../electron/core/ports/log.ts';
import type { Timers } from '../../../electron/core/ports/timers.ts';
import type { Job, TransferProgress } from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptReport } from '../../../shared/outbox/attempt.ts';
import { tempFolder } from '../../support/temp-folder.ts';

export interface TestHost {
  readonly host: WorkerHost;
  readonly folder: string;
  /** What was logged: event and fields. */
  readonly logged: readonly (readonly [event: string, fields: unknown])[];
}

export const forkFake: SpawnWorker = forkWorker(new URL('./fake-worker.ts', import.meta.url));

export function startHost(
  options: {
    readonly spawn?: SpawnWorker;
    readonly clock?: Clock;
    readonly timers?: Timers;
    readonly folder?: string;
  } = {},
): TestHost {
  const folder = options.folder ?? tempFolder();
  const logged: [string, unknown][] = [];
  const note = (event: string, fields?: unknown) => void logged.push([event, fields]);
  const log: Log = { info: note, warn: note, error: note };
  const { spawn = forkFake, clock = systemClock, timers = systemTimers } = options;
  const host = createWorkerHost({ spawn, clock, timers, log, folder });
  return { host, folder, logged };
}

/** A host with real processes, which are gone when the test is over. */
export function startForkingHost(options: Parameters<typeof startHost>[0] = {}): TestHost {
  const started = startHost(options);
  onTestFinished(() => started.host.stop(0));
  return started;
}

export const shared = { isolated: false, onProgress: () => {} };
export const isolated = { isolated: true, onProgress: () => {} };

export const pidOf = (report: AttemptReport): number => Number(report.requestHeaders[0]?.[1]);

/** Runs a job that waits in the worker, and resolves when it is there. */
export function runUntilThere(
  host: WorkerHost,
  job: Job,
  isIsolated = false,
): Promise<{ readonly report: Promise<AttemptReport>; readonly progress: TransferProgress }> {
  return new Promise((resolve) => {
    const report: Promise<AttemptReport> = host.run(job, {
      isolated: isIsolated,
      onProgress: (progress) => resolve({ report, progress }),
    });
  });
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const workersFile = (folder: string): string => join(folder, 'workers.json');
