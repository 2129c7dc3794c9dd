import {
  type OpenedStore,
  openSqliteStore,
  type StoreOptions,
} from '../../electron/adapters/store/open-sqlite-store.ts';

export const testClock = { now: () => 1_700_000_000_000, monotonic: () => 0 };

/** The SQLite store of that folder; throws when it cannot be opened. */
export function openTestStore(options: Pick<StoreOptions, 'folder' | 'onFailure'>): OpenedStore {
  const opened = openSqliteStore({ clock: testClock, ...options });
  if (!opened.ok) throw new Error(`${opened.error.code} ${JSON.stringify(opened.error.params)}`);
  return opened.value;
}
