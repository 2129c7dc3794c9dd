/** Between two questions whether a worker is still there. */
export const BEAT_MS = 5_000;

/** Questions in a row without an answer: 30 s. */
const MISSED_LIMIT = 6;

export interface Pulse {
  /** Beats in a row without an answer. */
  readonly missed: number;
  /** Something was heard since the last beat. */
  readonly heard: boolean;
}

export const FIRST_PULSE: Pulse = { missed: 0, heard: true };

/**
 * What one beat of the host's own timer says about the worker: null means that it hangs. Beats are counted
 * and not time: a host that was blocked or asleep asks once when it comes back, and gives the answer a whole
 * beat to arrive.
 */
export function nextPulse(pulse: Pulse): Pulse | null {
  const missed = pulse.heard ? 0 : pulse.missed + 1;
  return missed >= MISSED_LIMIT ? null : { missed, heard: false };
}
