import type { Clock } from '../../electron/core/ports/clock.ts';
import type { Timers } from '../../electron/core/ports/timers.ts';

export interface ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves both clocks on and calls back what has become due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock without the monotonic one, as a person or NTP does. */
  jump(ms: number): void;
  /** Milliseconds until the next call back; null when none is set. */
  nextIn(): number | null;
}

/** Time that passes only when a test says so. */
export function createManualTime(start = 1_000_000): ManualTime {
  let monotonic = 0;
  let offset = start;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const soonest = () => timers.toSorted((a, b) => a.at - b.at)[0];
  return {
    clock: { now: () => monotonic + offset, monotonic: () => monotonic },
    timers: {
      after(delayMs, callback) {
        const timer = { at: monotonic + delayMs, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    },
    advance(ms) {
      const end = monotonic + ms;
      for (let next = soonest(); next !== undefined && next.at <= end; next = soonest()) {
        const due = next;
        timers = timers.filter((one) => one !== due);
        monotonic = Math.max(monotonic, due.at);
        due.callback();
      }
      monotonic = end;
    },
    jump(ms) {
      offset += ms;
    },
    nextIn() {
      const next = soonest();
      return next === undefined ? null : Math.max(0, next.at - monotonic);
    },
  };
}
