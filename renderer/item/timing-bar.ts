import type { Timings } from '../../shared/outbox/attempt.ts';

export const PHASES = ['dns', 'connect', 'tls', 'send', 'firstByte', 'receive'] as const;

export type Phase = (typeof PHASES)[number];

export interface PhaseSpan {
  readonly phase: Phase;
  readonly ms: number;
  /** Both in percent of the bar. */
  readonly start: number;
  readonly width: number;
}

export interface TimingBar {
  readonly spans: readonly PhaseSpan[];
  readonly totalMs: number;
}

/**
 * The phases of an attempt one after the other; phases it did not get to, or that took no time, are left out. `longestMs` is the length of
 * the whole bar, so that the attempts of an item can be compared with each other.
 */
export function timingBar(timings: Timings, longestMs: number): TimingBar {
  const reached = PHASES.flatMap((phase) => {
    const ms = timings[phase];
    return ms === null || ms === 0 ? [] : [{ phase, ms }];
  });
  const sum = reached.reduce((total, { ms }) => total + ms, 0);
  const whole = Math.max(longestMs, timings.total, sum, 1);
  let elapsed = 0;
  const spans = reached.map(({ phase, ms }): PhaseSpan => {
    const start = (elapsed / whole) * 100;
    elapsed += ms;
    return { phase, ms, start, width: (ms / whole) * 100 };
  });
  return { spans, totalMs: timings.total };
}
