export interface Throttled<Args extends readonly unknown[]> {
  tell(...args: Args): void;
  /** Nothing is told any more. */
  end(): void;
}

/**
 * Passes on the first call at once, and from then on the newest one each `intervalMs`: also the last of all, so that
 * what stands still is told as it stands.
 */
export function throttle<Args extends readonly unknown[]>(
  intervalMs: number,
  call: (...args: Args) => void,
): Throttled<Args> {
  let timer: NodeJS.Timeout | null = null;
  let newest: Args | null = null;
  let isEnded = false;

  function pass(args: Args): void {
    newest = null;
    timer = setTimeout(() => {
      timer = null;
      if (newest !== null) pass(newest);
    }, intervalMs);
    call(...args);
  }

  return {
    tell(...args) {
      if (isEnded) return;
      if (timer === null) pass(args);
      else newest = args;
    },
    end() {
      isEnded = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
