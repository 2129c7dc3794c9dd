import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { StoreFailure } from '../../core/ports/outbox-store.ts';
import type { StoreWriter } from '../../core/ports/store-writer.ts';
import type { Connection } from './connection.ts';
import { failureOf, isDamage, spoilsConnection, storeFailure } from './failures.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

/** Operations in one transaction at most: more would block the event loop for longer than a frame. */
const GROUP_SIZE = 100;

interface Pending {
  /** Runs the operation; true when what it wrote shall stay. Answers nothing yet. */
  run(): boolean;
  /** It cannot be kept for that reason, though the rest of its group may. */
  refuse(error: unknown): void;
  /** Answers the caller. `failure` is what kept the group from being stored. */
  settle(failure: StoreFailure | null): void;
}

/**
 * Collects the operations of one tick into one transaction, so that many of them share one fsync. An
 * operation that waits for the one before costs it no more than a turn of the event loop.
 */
export class GroupedWrites {
  private readonly connection: Connection;
  private readonly writer: SqliteWriter;
  private readonly onFailure: (failure: StoreFailure) => void;
  private readonly listeners = new Set<() => void>();
  private pending: Pending[] = [];
  private scheduled = false;
  private closed = false;

  constructor(
    connection: Connection,
    writer: SqliteWriter,
    onFailure: (failure: StoreFailure) => void,
  ) {
    this.connection = connection;
    this.writer = writer;
    this.onFailure = onFailure;
  }

  write<T, E>(operation: (tx: StoreWriter) => Result<T, E>): Promise<Result<T, E | StoreFailure>> {
    if (this.closed) return Promise.resolve(err(storeFailure('PROFILE_UNUSABLE', 'closed')));
    return new Promise((resolve, reject) => {
      let answer: (failure: StoreFailure | null) => void = (failure) =>
        failure === null ? reject(new Error('it never ran')) : resolve(err(failure));
      this.pending.push({
        run: () => {
          const result = operation(this.writer);
          answer = (failure) => resolve(failure === null ? result : err(failure));
          return result.ok;
        },
        refuse: (error) => {
          const failure = failureOf(error);
          answer = () => (failure === null ? reject(error) : resolve(err(failure)));
        },
        settle: (failure) => answer(failure),
      });
      this.schedule();
    });
  }

  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Runs what nobody waits for, and nobody is told of, in a transaction of its own. */
  alone<T>(work: () => T): Result<T, StoreFailure> {
    if (this.closed) return err(storeFailure('PROFILE_UNUSABLE', 'closed'));
    try {
      this.connection.run('begin');
      const value = work();
      this.connection.run('commit');
      return ok(value);
    } catch (error) {
      const failure = this.giveUp(error);
      if (failure === null) throw error;
      return err(failure);
    }
  }

  /** Commits what is pending; later operations are refused. */
  close(): void {
    this.closed = true;
    while (this.pending.length > 0) this.commitGroup();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      // Who closed meanwhile has committed them all.
      if (this.pending.length === 0) return;
      this.commitGroup();
      if (this.pending.length > 0) this.schedule();
    });
  }

  private commitGroup(): void {
    const group = this.pending.splice(0, GROUP_SIZE);
    const taken: Pending[] = [];
    let failure: StoreFailure | null = null;
    let stored = false;
    this.writer.forget(0);
    try {
      this.connection.run('begin');
      for (const one of group) {
        taken.push(one);
        this.runInSavepoint(one);
      }
      this.connection.run('commit');
      stored = this.writer.written > 0;
    } catch (error) {
      failure = this.giveUp(error);
      if (failure === null) for (const one of group) one.refuse(error);
      // Those whose turn had not come lose nothing by a second try, in a transaction of their own.
      if (taken.length > 0) this.pending.unshift(...group.slice(taken.length));
      else taken.push(...group);
    }
    for (const one of taken) one.settle(failure);
    if (stored) for (const listener of this.listeners) listener();
  }

  /** Throws only what concerns the whole group. */
  private runInSavepoint(one: Pending): void {
    const before = this.writer.written;
    let keep = false;
    this.connection.run('savepoint');
    try {
      keep = one.run();
      if (keep) this.writer.keep();
    } catch (error) {
      keep = false;
      // SQLite ends a whole transaction by itself when it cannot undo a statement alone.
      const lost = !this.connection.inTransaction;
      if (lost || spoilsConnection(error) || isDamage(error)) throw error;
      one.refuse(error);
    }
    if (!keep) {
      this.connection.run('rollbackTo');
      this.writer.forget(before);
    }
    this.connection.run('release');
  }

  private giveUp(error: unknown): StoreFailure | null {
    const failure = failureOf(error);
    if (this.connection.inTransaction) this.rollBack();
    if (spoilsConnection(error)) this.connection.discard();
    if (failure !== null) this.onFailure(failure);
    return failure;
  }

  private rollBack(): void {
    try {
      this.connection.run('rollback');
    } catch {
      // Closing the connection undoes it as well.
      this.connection.discard();
    }
  }
}
