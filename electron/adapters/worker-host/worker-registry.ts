import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { startTimeOf } from './process-identity.ts';

/** Which worker processes live, for the host after this one. */
export interface WorkerRegistry {
  /** Resolves when the process stands in the file; an error means that it must not be given a job. */
  record(pid: number): Promise<Result<void, RecordFailure>>;
  /** Never fails: an entry of a process that is gone harms nobody. */
  forget(pid: number): Promise<void>;
}

export interface RecordFailure {
  readonly code: 'PROCESS_GONE' | 'NOT_WRITTEN';
  readonly detail: string;
}

const workersFile = z.object({
  workers: z.array(z.object({ pid: z.int().positive(), startedAt: z.string() })),
});

export type RecordedWorker = z.infer<typeof workersFile>['workers'][number];

export const workersPath = (folder: string): string => join(folder, 'workers.json');

/**
 * Keeps workers.json in the profile folder. `endSurvivors` comes first: this starts with an empty list. No
 * fsync, since no worker survives a power cut; the rename keeps it whole when the host dies.
 */
export function createWorkerRegistry(folder: string): WorkerRegistry {
  const living = new Map<number, string>();
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeWorkers(folder, living));
    return writing;
  };

  return {
    async record(pid) {
      const startedAt = await startTimeOf(pid);
      if (startedAt === null) return err({ code: 'PROCESS_GONE', detail: `${pid}` });
      living.set(pid, startedAt);
      return write().then(
        () => ok(undefined),
        (error: unknown) => err({ code: 'NOT_WRITTEN', detail: String(error) }),
      );
    },
    async forget(pid) {
      if (living.delete(pid)) await write().catch(() => undefined);
    },
  };
}

async function writeWorkers(folder: string, living: ReadonlyMap<number, string>): Promise<void> {
  const workers = [...living].map(([pid, startedAt]): RecordedWorker => ({ pid, startedAt }));
  const path = workersPath(folder);
  await writeFile(`${path}.part`, JSON.stringify({ workers }), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** What a registry wrote; null when it is not that. */
export function readWorkers(text: string): readonly RecordedWorker[] | null {
  try {
    return workersFile.parse(JSON.parse(text)).workers;
  } catch {
    return null;
  }
}
