import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FromWorker } from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptReport } from '../../../shared/outbox/attempt.ts';
import { createManualTime } from '../../support/manual-time.ts';
import { aReport } from '../../support/scripted-runner.ts';
import { createFakeProcess, type FakeProcess } from './fake-process.ts';
import { isolated, shared, startHost, workersFile } from './host-tools.ts';
import { jobOf } from './jobs.ts';

/**
 * A host whose processes are played by the test, in a time that passes only when the test says so. They have
 * these numbers, and then this process' own.
 */
function playedHost(...pids: readonly (number | undefined)[]) {
  const started: FakeProcess[] = [];
  const time = createManualTime();
  const spawn = () => {
    const fake = createFakeProcess(
      started.length < pids.length ? pids[started.length] : process.pid,
    );
    started.push(fake);
    return fake;
  };
  const { host, folder } = startHost({ spawn, ...time });
  onTestFinished(async () => {
    const stopped = host.stop(0);
    for (const fake of started) fake.exits();
    await stopped;
  });
  const newest = () => started.at(-1) ?? createFakeProcess(undefined);
  const jobsOf = (fake: FakeProcess) =>
    fake.sent.flatMap((message) => (message.type === 'run' ? [message.job.attemptId] : []));
  /** It says that it is ready, and has got the jobs that waited for it. */
  const becomesReady = async (fake: FakeProcess, ...jobs: readonly string[]) => {
    fake.says({ type: 'ready', pid: process.pid });
    await expect.poll(() => jobsOf(fake)).toEqual(jobs);
  };
  return { host, folder, time, started, newest, jobsOf, becomesReady };
}

const done = (attemptId: string): FromWorker => ({
  type: 'done',
  attemptId,
  report: aReport({ kind: 'delivered', status: 200 }),
});

/** Whether a report has come, without waiting for one. */
async function isOpen(report: Promise<AttemptReport>): Promise<boolean> {
  const open = Symbol('open');
  return (await Promise.race([report, new Promise((turn) => setImmediate(turn, open))])) === open;
}

describe('starting', () => {
  test('happens with the first job, which is given when the process is ready', async () => {
    const { host, started, newest, jobsOf, becomesReady } = playedHost();
    expect(started).toHaveLength(0);
    void host.run(jobOf('a/1', 'x'), shared);
    void host.run(jobOf('b/1', 'x'), shared);
    expect(started).toHaveLength(1);
    expect(jobsOf(newest())).toEqual([]);
    await becomesReady(newest(), 'a/1', 'b/1');
  });

  test('of a process that cannot be written down ends it, without a job', async () => {
    const { host, folder, newest, jobsOf } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    rmSync(folder, { recursive: true });
    newest().says({ type: 'ready', pid: process.pid });
    await expect.poll(() => newest().wasKilled).toBe(true);
    expect(jobsOf(newest())).toEqual([]);
    expect(await isOpen(report)).toBe(true);
  });

  test('is tried again with growing pauses while it fails, and the job waits for it', async () => {
    const { host, time, started, newest, becomesReady } = playedHost(...Array(6).fill(undefined));
    const report = host.run(jobOf('a/1', 'x'), shared);
    const pauses: (number | null)[] = [];
    for (let n = 1; n <= 6; n += 1) {
      newest().exits();
      await expect.poll(() => time.nextIn() !== null || started.length > n).toBe(true);
      const pause = started.length > n ? 0 : (time.nextIn() ?? -1);
      pauses.push(pause);
      time.advance(pause);
      expect(started).toHaveLength(n + 1);
    }
    // Between a start and its end only the watchdog has a timer, and an exit puts that to rest.
    expect(pauses).toEqual([0, 200, 1_000, 5_000, 15_000, 30_000]);
    await becomesReady(newest(), 'a/1');
    newest().says(done('a/1'));
    expect((await report).outcome.kind).toBe('delivered');
  });

  test('of a process that ends at once leaves the job for the next, and nobody in the list', async () => {
    const { host, folder, started, becomesReady } = playedHost(process.pid, undefined);
    const report = host.run(jobOf('a/1', 'x'), shared);
    const [first] = started;
    first?.says({ type: 'ready', pid: process.pid });
    first?.exits();
    await expect.poll(() => started).toHaveLength(2);
    expect(JSON.parse(readFileSync(workersFile(folder), 'utf8'))).toEqual({ workers: [] });
    const second = started[1] ?? createFakeProcess(undefined);
    await becomesReady(second, 'a/1');
    second.says(done('a/1'));
    expect((await report).outcome.kind).toBe('delivered');
  });

  test('has no pause for a crash of a process that was of use', async () => {
    const { host, started, newest, becomesReady } = playedHost();
    for (let n = 1; n <= 3; n += 1) {
      const report = host.run(jobOf(`a/${n}`, 'x'), shared);
      expect(started).toHaveLength(n);
      await becomesReady(newest(), `a/${n}`);
      newest().says(done(`a/${n}`));
      await report;
      const crashed = host.run(jobOf(`b/${n}`, 'x'), shared);
      newest().exits();
      expect((await crashed).outcome.kind).toBe('workerLost');
    }
  });
});

