import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { useLive, useLiveStore } from '../live/use-live.ts';
import { useQueueVersion } from '../live/use-queue-version.ts';
import { allOf, type ListView, tabCount } from './list-query.ts';
import { createListStore, type ListState, type ListStore } from './list-store.ts';

export interface QueueList {
  readonly store: ListStore;
  readonly state: ListState;
  /** How many items the view has in all; null while nobody has said. */
  readonly total: number | null;
}

/** The list of a view, read again whenever something happened. */
export function useQueueList(view: ListView): QueueList {
  const client = useClient();
  const live = useLiveStore();
  const { stats } = useLive();
  const [store] = useState(() => createListStore(client, view));
  const state = useSyncExternalStore(store.subscribe, store.state);
  useEffect(() => store.open(view), [store, view]);
  useEffect(() => live.onNews(store.refresh), [live, store]);

  const narrowed = view.search !== '' || view.group !== null;
  const version = useQueueVersion();
  const counted = useCall('count', narrowed ? { items: allOf(view) } : null, version);
  const total = narrowed
    ? (counted.value?.count ?? null)
    : stats === null
      ? null
      : tabCount(stats.counts, view.tab);
  return { store, state, total };
}
