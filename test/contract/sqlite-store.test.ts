import { createMemoryStore } from '../support/memory-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { openTestStore } from '../support/temp-store.ts';
import { outboxStoreModel, sameAnswers } from './outbox-store.model.ts';
import { outboxStoreSuite } from './outbox-store.suite.ts';
import { sameSearches } from './random-searches.ts';

const open = () => {
  const { store } = openTestStore({ folder: tempFolder() });
  return Promise.resolve({ store, dispose: () => store.close() });
};

outboxStoreSuite('the SQLite store', open);
outboxStoreModel('the SQLite store', open);

const openMemory = () => {
  const store = createMemoryStore();
  return Promise.resolve({ store, dispose: () => store.close() });
};

sameAnswers('the SQLite store and the memory store', open, openMemory);
sameSearches('the SQLite store and the memory store', open, openMemory);
