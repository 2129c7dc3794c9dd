import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';
import { type ListView, pageInput } from './list-query.ts';
import {
  filled,
  NOTHING_KNOWN,
  type PageWindow,
  type Range,
  staled,
  trimmed,
  wanted,
} from './page-window.ts';

export interface ListState {
  readonly view: ListView;
  readonly list: PageWindow;
  /** Why the last page could not be had; what was read before is still shown. */
  readonly error: OutboxError | null;
}

/** One list of items, read as far as somebody looks, and again when something happened. */
export interface ListStore {
  readonly state: () => ListState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Another view of the queue, from its beginning. */
  readonly open: (view: ListView) => void;
  /** Somebody looks at these rows. */
  readonly look: (rows: Range) => void;
  /** Something happened, or may have. */
  readonly refresh: () => void;
  /** Calls back with the items that were read before and have left the list. */
  readonly onLeft: (listener: (ids: readonly string[]) => void) => () => void;
}

export function createListStore(client: Pick<OutboxClient, 'call'>, view: ListView): ListStore {
  const listeners = new Set<() => void>();
  const leftListeners = new Set<(ids: readonly string[]) => void>();
  let state: ListState = { view, list: NOTHING_KNOWN, error: null };
  let visible: Range = { from: 0, to: 1 };
  let asking = false;

  function become(next: ListState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  /** One page at a time: each answer decides what is wanted next. */
  async function read(): Promise<void> {
    if (asking) return;
    asking = true;
    for (;;) {
      const { view: asked, list } = state;
      const page = wanted(list, visible);
      if (page === null) break;
      const answer = await client.call('list', pageInput(asked, page.after, page.limit));
      if (state.view !== asked) continue;
      if (!answer.ok) {
        become({ ...state, error: answer.error });
        break;
      }
      // What became stale meanwhile stays so.
      const stale = state.list !== list;
      const { list: full, left } = filled(list, page, answer.value);
      const next = trimmed(full, visible);
      become({ ...state, list: stale ? staled(next) : next, error: null });
      if (left.length > 0) for (const listener of leftListeners) listener(left);
    }
    asking = false;
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open(next) {
      visible = { from: 0, to: 1 };
      become({ view: next, list: NOTHING_KNOWN, error: null });
      void read();
    },
    look(rows) {
      visible = rows;
      void read();
    },
    refresh() {
      become({ ...state, list: staled(state.list), error: null });
      void read();
    },
    onLeft(listener) {
      leftListeners.add(listener);
      return () => leftListeners.delete(listener);
    },
  };
}
