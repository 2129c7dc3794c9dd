/** Wall time for records and a monotonic clock for durations, both in milliseconds. */
export interface Clock {
  now(): number;
  monotonic(): number;
}
