/** A span of time in the largest fitting unit, e.g. `2 min`. Milliseconds in. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

/** `in 2 min`, or `now` once the time has come, to the second. Milliseconds since 1970 UTC in. */
export const until = (at: number, now: number): string =>
  Math.round((at - now) / 1000) <= 0 ? 'now' : `in ${span(at - now)}`;

/** `2 min ago`. */
export const ago = (at: number, now: number): string => `${span(now - at)} ago`;

/** Bytes in the units people know (powers of 1000). */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `1 item`, `2 items`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
