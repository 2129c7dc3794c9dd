import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { startTimeOf } from '../../../electron/adapters/worker-host/process-identity.ts';
import { utilityWorker } from '../../../electron/adapters/worker-host/utility-worker.ts';
import { app, appCodeLoaded } from '../../support/electron-double/app.ts';
import { utilityProcess } from '../../support/electron-double/utility-process.ts';
import { createManualTime } from '../../support/manual-time.ts';
import {
  isRunning,
  pidOf,
  runUntilThere,
  shared,
  startForkingHost,
  workersFile,
} from './host-tools.ts';
import { jobOf } from './jobs.ts';

// The same port as that of forked workers, over Electron's utility process (the double's).

const entry = fileURLToPath(new URL('./fake-worker.ts', import.meta.url));
const spawn = utilityWorker((file, args, options) => utilityProcess.fork(file, args, options))(
  entry,
);
const start = (options: Parameters<typeof startForkingHost>[0] = {}) =>
  startForkingHost({ ...options, spawn });

beforeAll(async () => {
  appCodeLoaded();
  await app.whenReady();
});

test('an attempt is performed by another process, which is written down before', async () => {
  const { host, folder } = start();
  const report = await host.run(jobOf('a/1', 'read', workersFile(folder)), shared);
  const pid = pidOf(report);
  expect(pid).not.toBe(process.pid);
  expect(JSON.parse(report.error?.message ?? '')).toEqual({
    workers: [{ pid, startedAt: await startTimeOf(pid) }],
  });
});

test('it sees little of the environment', async () => {
  process.env['OUTTRAY_TEST_SECRET'] = 'x';
  const { host } = start();
  const report = await host.run(jobOf('a/1', 'environment'), shared);
  delete process.env['OUTTRAY_TEST_SECRET'];
  const names = (report.error?.message ?? '').split(',');
  expect(names).toContain('PATH');
  expect(names).not.toContain('OUTTRAY_TEST_SECRET');
});

test('when it crashes its attempt is lost, its last words are logged, and the next has a new one', async () => {
  const { host, folder, logged } = start();
  const lost = await host.run(jobOf('a/1', 'crash'), shared);
  expect(lost.outcome).toEqual({ kind: 'workerLost', wasAlone: true });
  expect(lost.error?.message).toBe('the worker ended with code 7');
  const next = await host.run(jobOf('a/2', 'answer'), shared);
  expect(next.outcome.kind).toBe('delivered');
  const { workers } = JSON.parse(readFileSync(workersFile(folder), 'utf8'));
  expect(workers).toMatchObject([{ pid: pidOf(next) }]);
  const printed = () => JSON.stringify(logged.filter(([event]) => event === 'worker.stderr'));
  await expect.poll(printed).toContain('the fake worker crashes');
});

test('when it is killed its attempts are lost, and it is gone by then', async () => {
  const { host } = start();
  const pid = pidOf(await host.run(jobOf('x/1', 'answer'), shared));
  const { report } = await runUntilThere(host, jobOf('a/1', 'wait'));
  process.kill(pid, 'SIGKILL');
  expect((await report).outcome).toEqual({ kind: 'workerLost', wasAlone: true });
  expect(await startTimeOf(pid)).toBeNull();
});

test('one that is stopped is killed, which a polite request would not do', async () => {
  const time = createManualTime();
  const { host } = start(time);
  const pid = pidOf(await host.run(jobOf('x/1', 'answer'), shared));
  const { report } = await runUntilThere(host, jobOf('a/1', 'wait'));
  process.kill(pid, 'SIGSTOP');
  time.advance(35_000);
  expect((await report).outcome).toEqual({ kind: 'workerLost', wasAlone: true });
  expect(await startTimeOf(pid)).toBeNull();
});

test('an answer given just before the end is not lost', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { host } = start();
    const report = await host.run(jobOf('a/1', 'answer-and-exit'), shared);
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
  }
});

test('I-11: answers that nobody waits for are ignored and counted', async () => {
  const { host } = start();
  await host.run(jobOf('a/1', 'answer-twice'), shared);
  await host.run(jobOf('a/2', 'answer'), shared);
  expect(host.ignoredMessages).toBe(2);
});

test('stopping sees it gone', async () => {
  const { host, folder } = start();
  const pid = pidOf(await host.run(jobOf('x/1', 'answer'), shared));
  await host.stop(60_000);
  expect(isRunning(pid)).toBe(false);
  expect(JSON.parse(readFileSync(workersFile(folder), 'utf8'))).toEqual({ workers: [] });
});
