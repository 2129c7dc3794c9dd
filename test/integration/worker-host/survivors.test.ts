import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTimeOf } from '../../../electron/adapters/worker-host/process-identity.ts';
import { endSurvivors } from '../../../electron/adapters/worker-host/survivors.ts';
import { createWorkerRegistry } from '../../../electron/adapters/worker-host/worker-registry.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { isRunning, workersFile } from './host-tools.ts';

const MORTAL_HOST = fileURLToPath(new URL('./mortal-host.ts', import.meta.url));
const FAKE_WORKER = fileURLToPath(new URL('./fake-worker.ts', import.meta.url));
const REAL_WORKER = fileURLToPath(new URL('../../../electron/worker/index.ts', import.meta.url));

interface RunningHost {
  readonly process: ChildProcess;
  readonly workerPid: number;
  /** Kills it with SIGKILL and sees it gone. */
  kill(): Promise<void>;
}

/**
 * A host process with a worker that has one attempt under way: when `isThere` says so, or else when the
 * worker speaks of it.
 */
async function startMortalHost(
  folder: string,
  entry: string,
  url: string,
  isThere?: Promise<unknown>,
): Promise<RunningHost> {
  const host = spawn(process.execPath, [MORTAL_HOST, folder, entry, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void host.kill('SIGKILL'));
  await (isThere ?? once(createInterface(host.stdout), 'line'));
  const workerPid = JSON.parse(readFileSync(workersFile(folder), 'utf8')).workers[0].pid;
  onTestFinished(() => killIfThere(workerPid));
  return {
    process: host,
    workerPid,
    async kill() {
      const gone = once(host, 'exit');
      host.kill('SIGKILL');
      await gone;
    },
  };
}

function killIfThere(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

/** A process that does nothing, killed after the test. */
function startSleeper(): number {
  const sleeper = spawn('sleep', ['600'], { stdio: 'ignore' });
  onTestFinished(() => void sleeper.kill('SIGKILL'));
  return sleeper.pid ?? 0;
}

const record = (folder: string, workers: readonly object[]) =>
  writeFileSync(workersFile(folder), JSON.stringify({ workers }));

describe('a worker whose host was killed', () => {
  test('ends by itself, and what it was sending is cut', async () => {
    const folder = tempFolder();
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const arrived = once(server, 'request');
    const url = `http://127.0.0.1:${port}/`;
    const host = await startMortalHost(folder, REAL_WORKER, url, arrived);
    const [request] = await arrived;
    const cut = once(request.socket, 'close');
    expect(await startTimeOf(host.workerPid)).not.toBeNull();
    await host.kill();
    await cut;
    await expect.poll(() => startTimeOf(host.workerPid)).toBeNull();
  });

  test('and that hangs, stopped, is ended by the next host, which sees it gone', async () => {
    const folder = tempFolder();
    const host = await startMortalHost(folder, FAKE_WORKER, 'fake:ignore-everything');
    process.kill(host.workerPid, 'SIGSTOP');
    await host.kill();
    expect(await startTimeOf(host.workerPid)).not.toBeNull();
    expect(await endSurvivors(folder)).toEqual({ ok: true, value: [host.workerPid] });
    expect(await startTimeOf(host.workerPid)).toBeNull();
    expect(existsSync(workersFile(folder))).toBe(false);
  });
});

describe('ending survivors', () => {
  test('leaves a process alone that only has the number of a worker', async () => {
    const folder = tempFolder();
    const pid = startSleeper();
    const startedAt = (await startTimeOf(pid)) ?? '';
    record(folder, [
      { pid, startedAt: `${startedAt}0` },
      { pid: process.pid, startedAt },
    ]);
    expect(await endSurvivors(folder)).toEqual({ ok: true, value: [] });
    expect(await startTimeOf(pid)).toBe(startedAt);
  });

  test('takes a process that is gone for gone', async () => {
    const folder = tempFolder();
    const { pid } = spawnSync('true');
    record(folder, [{ pid, startedAt: 'some/time' }]);
    expect(await endSurvivors(folder)).toEqual({ ok: true, value: [] });
  });

  test('does nothing without a list, and with one that nobody can read', async () => {
    const folder = tempFolder();
    expect(await endSurvivors(folder)).toEqual({ ok: true, value: [] });
    for (const text of [
      '',
      '{',
      '[]',
      '{"workers":[{"pid":"1"}]}',
      '{"workers":[{"pid":-1,"startedAt":"x"}]}',
    ]) {
      writeFileSync(workersFile(folder), text);
      expect(await endSurvivors(folder)).toEqual({ ok: true, value: [] });
    }
  });

  test('says so when one does not end in time', async () => {
    const folder = tempFolder();
    const pid = startSleeper();
    record(folder, [{ pid, startedAt: await startTimeOf(pid) }]);
    expect(await endSurvivors(folder, -1)).toEqual({
      ok: false,
      error: { code: 'PROFILE_IN_USE', params: { path: folder, pid } },
    });
    expect(existsSync(workersFile(folder))).toBe(true);
  });
});

describe('the start time of a process', () => {
  test('is the same whenever it is asked for, and differs between processes', async () => {
    const pid = startSleeper();
    expect(await startTimeOf(pid)).toBe(await startTimeOf(pid));
    expect(await startTimeOf(pid)).not.toBe(await startTimeOf(process.pid));
  });

  test.skipIf(process.platform !== 'linux')('is none for a zombie', async () => {
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const lines = createInterface(parent.stdout);
    const [line] = await once(lines, 'line');
    const pid = Number(line);
    // A parent that never asks what became of its child, from its first answer on.
    const answered = once(lines, 'line');
    parent.stdin.write('there?\n');
    await answered;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => startTimeOf(pid)).toBeNull();
    expect(isRunning(pid), 'it is still in the table of processes').toBe(true);
  });
});

describe('the registry', () => {
  test('writes down who lives, and forgets who is gone', async () => {
    const folder = tempFolder();
    const registry = createWorkerRegistry(folder);
    const pids = [startSleeper(), startSleeper()];
    for (const pid of pids) expect(await registry.record(pid)).toMatchObject({ ok: true });
    const listed = () => JSON.parse(readFileSync(workersFile(folder), 'utf8')).workers;
    expect(listed()).toEqual([
      { pid: pids[0], startedAt: await startTimeOf(pids[0] ?? 0) },
      { pid: pids[1], startedAt: await startTimeOf(pids[1] ?? 0) },
    ]);
    await registry.forget(pids[0] ?? 0);
    expect(listed()).toMatchObject([{ pid: pids[1] }]);
    await registry.forget(12345678);
  });

  test('refuses a process that is gone', async () => {
    const registry = createWorkerRegistry(tempFolder());
    const { pid } = spawnSync('true');
    expect(await registry.record(pid)).toMatchObject({
      ok: false,
      error: { code: 'PROCESS_GONE' },
    });
  });

  test('says that it cannot write', async () => {
    const registry = createWorkerRegistry(`${tempFolder()}/missing`);
    expect(await registry.record(process.pid)).toMatchObject({
      ok: false,
      error: { code: 'NOT_WRITTEN' },
    });
    await registry.forget(process.pid);
  });
});
