import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTimeOf } from '../../../electron/adapters/worker-host/process-identity.ts';
import { utilityWorker } from '../../../electron/adapters/worker-host/utility-worker.ts';
import { app, appCodeLoaded } from '../../support/electron-double/app.ts';
import { utilityProcess } from '../../support/electron-double/utility-process.ts';
import { createManualTime } from '../../support/manual-time.ts';
import {
  forkFake,
  isolated,
  isRunning,
  pidOf,
  runUntilThere,
  shared,
  startForkingHost,
  workersFile,
} from './host-tools.ts';
import { jobOf } from './jobs.ts';

const utilityFake = utilityWorker((file, args, options) =>
  utilityProcess.fork(file, args, options),
)(fileURLToPath(new URL('./fake-worker.ts', import.meta.url)));

beforeAll(async () => {
  appCodeLoaded();
  await app.whenReady();
});

describe.each([
  { kind: 'a fork of plain Node', spawn: forkFake },
  { kind: "a utility process of Electron (the double's)", spawn: utilityFake },
])('a worker that is $kind', ({ spawn }) => {
  const start = (options: Parameters<typeof startForkingHost>[0] = {}) =>
    startForkingHost({ ...options, spawn });

  describe('an attempt', () => {
    test('is performed by another process, whose report comes back with its progress', async () => {
      const { host } = start();
      const { report, progress } = await runUntilThere(host, jobOf('a/1', 'wait'));
      expect(progress).toEqual({ bytesUp: 5, totalUp: 10, bytesDown: 0 });
      host.abort('a/1', 'user');
      const { outcome } = await report;
      expect(outcome).toEqual({ kind: 'aborted', by: 'user', mayHaveArrived: false });
      const answered = await host.run(jobOf('a/2', 'answer'), shared);
      expect(answered.outcome).toEqual({ kind: 'delivered', status: 200 });
      expect(pidOf(answered)).not.toBe(process.pid);
    });

    test('shares its process with others, but not with an isolated one', async () => {
      const { host } = start();
      const reports = await Promise.all([
        host.run(jobOf('a/1', 'answer'), shared),
        host.run(jobOf('b/1', 'answer'), shared),
        host.run(jobOf('c/1', 'answer'), isolated),
        host.run(jobOf('d/1', 'answer'), isolated),
      ]);
      const [a, b, c, d] = reports.map(pidOf);
      expect(a).toBe(b);
      expect(c).toBe(d);
      expect(a).not.toBe(c);
    });

    test('is given to a process that is written down already, with its start time', async () => {
      const { host, folder } = start();
      const report = await host.run(jobOf('a/1', 'read', workersFile(folder)), shared);
      const pid = pidOf(report);
      expect(JSON.parse(report.error?.message ?? '')).toEqual({
        workers: [{ pid, startedAt: await startTimeOf(pid) }],
      });
    });

    test('runs in a process that sees little of the environment, and no signal meant for the host', async () => {
      process.env['OUTTRAY_TEST_SECRET'] = 'x';
      const { host } = start();
      const report = await host.run(jobOf('a/1', 'environment'), shared);
      delete process.env['OUTTRAY_TEST_SECRET'];
      const names = (report.error?.message ?? '').split(',');
      expect(names).toContain('PATH');
      expect(names).not.toContain('OUTTRAY_TEST_SECRET');
      // Electron's are no children of the terminal's group, and need none of their own.
      const isOutOfReach =
        spawn === utilityFake || process.platform === 'win32' || isRunning(-pidOf(report));
      expect(isOutOfReach).toBe(true);
    });
  });

  describe('when a worker process ends', () => {
    const bySignal = (signal: string, number: number): string =>
      spawn === utilityFake
        ? `the worker ended with code ${number}`
        : `the worker was ended by ${signal}`;
    const ends = [
      ['crash', 'the worker ended with code 7'],
      ['throw', 'the worker ended with code 1'],
      ['segfault', bySignal('SIGSEGV', 11)],
      // Electron says nothing of a closed port: such a worker ends as one that hangs.
      ...(spawn === utilityFake ? [] : [['disconnect', bySignal('SIGKILL', 9)] as const]),
    ] as const;
    for (const [how, message] of ends) {
      test(`by itself (${how}), its only attempt is lost, with what was heard of it`, async () => {
        const { host } = start();
        const report = await host.run(jobOf('a/1', how), shared);
        expect(report.outcome).toEqual({ kind: 'workerLost', wasAlone: true });
        expect(report.error).toEqual({ class: 'internal', code: 'WORKER_LOST', message });
      });
    }

    test('with several attempts, all are lost, none was alone, and the process is gone by then', async () => {
      const { host } = start();
      const pid = pidOf(await host.run(jobOf('x/1', 'answer'), shared));
      const first = await runUntilThere(host, jobOf('a/1', 'wait'));
      const second = await runUntilThere(host, jobOf('b/1', 'wait'));
      const elsewhere = await runUntilThere(host, jobOf('c/1', 'wait'), true);
      process.kill(pid, 'SIGKILL');
      const report = await first.report;
      expect(await startTimeOf(pid)).toBeNull();
      expect(report.outcome).toEqual({ kind: 'workerLost', wasAlone: false });
      expect(report).toMatchObject({ bytesUp: 5, progress: 'partial' });
      expect((await second.report).outcome).toEqual({ kind: 'workerLost', wasAlone: false });
      host.abort('c/1', 'user');
      expect((await elsewhere.report).outcome.kind).toBe('aborted');
    });

    test('an attempt that was answered before does not count as company', async () => {
      const { host } = start();
      await host.run(jobOf('a/1', 'answer'), shared);
      const report = await host.run(jobOf('b/1', 'crash'), shared);
      expect(report.outcome).toEqual({ kind: 'workerLost', wasAlone: true });
    });

    test('an answer given just before is not lost', async () => {
      for (let n = 0; n < 5; n += 1) {
        const { host } = start();
        const report = await host.run(jobOf('a/1', 'answer-and-exit'), shared);
        expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
      }
    });

    test('an attempt that was being aborted is aborted by that, and may have arrived', async () => {
      const { host } = start();
      const { report } = await runUntilThere(host, jobOf('a/1', 'ignore-everything'));
      const alsoThere = await host.run(jobOf('b/1', 'answer'), shared);
      host.abort('a/1', 'user');
      process.kill(pidOf(alsoThere), 'SIGKILL');
      expect((await report).outcome).toEqual({ kind: 'aborted', by: 'user', mayHaveArrived: true });
    });

    test('the next attempt has a new process, and only that one is written down', async () => {
      const { host, folder, logged } = start();
      await host.run(jobOf('a/1', 'crash'), shared);
      const report = await host.run(jobOf('a/2', 'answer'), shared);
      expect(report.outcome.kind).toBe('delivered');
      const { workers } = JSON.parse(readFileSync(workersFile(folder), 'utf8'));
      expect(workers).toMatchObject([{ pid: pidOf(report) }]);
      const printed = () => JSON.stringify(logged.filter(([event]) => event === 'worker.stderr'));
      await expect.poll(printed).toContain('the fake worker crashes');
    });
  });

  test('a worker that throws what it was given in confidence is quoted without it', async () => {
    const { host, logged } = start();
    const secretHeaders = [['authorization', 'Bearer hush-hush-1']] as const;
    await host.run({ ...jobOf('a/1', 'throw-secrets'), secretHeaders }, shared);
    const said = () => JSON.stringify(logged.filter(([event]) => event === 'worker.stderr'));
    await expect.poll(said).toContain('told: ');
    expect(said()).toContain('[redacted]');
    expect(said()).not.toContain('hush');
  });

  test('a worker that is stopped, or hangs, is killed, and its attempt is lost when it is gone', async () => {
    const time = createManualTime();
    const { host } = start(time);
    const pid = pidOf(await host.run(jobOf('x/1', 'answer'), shared));
    const { report } = await runUntilThere(host, jobOf('a/1', 'wait'));
    process.kill(pid, 'SIGSTOP');
    time.advance(35_000);
    expect((await report).outcome).toEqual({ kind: 'workerLost', wasAlone: true });
    expect(await startTimeOf(pid)).toBeNull();
  });

  test('I-11: answers that nobody waits for are ignored and counted', async () => {
    const { host } = start();
    await host.run(jobOf('a/1', 'answer-twice'), shared);
    await host.run(jobOf('a/2', 'answer'), shared);
    expect(host.ignoredMessages).toBe(2);
  });

  describe('stopping', () => {
    test('aborts what runs, waits for its answer, and sees the processes gone', async () => {
      const { host, folder } = start();
      const pids = (
        await Promise.all([
          host.run(jobOf('x/1', 'answer'), shared),
          host.run(jobOf('y/1', 'answer'), isolated),
        ])
      ).map(pidOf);
      const { report } = await runUntilThere(host, jobOf('a/1', 'wait'));
      await Promise.all([host.stop(60_000), host.stop(60_000)]);
      expect((await report).outcome).toEqual({
        kind: 'aborted',
        by: 'shutdown',
        mayHaveArrived: false,
      });
      expect(pids.map(isRunning)).toEqual([false, false]);
      expect(JSON.parse(readFileSync(workersFile(folder), 'utf8'))).toEqual({ workers: [] });
    });

    test('kills what does not answer in time: it may have arrived, and that is no strike', async () => {
      const { host } = start();
      const { report } = await runUntilThere(host, jobOf('a/1', 'ignore-everything'));
      void host.stop(60_000);
      await host.stop(50);
      expect((await report).outcome).toEqual({
        kind: 'aborted',
        by: 'shutdown',
        mayHaveArrived: true,
      });
    });

    test('answers what comes later at once, and may be called again', async () => {
      const { host } = start();
      await host.stop(0);
      const report = await host.run(jobOf('a/1', 'answer'), shared);
      expect(report.outcome).toEqual({ kind: 'aborted', by: 'shutdown', mayHaveArrived: false });
      await host.stop(0);
    });
  });
});
