/** What a transport needs of the browser. */
export interface PageEnvironment {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** What stood behind the `#` of the address; it is gone from there, and from the history, from then on. */
  takeFragment(): string;
  /** Lives as long as the tab, over reloads. */
  readonly storage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  /** Calls back once; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** The network is back, or the page is looked at again: perhaps after hours of sleep. */
  onHint(listener: () => void): void;
}

export const browserEnvironment = (page: Window): PageEnvironment => ({
  fetch: (path, init) => page.fetch(path, init),
  takeFragment() {
    const { hash, pathname } = page.location;
    if (hash !== '') page.history.replaceState(null, '', pathname);
    return hash.slice(1);
  },
  storage: page.sessionStorage,
  after(ms, callback) {
    const timer = page.setTimeout(callback, ms);
    return () => page.clearTimeout(timer);
  },
  now: () => Date.now(),
  random: () => Math.random(),
  onHint(listener) {
    page.addEventListener('online', listener);
    page.addEventListener('pageshow', listener);
    page.document.addEventListener('visibilitychange', () => {
      if (page.document.visibilityState === 'visible') listener();
    });
  },
});
