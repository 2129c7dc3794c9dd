export interface LongTasks {
  readonly count: number;
  /** Milliseconds. */
  readonly longest: number;
}

declare global {
  interface Window {
    longTasks?: { readonly found: number[]; readonly observer: PerformanceObserver };
  }
}

/** To be evaluated in a page: what held it up for more than 50 ms between `begin` and `end` (Long Tasks API). */
export const LONG_TASKS = {
  begin: (): void => {
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => {
      found.push(...list.getEntries().map((entry) => entry.duration));
    });
    observer.observe({ type: 'longtask' });
    window.longTasks = { found, observer };
  },
  end: (): LongTasks => {
    if (window.longTasks === undefined) return { count: 0, longest: 0 };
    const { found, observer } = window.longTasks;
    found.push(...observer.takeRecords().map((entry) => entry.duration));
    observer.disconnect();
    return { count: found.length, longest: Math.round(Math.max(0, ...found)) };
  },
} as const;
