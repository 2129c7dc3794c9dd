import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LiveState, LiveStore } from './live-store.ts';

export const LiveContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (store === null) throw new Error('no live store around this component');
  return store;
}

/** What the outbox last said of itself. */
export function useLive(): LiveState {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, store.state);
}
