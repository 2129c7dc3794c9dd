import type { OutboxStore, StoreFailure } from '../../electron/core/ports/outbox-store.ts';
import type { StoreWriter } from '../../electron/core/ports/store-writer.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { MemoryReader } from './memory-reader.ts';
import { MemoryTables } from './memory-tables.ts';
import { MemoryWriter } from './memory-writer.ts';

export interface MemoryStore extends OutboxStore {
  /** The next commit fails like a full disk would make it fail. */
  failNextCommit(failure: StoreFailure): void;
}

interface Pending {
  run(): void;
  settle(failure: StoreFailure | null): void;
}

/**
 * The store's port without a disk, for tests of what uses it. Every question is answered by a look at all
 * rows, so that it is easy to see that the answer is right; the conformance suite holds both stores to it.
 */
export function createMemoryStore(): MemoryStore {
  const tables = new MemoryTables();
  const writer = new MemoryWriter(tables);
  const listeners = new Set<() => void>();
  let pending: Pending[] = [];
  let failure: StoreFailure | null = null;
  let closed = false;

  const flush = (): void => {
    const group = pending;
    pending = [];
    const before = tables.mark();
    for (const one of group) one.run();
    const failed = failure;
    failure = null;
    if (failed !== null) tables.rollback(before);
    const changed = tables.mark() > before;
    tables.forget();
    for (const one of group) one.settle(failed);
    if (changed) for (const listener of listeners) listener();
  };

  return {
    read: new MemoryReader(tables),
    write<T, E>(
      operation: (tx: StoreWriter) => Result<T, E>,
    ): Promise<Result<T, E | StoreFailure>> {
      if (closed) return Promise.resolve(err(closedFailure));
      return new Promise((resolve, reject) => {
        let answer: (failed: StoreFailure | null) => void = () => {
          throw new Error('settled before it ran');
        };
        pending.push({
          run() {
            const before = tables.mark();
            try {
              const result = operation(writer);
              if (!result.ok) tables.rollback(before);
              answer = (failed) => resolve(failed === null ? result : err(failed));
            } catch (error) {
              tables.rollback(before);
              answer = () => reject(error instanceof Error ? error : new Error(String(error)));
            }
          },
          settle: (failed) => answer(failed),
        });
        if (pending.length === 1) setImmediate(flush);
      });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    indexForSearch: () => ok(0),
    close() {
      closed = true;
      if (pending.length > 0) flush();
      return Promise.resolve();
    },
    failNextCommit(next) {
      failure = next;
    },
  };
}

const closedFailure: StoreFailure = { code: 'PROFILE_UNUSABLE', params: { detail: 'closed' } };
