import { describe, expect, test } from 'vitest';
import {
  FIRST_PULSE,
  nextPulse,
  type Pulse,
} from '../../../electron/adapters/worker-host/pulse.ts';

/** Lets beats pass; answers after how many of them the worker counts as hung, or null. */
function hungAfter(heardAt: (beat: number) => boolean): number | null {
  let pulse: Pulse = FIRST_PULSE;
  for (let beat = 1; beat <= 100; beat += 1) {
    const next = nextPulse(pulse);
    if (next === null) return beat;
    pulse = { ...next, heard: heardAt(beat) };
  }
  return null;
}

describe('a worker counts as hung', () => {
  test('when it was silent for six beats after the first question', () => {
    expect(hungAfter(() => false)).toBe(7);
  });

  test('not while it answers every fifth question', () => {
    expect(hungAfter((beat) => beat % 5 === 0)).toBeNull();
  });

  test('six beats after its last answer', () => {
    expect(hungAfter((beat) => beat <= 20)).toBe(27);
  });
});
