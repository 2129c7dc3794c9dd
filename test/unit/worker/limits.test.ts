import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { throttle } from '../../../electron/worker/throttle.ts';
import { phaseTimings } from '../../../electron/worker/transport/timings.ts';
import { ceilingMs, firstByteMs } from '../../../electron/worker/transport/watchdog.ts';
import { DEFAULT_LIMITS } from '../../../shared/contracts/worker-protocol.ts';

describe('the ceiling of an attempt', () => {
  test('grows with the body at the slowest bearable rate', () => {
    expect(ceilingMs(DEFAULT_LIMITS, 0)).toBe(300_000);
    expect(ceilingMs(DEFAULT_LIMITS, 8 * 1024 * 60)).toBe(360_000);
  });

  test('never exceeds what a timer can wait', () => {
    expect(ceilingMs(DEFAULT_LIMITS, 1e15)).toBe(2 ** 31 - 1);
  });
});

describe('the wait for an answer', () => {
  test('allows for a body that is handed over, and leaves this machine at 1 KiB/s', () => {
    expect(firstByteMs(DEFAULT_LIMITS, 0)).toBe(60_000);
    expect(firstByteMs(DEFAULT_LIMITS, 100 * 1024)).toBe(160_000);
  });

  test('allows for no more of it than can be on its way', () => {
    expect(firstByteMs(DEFAULT_LIMITS, 1e12)).toBe(firstByteMs(DEFAULT_LIMITS, 256 * 1024));
  });
});

test('progress is told at once, then once per interval, and as it stands when nothing moves any more', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const seen: number[] = [];
  const { tell, end } = throttle(100, (n: number) => seen.push(n));
  for (let now = 0; now < 250; now += 10) {
    tell(now);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([0, 90, 190, 240]);
  tell(500);
  tell(501);
  end();
  tell(502);
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([0, 90, 190, 240, 500]);
});

describe('timings', () => {
  test('are null for phases that did not happen', () => {
    expect(phaseTimings(undefined, false, 7)).toEqual({
      dns: null,
      connect: null,
      tls: null,
      send: null,
      firstByte: null,
      receive: null,
      total: 7,
    });
  });

  test('of a kept connection do not repeat how long it once took to open', () => {
    expect(phaseTimings({ dns: 5, tcp: 6, request: 1 }, true, 9)).toMatchObject({
      dns: 0,
      connect: 0,
      tls: null,
      send: 1,
    });
  });

  test('are never negative when the clock is set back', () => {
    expect(phaseTimings({ firstByte: -500 }, false, 1).firstByte).toBe(0);
  });
});
