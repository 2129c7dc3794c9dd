import type { Log, OutboxStore, Timers } from '../ports.ts';

export interface SearchIndexDeps {
  readonly store: OutboxStore;
  readonly timers: Timers;
  readonly log: Log;
}

/** Changes taken in at a time: a few milliseconds. */
const CHUNK = 50;

/** After something happened: whoever did it is answered first, and more may follow. */
const SOON = 200;
const BETWEEN = 20;
const AFTER_TROUBLE = 60_000;

/** Searches look at what is not indexed one by one, so it must not become much: then others have to wait a little. */
const FAR_BEHIND = 2_000;

/** Keeps the search index near to the present, a little at a time. The returned function ends it. */
export function keepSearchIndex({ store, timers, log }: SearchIndexDeps): () => void {
  let cancel: (() => void) | null = null;

  const plan = (delay: number): void => {
    cancel ??= timers.after(delay, () => {
      cancel = null;
      work();
    });
  };

  function work(): void {
    const behind = store.indexForSearch(CHUNK);
    if (!behind.ok) {
      log.warn('searchNotIndexed', { code: behind.error.code });
      plan(AFTER_TROUBLE);
    } else if (behind.value > 0) {
      plan(behind.value > FAR_BEHIND ? 0 : BETWEEN);
    }
  }

  const unwatch = store.onCommit(() => plan(SOON));
  plan(SOON);
  return () => {
    unwatch();
    cancel?.();
    // A command that owns the folder for a moment leaves its few changes indexed.
    work();
    cancel?.();
  };
}
