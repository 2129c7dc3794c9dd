import type { Timers } from '../../core/ports/timers.ts';
import { BEAT_MS, FIRST_PULSE, nextPulse } from './pulse.ts';

export interface Watchdog {
  /** Begins to ask; asking already, it goes on. */
  watch(): void;
  rest(): void;
  heard(): void;
}

/** Asks with `ping` every 5 s and calls `onHung` once when six questions in a row had no answer. */
export function createWatchdog(
  timers: Timers,
  ping: (n: number) => void,
  onHung: () => void,
): Watchdog {
  let pulse = FIRST_PULSE;
  let asked = 0;
  let cancel: (() => void) | null = null;

  const beat = () => {
    const next = nextPulse(pulse);
    if (next === null) {
      cancel = null;
      onHung();
      return;
    }
    pulse = next;
    asked += 1;
    ping(asked);
    cancel = timers.after(BEAT_MS, beat);
  };

  return {
    watch() {
      if (cancel !== null) return;
      pulse = FIRST_PULSE;
      cancel = timers.after(BEAT_MS, beat);
    },
    rest() {
      cancel?.();
      cancel = null;
    },
    heard() {
      pulse = { ...pulse, heard: true };
    },
  };
}
