import type { HostEvents, OutboxCalls } from '../../shared/contracts/control-protocol.ts';
import {
  BEAT_MS,
  type ItemProgress,
  type StreamLine,
} from '../../shared/contracts/web-protocol.ts';
import type { TransferProgress } from '../../shared/contracts/worker-protocol.ts';
import type { Source } from '../../shared/outbox/item.ts';
import type { Timers } from '../core/ports/timers.ts';

/** What there is to tell of a host. */
export interface News extends Pick<HostEvents, 'onChange'> {
  readonly api: OutboxCalls;
  readonly running: () => readonly { readonly itemId: string }[];
  readonly progressOf: (itemId: string) => TransferProgress | null;
  readonly timers: Timers;
}

/** Whoever listens. */
export interface Listener {
  /** False: nothing more until `onDrain`. */
  write(line: StreamLine): boolean;
  onDrain(callback: () => void): void;
}

const SOURCE: Source = { kind: 'window' };

/** No cursor is as new as this one, so that asking for what is after it answers RESYNC with the newest. */
const BEYOND = Number.MAX_SAFE_INTEGER;

const PAGE = 500;
/** Whoever is so far behind reads the lists sooner than all that. */
const MOST_BEHIND = 5_000;
const PACE_MS = 100;
const PROGRESS_MS = 250;

/** Tells one listener what happens after `cursor`, until it is stopped. A slow one costs the memory of one page. */
export function streamEvents(news: News, listener: Listener, cursor: number): () => void {
  const { api, timers, running, progressOf } = news;
  let position = cursor;
  let full = false;
  let stopped = false;
  /** Something changed since the feed was last asked. */
  let due = true;
  let looking = false;
  let lastProgress = '';
  let cancelPace: (() => void) | null = null;
  let cancelProgress: (() => void) | null = null;

  function write(line: StreamLine): void {
    if (!listener.write(line)) full = true;
  }

  function resync(to: number): void {
    position = to;
    write({ kind: 'resync', cursor: position });
  }

  async function tellPage(): Promise<void> {
    due = false;
    const page = await api.call('changes', { cursor: position, limit: PAGE }, SOURCE);
    if (stopped) return;
    if (!page.ok) {
      if (page.error.code === 'RESYNC') resync(Number(page.error.params['cursor']));
      return;
    }
    const { changes } = page.value;
    if (changes.length === 0) return;
    if (changes.length === PAGE) {
      due = true;
      const newest = await newestCursor(api);
      if (newest - position > MOST_BEHIND) {
        resync(newest);
        return;
      }
    }
    position = page.value.cursor;
    write({ kind: 'changes', changes, cursor: position });
  }

  /** One page now, the next one a moment later: many changes in a row are told together. */
  async function tell(): Promise<void> {
    if (!due || full || looking || stopped || cancelPace !== null) return;
    looking = true;
    try {
      await tellPage();
    } finally {
      looking = false;
    }
    if (stopped) return;
    cancelPace = timers.after(PACE_MS, () => {
      cancelPace = null;
      void tell();
    });
  }

  function watchProgress(): void {
    if (cancelProgress !== null || running().length === 0) return;
    cancelProgress = timers.after(PROGRESS_MS, () => {
      cancelProgress = null;
      tellProgress();
      watchProgress();
    });
  }

  function tellProgress(): void {
    const items: ItemProgress[] = running().flatMap(({ itemId }) => {
      const progress = progressOf(itemId);
      return progress === null
        ? []
        : [{ itemId, bytesUp: progress.bytesUp, totalUp: progress.totalUp }];
    });
    const seen = JSON.stringify(items);
    if (items.length === 0 || seen === lastProgress || full) return;
    lastProgress = seen;
    write({ kind: 'progress', items });
  }

  function beat(): void {
    cancelBeat = timers.after(BEAT_MS, beat);
    if (!full) write({ kind: 'beat' });
  }

  const onChange = (): void => {
    due = true;
    void tell();
    watchProgress();
  };
  let cancelBeat = (): void => {};
  // At once: whoever listens knows that there is somebody.
  beat();
  const off = news.onChange(onChange);
  listener.onDrain(() => {
    full = false;
    void tell();
  });
  onChange();
  return () => {
    stopped = true;
    off();
    cancelBeat();
    cancelPace?.();
    cancelProgress?.();
  };
}

/** The newest change there is. */
export async function newestCursor(api: OutboxCalls): Promise<number> {
  const beyond = await api.call('changes', { cursor: BEYOND }, SOURCE);
  return beyond.ok ? beyond.value.cursor : Number(beyond.error.params['cursor'] ?? 0);
}
