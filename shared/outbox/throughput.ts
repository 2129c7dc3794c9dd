/** What happened in one span of time, which begins at `at`. */
export interface ThroughputPoint {
  readonly at: number;
  readonly delivered: number;
  /** Attempts that came to something else. */
  readonly failed: number;
  /** Items that were open at its end; null for a span without news. */
  readonly backlog: number | null;
}

/** A minute in which an attempt ended, or an item came, went or was finished. */
export interface MinuteCount extends ThroughputPoint {
  readonly backlog: number;
}

export const MINUTE_MS = 60_000;

/** The beginning of the minute. */
export const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
