import type { Log } from '../ports/log.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import type { Timers } from '../ports/timers.ts';

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

export interface SearchIndexKeeper {
  /** Resolves as soon as a search for words holds up nobody: at once, unless the index is far behind. */
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => void;
}

/** Keeps the search index near to the present, a little at a time. */
export function keepSearchIndex({ store, timers, log }: SearchIndexDeps): SearchIndexKeeper {
  let cancel: (() => void) | null = null;
  let isFar = true;
  let waiting: (() => void)[] = [];

  const plan = (delay: number): void => {
    cancel ??= timers.after(delay, () => {
      cancel = null;
      work();
    });
  };

  function work(): void {
    const behind = store.indexForSearch(CHUNK);
    // When nothing can be indexed, a slow answer is better than none.
    setFar(behind.ok && behind.value > FAR_BEHIND);
    if (!behind.ok) {
      log.warn('searchNotIndexed', { code: behind.error.code });
      plan(AFTER_TROUBLE);
    } else if (behind.value > 0) {
      plan(isFar ? 0 : BETWEEN);
    }
  }

  function setFar(next: boolean): void {
    isFar = next;
    if (isFar) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  const unwatch = store.onCommit(() => plan(SOON));
  plan(0);
  return {
    caughtUp: () =>
      new Promise((resolve) => {
        if (isFar) waiting.push(resolve);
        else resolve();
      }),
    stop() {
      unwatch();
      cancel?.();
      // A command that owns the folder for a moment leaves its few changes indexed.
      work();
      cancel?.();
      setFar(false);
    },
  };
}
