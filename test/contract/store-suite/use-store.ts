import { afterEach, beforeEach } from 'vitest';
import type { OutboxStore } from '../../../electron/core/ports/outbox-store.ts';
import type { Expected, NewItem, StoreWriter } from '../../../electron/core/ports/store-writer.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Item, StateFields } from '../../../shared/outbox/item.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import { inState, newItem, request } from '../../support/item-fixtures.ts';

export interface OpenedForTest {
  readonly store: OutboxStore;
  readonly dispose: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedForTest>;

/** A fresh store for each test, and short ways to fill it. */
export function useStore(open: OpenStore) {
  let opened: OpenedForTest | null = null;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened?.dispose());

  const present = (): OutboxStore => {
    if (opened === null) throw new Error('only within a test');
    return opened.store;
  };
  const store: OutboxStore = {
    get read() {
      return present().read;
    },
    write: (operation) => present().write(operation),
    onCommit: (listener) => present().onCommit(listener),
    indexForSearch: (limit) => present().indexForSearch(limit),
    close: () => present().close(),
  };

  async function writing<T>(operation: (tx: StoreWriter) => T): Promise<T> {
    const result = await store.write((tx) => ok(operation(tx)));
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  }

  const add = (
    item: Partial<NewItem> & { readonly id: string },
    body: StoredRequest = request(),
    parents: readonly string[] = [],
  ): Promise<Item> => writing((tx) => tx.insert(newItem(item), body, parents, 1_000));

  const move = (item: Item, to: StateFields, at = 4_000): Promise<Item> => {
    const next = inState(item, to);
    return writing((tx) => {
      if (!tx.save(next, expected(item), 'attemptEnded', at)) throw new Error('not saved');
      return next;
    });
  };

  return { store, writing, add, move };
}

export const expected = (item: Item): Expected => ({ state: item.state, revision: item.revision });

export const ids = (items: readonly { readonly id: string }[]): readonly string[] =>
  items.map((item) => item.id);
