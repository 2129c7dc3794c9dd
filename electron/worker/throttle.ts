/** Lets a call through when at least `intervalMs` went by since the last one; the others are dropped. */
export function throttle<Args extends readonly unknown[]>(
  intervalMs: number,
  monotonic: () => number,
  call: (...args: Args) => void,
): (...args: Args) => void {
  let next = Number.NEGATIVE_INFINITY;
  return (...args) => {
    const now = monotonic();
    if (now < next) return;
    next = now + intervalMs;
    call(...args);
  };
}
