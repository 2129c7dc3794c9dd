/** Milliseconds before the next start, by crashes in a row. */
const DELAYS_MS = [0, 200, 1_000, 5_000, 15_000, 30_000] as const;

const LONGEST_MS = 30_000;

/** A process that served this long was a good one: its crash begins a new count. */
const GOOD_SERVICE_MS = 60_000;

/** Crashes in a row, after one more of a process that was up for `upMs`. */
export const crashesAfter = (crashesBefore: number, upMs: number): number =>
  upMs >= GOOD_SERVICE_MS ? 1 : crashesBefore + 1;

/** How long to wait before a process is started again. */
export const restartDelayMs = (crashesInARow: number): number =>
  crashesInARow <= 0 ? 0 : (DELAYS_MS[crashesInARow - 1] ?? LONGEST_MS);
