/** What happened in one span of time, which begins at `at`. */
export interface ThroughputPoint {
  readonly at: number;
  readonly delivered: number;
  /** Attempts that came to something else. */
  readonly failed: number;
  /** Items that were open at its end; null for a span without news. */
  readonly backlog: number | null;
}
