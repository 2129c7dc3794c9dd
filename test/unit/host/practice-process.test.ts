import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { startPractice, utilityChild } from '../../../electron/host/practice-process.ts';
import type { FromPractice } from '../../../shared/contracts/practice-protocol.ts';

/** Electron's utility process. */
class Utility extends EventEmitter {
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  answer(message: FromPractice): void {
    this.emit('message', message);
  }
}

test('in Electron the practice server is a utility process', async () => {
  const utility = new Utility();
  const forked: unknown[] = [];
  const started = startPractice(
    { port: 0 },
    utilityChild((entry, args) => {
      forked.push(entry.replace(/^.*[\\/]electron[\\/]/, '').replaceAll('\\', '/'), args);
      return utility;
    }),
  );
  expect(forked).toEqual(['practice/index.ts', ['--port', '0']]);
  utility.answer({ type: 'listening', url: 'http://127.0.0.1:1' });
  const practice = await started;
  expect(practice.url).toBe('http://127.0.0.1:1');

  const offline = practice.goOffline();
  utility.answer({ type: 'offline' });
  await offline;
  const stopped = practice.stop();
  expect(utility.sent).toEqual([{ type: 'offline' }, { type: 'stop' }]);
  utility.emit('exit', 0);
  await stopped;
  expect(await practice.ended).toBe(0);
  await practice.stop();
  expect(utility.sent).toHaveLength(2);
});

test('one that ends before it listens is told as that', async () => {
  const utility = new Utility();
  const started = startPractice(
    { port: 0 },
    utilityChild(() => utility),
  );
  utility.emit('exit', 9);
  await expect(started).rejects.toThrow('ended with code 9');
});
