import { describe, expect, test } from 'vitest';
import { readMessage } from '../../../electron/adapters/worker-host/from-worker.ts';
import type { FromWorker } from '../../../shared/contracts/worker-protocol.ts';
import { aReport } from '../../support/scripted-runner.ts';

describe('a message of a worker', () => {
  const understood: readonly FromWorker[] = [
    { type: 'ready', pid: 1 },
    { type: 'pong', n: 1 },
    { type: 'progress', attemptId: 'a/1', progress: { bytesUp: 0, totalUp: 1, bytesDown: 0 } },
    { type: 'done', attemptId: 'a/1', report: aReport({ kind: 'delivered', status: 200 }) },
  ];
  for (const message of understood) {
    test(`of type ${message.type} is understood`, () => {
      expect(readMessage(message)).toBe(message);
    });
  }

  const strange: readonly unknown[] = [
    null,
    undefined,
    'ready',
    7,
    [],
    {},
    { type: 'run' },
    { type: 'ready' },
    { type: 'pong', n: '1' },
    { type: 'done', report: aReport({ kind: 'delivered', status: 200 }) },
  ];
  for (const message of strange) {
    test(`that says ${JSON.stringify(message)} is nonsense`, () => {
      expect(readMessage(message)).toEqual({ type: 'nonsense', attemptId: null });
    });
  }

  const aboutAnAttempt: readonly object[] = [
    { type: 'done' },
    { type: 'done', report: null },
    { type: 'done', report: { outcome: { kind: 'perhaps' } } },
    { type: 'done', report: { outcome: { kind: 'toString' } } },
    { type: 'progress', progress: 'half' },
  ];
  for (const message of aboutAnAttempt) {
    test(`that says ${JSON.stringify(message)} is nonsense about its attempt`, () => {
      expect(readMessage({ ...message, attemptId: 'a/1' })).toEqual({
        type: 'nonsense',
        attemptId: 'a/1',
      });
    });
  }
});
