import type { Stats } from '../../shared/contracts/outbox-api.ts';
import type { OutboxClient, OutboxEvent } from '../transport/outbox-client.ts';

export interface LiveState {
  /** `connecting` until the transport has said anything. */
  readonly connection: 'connecting' | Extract<OutboxEvent, { kind: 'connection' }>['state'];
  /** Counts, gates and pauses as they were last told; null before the first answer. */
  readonly stats: Stats | null;
}

/** What every part of the page wants to know of the outbox, kept up to date. */
export interface LiveStore {
  readonly state: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Calls back when something may have happened, a few times a second at most. */
  readonly onNews: (listener: () => void) => () => void;
  /** Gates close and open without a change of an item: asks for them anew. */
  readonly refresh: () => void;
}

export interface LiveTimers {
  /** Calls back once; the returned function cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** At full speed hundreds of items change in this time, and are told as one. */
export const QUIET_MS = 250;
/** Gates open and close by themselves. */
export const POLL_MS = 5000;

export function createLiveStore(client: OutboxClient, { after }: LiveTimers): LiveStore {
  const listeners = new Set<() => void>();
  const newsListeners = new Set<() => void>();
  let state: LiveState = { connection: 'connecting', stats: null };
  let waiting = false;
  let asking = false;
  let cancelPoll = (): void => {};
  let stop: (() => void) | null = null;

  function become(change: Partial<LiveState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function note(): void {
    if (waiting) return;
    waiting = true;
    after(QUIET_MS, () => {
      waiting = false;
      for (const listener of newsListeners) listener();
      void ask();
    });
  }

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    cancelPoll();
    const answer = await client.call('stats', {});
    asking = false;
    if (answer.ok) become({ stats: answer.value });
    if (stop !== null) cancelPoll = after(POLL_MS, () => void ask());
  }

  function hear(event: OutboxEvent): void {
    switch (event.kind) {
      case 'changes':
      case 'resync':
        return note();
      case 'connection': {
        const { connection } = state;
        become({ connection: event.state });
        // What happened while nobody answered was perhaps not told.
        if (event.state === 'open' && connection !== 'open') note();
        return;
      }
      case 'progress':
        return;
    }
  }

  function begin(): void {
    if (stop !== null) return;
    stop = client.subscribe(hear);
    void ask();
  }

  function endIfUnheard(): void {
    if (listeners.size > 0 || newsListeners.size > 0) return;
    stop?.();
    stop = null;
    cancelPoll();
  }

  const listen = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener);
    begin();
    return () => {
      set.delete(listener);
      endIfUnheard();
    };
  };

  return {
    state: () => state,
    subscribe: listen(listeners),
    onNews: listen(newsListeners),
    refresh: () => void ask(),
  };
}
