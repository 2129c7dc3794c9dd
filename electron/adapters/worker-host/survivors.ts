import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { startTimeOf } from './process-identity.ts';
import { type RecordedWorker, readWorkers, workersPath } from './worker-registry.ts';

const LOOK_AGAIN_MS = 5;

/**
 * Ends the workers of the profile's last host that outlived it, and resolves with their process numbers when
 * they were seen to be gone: from then on nothing of theirs is on the wire. Waits at most `limitMs`, then
 * fails with PROFILE_IN_USE. To be called with the profile's lock held, before anything is sent.
 */
export async function endSurvivors(
  folder: string,
  limitMs = 10_000,
): Promise<Result<readonly number[], OutboxError>> {
  const ended: number[] = [];
  const deadline = performance.now() + limitMs;
  for (const worker of await recordedIn(folder)) {
    if (!(await isAlive(worker))) continue;
    while (await isAlive(worker)) {
      if (performance.now() > deadline) {
        return err(outboxError('PROFILE_IN_USE', { path: folder, pid: worker.pid }));
      }
      kill(worker.pid);
      await delay(LOOK_AGAIN_MS);
    }
    ended.push(worker.pid);
  }
  await rm(workersPath(folder), { force: true });
  return ok(ended);
}

async function recordedIn(folder: string): Promise<readonly RecordedWorker[]> {
  const text = await readFile(workersPath(folder), 'utf8').catch(() => '');
  return readWorkers(text) ?? [];
}

const isAlive = async ({ pid, startedAt }: RecordedWorker): Promise<boolean> =>
  (await startTimeOf(pid)) === startedAt;

/** SIGKILL ends a stopped process too. It may be gone by now, or refuse us; the next look tells. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // seen by `isAlive`
  }
}
