import { describe, expect, test } from 'vitest';
import {
  crashesAfter,
  restartDelayMs,
} from '../../../electron/adapters/worker-host/restart-policy.ts';

describe('the wait before a crashed worker is started again', () => {
  test('grows from nothing to half a minute and stays there', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 1000].map(restartDelayMs);
    expect(delays).toEqual([0, 200, 1_000, 5_000, 15_000, 30_000, 30_000, 30_000]);
    expect(restartDelayMs(0)).toBe(0);
  });

  test('begins anew with a process that lived for a minute, or was of use', () => {
    const idle = { served: false };
    expect(crashesAfter(5, { ...idle, upMs: 59_999 })).toBe(6);
    expect(crashesAfter(5, { ...idle, upMs: 60_000 })).toBe(1);
    expect(crashesAfter(0, { ...idle, upMs: 0 })).toBe(1);
    expect(crashesAfter(5, { served: true, upMs: 0 })).toBe(1);
  });
});