describe('a worker that does not answer', () => {
  const BEAT_MS = 5_000;

  test('while it has a job is killed after 30 s, and the job is lost when it is gone', async () => {
    const { host, time, newest, becomesReady } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    time.advance(6 * BEAT_MS);
    expect(newest().wasKilled).toBe(false);
    time.advance(BEAT_MS);
    expect(newest().wasKilled).toBe(true);
    expect(await isOpen(report)).toBe(true);
    newest().exits();
    expect((await report).outcome).toEqual({ kind: 'workerLost', wasAlone: true });
  });

  test('when it is started is killed as well, and another one is started', async () => {
    const { host, time, started, newest } = playedHost();
    void host.run(jobOf('a/1', 'x'), shared);
    time.advance(7 * BEAT_MS);
    expect(newest().wasKilled).toBe(true);
    newest().exits();
    await expect.poll(() => started).toHaveLength(2);
  });

  test('without a job is not even asked', async () => {
    const { host, time, newest, becomesReady } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    newest().says(done('a/1'));
    await report;
    time.advance(3_600_000);
    expect(newest().wasKilled).toBe(false);
    expect(newest().sent.filter(({ type }) => type === 'ping')).toEqual([]);
  });

  test('only because its host was asleep or blocked for hours is left alone', async () => {
    const { host, time, newest, becomesReady } = playedHost();
    void host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    const answer = () => {
      const asked = newest().sent.findLast((message) => message.type === 'ping');
      if (asked !== undefined) newest().says({ type: 'pong', n: asked.n });
    };
    for (let n = 0; n < 20; n += 1) {
      time.advance(BEAT_MS);
      // The beat that was due comes first, and only then what had arrived meanwhile.
      time.jump(3 * 3_600_000);
      answer();
    }
    expect(newest().wasKilled).toBe(false);
    time.advance(7 * BEAT_MS);
    expect(newest().wasKilled).toBe(true);
  });
});

describe('isolated jobs', () => {
  test('run one at a time, each alone', async () => {
    const { host, newest, jobsOf, becomesReady } = playedHost();
    const first = host.run(jobOf('a/1', 'x'), isolated);
    const second = host.run(jobOf('b/1', 'x'), isolated);
    await becomesReady(newest(), 'a/1');
    newest().says(done('a/1'));
    await first;
    expect(jobsOf(newest())).toEqual(['a/1', 'b/1']);
    newest().exits();
    expect((await second).outcome).toEqual({ kind: 'workerLost', wasAlone: true });
  });

  test('have a process that is ended after half a minute without one, and that is no crash', async () => {
    const { host, time, started, newest, becomesReady } = playedHost();
    for (let n = 1; n <= 3; n += 1) {
      const report = host.run(jobOf(`a/${n}`, 'x'), isolated);
      await expect.poll(() => started).toHaveLength(n);
      await becomesReady(newest(), `a/${n}`);
      time.advance(29_999);
      newest().says({ type: 'pong', n: 1 });
      newest().says(done(`a/${n}`));
      await report;
      time.advance(29_999);
      expect(newest().wasKilled).toBe(false);
      time.advance(1);
      expect(newest().wasKilled).toBe(true);
      newest().exits();
    }
  });

  test('that come while the idle process ends have the next one', async () => {
    const { host, time, started, newest, becomesReady, jobsOf } = playedHost();
    const first = host.run(jobOf('a/1', 'x'), isolated);
    await becomesReady(newest(), 'a/1');
    newest().says(done('a/1'));
    await first;
    time.advance(30_000);
    void host.run(jobOf('b/1', 'x'), isolated);
    expect(jobsOf(newest())).toEqual(['a/1']);
    newest().exits();
    await expect.poll(() => started).toHaveLength(2);
    await becomesReady(newest(), 'b/1');
  });
});

describe('aborting', () => {
  test('a job that still waits answers at once: it never started', async () => {
    const { host, newest, jobsOf, becomesReady } = playedHost();
    const waiting = host.run(jobOf('a/1', 'x'), shared);
    void host.run(jobOf('b/1', 'x'), shared);
    host.abort('a/1', 'user');
    expect((await waiting).outcome).toEqual({ kind: 'aborted', by: 'user', mayHaveArrived: false });
    await becomesReady(newest(), 'b/1');
    expect(jobsOf(newest())).toEqual(['b/1']);
  });

  test('what is not there does nothing', () => {
    const { host, started } = playedHost();
    host.abort('a/1', 'user');
    expect(started).toEqual([]);
  });
});

describe('what a worker says', () => {
  test('about attempts that it does not have, and in no known words, is ignored and counted', async () => {
    const { host, newest, becomesReady } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    newest().says(done('b/1'));
    newest().saysAnything({ type: 'done', attemptId: 'b/1', report: 'all well' });
    newest().saysAnything('hello');
    newest().says({
      type: 'progress',
      attemptId: 'b/1',
      progress: { bytesUp: 1, totalUp: 2, bytesDown: 0 },
    });
    expect(host.ignoredMessages).toBe(4);
    expect(newest().wasKilled).toBe(false);
    newest().says(done('a/1'));
    expect((await report).outcome.kind).toBe('delivered');
    newest().says(done('a/1'));
    expect(host.ignoredMessages).toBe(5);
  });

  test('about an attempt that it has, but not in words, ends it: its answer is lost', async () => {
    const { host, newest, becomesReady } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    newest().saysAnything({ type: 'done', attemptId: 'a/1', report: 'all well' });
    expect(newest().wasKilled).toBe(true);
    newest().exits();
    expect((await report).outcome.kind).toBe('workerLost');
  });

  test('after it was told to end, but before it is gone, still counts', async () => {
    const { host, time, newest, becomesReady } = playedHost();
    const report = host.run(jobOf('a/1', 'x'), shared);
    await becomesReady(newest(), 'a/1');
    const stopped = host.stop(10);
    time.advance(10);
    expect(newest().wasKilled).toBe(true);
    newest().says(done('a/1'));
    expect((await report).outcome.kind).toBe('delivered');
    newest().exits();
    await stopped;
  });
});
