/** Milliseconds before the next start, by crashes in a row. */
const DELAYS_MS = [0, 200, 1_000, 5_000, 15_000, 30_000] as const;

const LONGEST_MS = 30_000;

/** A process that lived this long was a good one, also when there was nothing to do for it. */
const GOOD_LIFE_MS = 60_000;

/** What a process did before it crashed. */
export interface Service {
  readonly upMs: number;
  /** It performed at least one attempt to its end. */
  readonly served: boolean;
}

/**
 * Crashes in a row, after one more. Waiting is for processes that die before they are of any use: whatever kills
 * a process between its attempts, e.g. for want of memory, must not stop the queue for half a minute each time.
 */
export const crashesAfter = (crashesBefore: number, { upMs, served }: Service): number =>
  served || upMs >= GOOD_LIFE_MS ? 1 : crashesBefore + 1;

/** How long to wait before a process is started again. */
export const restartDelayMs = (crashesInARow: number): number =>
  crashesInARow <= 0 ? 0 : (DELAYS_MS[crashesInARow - 1] ?? LONGEST_MS);
