import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FromWorker, ToWorker } from '../../../shared/contracts/worker-protocol.ts';
import { httpServer, jobFor, jsonBody, OK, onRequest, rawServer } from './support.ts';

const ENTRY = join(import.meta.dirname, '../../../electron/worker/index.ts');

interface Worker {
  readonly child: ChildProcess;
  send(message: ToWorker): void;
  next<T extends FromWorker['type']>(type: T): Promise<Extract<FromWorker, { type: T }>>;
  readonly seen: readonly FromWorker[];
}

function startWorker(): Worker {
  const child = fork(ENTRY, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const seen: FromWorker[] = [];
  const taken = new Set<FromWorker>();
  child.on('message', (message: FromWorker) => seen.push(message));
  return {
    child,
    seen,
    send: (message) => child.send(message),
    async next(type) {
      for (;;) {
        const found = seen.find(
          (message): message is Extract<FromWorker, { type: typeof type }> =>
            message.type === type && !taken.has(message),
        );
        if (found !== undefined) {
          taken.add(found);
          return found;
        }
        await once(child, 'message');
      }
    },
  };
}

describe('the worker process', () => {
  test('says that it is ready, answers pings, and performs attempts side by side', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('{"ok":true}'));
    });
    const worker = startWorker();
    expect(await worker.next('ready')).toEqual({ type: 'ready', pid: worker.child.pid });
    for (const attemptId of ['a/1', 'b/1', 'c/7'])
      worker.send({ type: 'run', job: { ...jobFor(url, { body: jsonBody('{}') }), attemptId } });
    worker.send({ type: 'ping', n: 42 });
    expect(await worker.next('pong')).toEqual({ type: 'pong', n: 42 });
    const done = [await worker.next('done'), await worker.next('done'), await worker.next('done')];
    expect(done.map((message) => message.attemptId).toSorted()).toEqual(['a/1', 'b/1', 'c/7']);
    for (const { report } of done) {
      expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
      expect(report.body?.inline).toBeInstanceOf(Uint8Array);
      expect(Buffer.from(report.body?.inline ?? []).toString()).toBe('{"ok":true}');
    }
  });

  test('told twice to run the same attempt sends one request and reports once', async () => {
    let requests = 0;
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => {
        requests++;
        socket.end(OK);
      });
    });
    const worker = startWorker();
    const job = jobFor(url, { body: jsonBody('{}') });
    worker.send({ type: 'run', job });
    worker.send({ type: 'run', job });
    await worker.next('done');
    worker.send({ type: 'ping', n: 1 });
    await worker.next('pong');
    expect(requests).toBe(1);
    expect(worker.seen.filter(({ type }) => type === 'done')).toHaveLength(1);
  });

  test('aborts what it is told to, and nothing it does not have', async () => {
    const whole = Promise.withResolvers<void>();
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => whole.resolve());
    });
    const worker = startWorker();
    worker.send({ type: 'abort', attemptId: 'nobody/1', by: 'user' });
    worker.send({ type: 'run', job: jobFor(url, { body: jsonBody('{}') }) });
    await whole.promise;
    worker.send({ type: 'abort', attemptId: 'item/1', by: 'shutdown' });
    expect((await worker.next('done')).report.outcome).toEqual({
      kind: 'aborted',
      by: 'shutdown',
      mayHaveArrived: true,
    });
  });

  test('ignores a message that it does not know', async () => {
    const worker = startWorker();
    for (const odd of [null, 'run', 7, {}, { type: 'explode' }, { type: null }])
      if (odd !== null) worker.child.send(odd);
    worker.send({ type: 'ping', n: 1 });
    expect(await worker.next('pong')).toEqual({ type: 'pong', n: 1 });
  });

  test('ends itself when its host is gone, and its requests with it', async () => {
    const begun = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const { url } = await rawServer((socket) => {
      socket.once('close', () => closed.resolve());
      onRequest(socket, () => begun.resolve());
    });
    const worker = startWorker();
    worker.send({ type: 'run', job: jobFor(url, { body: jsonBody('{}') }) });
    await begun.promise;
    const exit = once(worker.child, 'exit');
    worker.child.disconnect();
    expect((await exit)[0]).toBe(0);
    await closed.promise;
  });

  test('says so when somebody starts it by hand', async () => {
    const child = spawn(process.execPath, [ENTRY], { stdio: ['ignore', 'ignore', 'pipe'] });
    const words = await text(child.stderr);
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(2);
    expect(words).toContain('started by its host');
  });
});
