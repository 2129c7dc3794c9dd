import { createMemoryStore } from '../support/memory-store.ts';
import { outboxStoreModel } from './outbox-store.model.ts';
import { outboxStoreSuite } from './outbox-store.suite.ts';

const open = () => {
  const store = createMemoryStore();
  return Promise.resolve({ store, dispose: () => store.close() });
};

outboxStoreSuite('the memory store', open);
outboxStoreModel('the memory store', open);
