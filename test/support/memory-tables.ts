import type { Act, ActStep } from '../../electron/core/ports/acts.ts';
import type { StagedBatch, StagedDraft } from '../../electron/core/ports/staged-batch.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { Change } from '../../shared/outbox/change.ts';
import type { ClosedGate, Pause } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { StoredRequest } from '../../shared/outbox/request.ts';
import type { MinuteCount } from '../../shared/outbox/throughput.ts';

/** An item with all that belongs to it; replaced as a whole, never changed in place. */
export interface ItemRecord {
  readonly item: Item;
  readonly requests: ReadonlyMap<number, StoredRequest>;
  readonly attempts: ReadonlyMap<number, AttemptRecord>;
  readonly parents: readonly { readonly id: string; readonly fills: number }[];
  readonly files: ReadonlySet<string>;
  readonly hasBodies: boolean;
}

export interface AttemptRecord {
  readonly attempt: Attempt;
  readonly inline: Uint8Array | null;
}

/** An item that is set aside, and the changes of its timeline. */
export interface AsideRecord {
  readonly record: ItemRecord;
  readonly changes: readonly Change[];
}

/** Maps that remember how to undo every write since the last `forget`. */
export class MemoryTables {
  private readonly undo: (() => void)[] = [];
  readonly items = this.journaled<string, ItemRecord>();
  readonly gates = this.journaled<string, ClosedGate>();
  readonly pauses = this.journaled<string, Pause>();
  readonly accounts = this.journaled<string, Account>();
  /** By the beginning of the minute. */
  readonly minutes = this.journaled<number, MinuteCount>();
  readonly batches = this.journaled<string, StagedBatch>();
  /** By `batch/position`. */
  readonly staged = this.journaled<string, StagedDraft & { readonly batch: string }>();
  readonly acts = this.journaled<string, Act>();
  /** By `token/position`. */
  readonly actSteps = this.journaled<string, ActStep & { readonly token: string }>();
  readonly aside = this.journaled<string, AsideRecord>();
  private readonly changes = this.journaled<number, Change>();
  private readonly numbers = this.journaled<'seq' | 'cursor' | 'floor' | 'tombstones', number>();
  private readonly streams = new Map<string, number>();

  /** A position to which `rollback` returns. */
  mark(): number {
    return this.undo.length;
  }

  rollback(mark: number): void {
    while (this.undo.length > mark) this.undo.pop()?.();
  }

  forget(): void {
    this.undo.length = 0;
  }

  record(id: string): ItemRecord {
    const record = this.items.get(id);
    if (record === undefined) throw new Error(`no item ${id}`);
    return record;
  }

  nextSeq(): number {
    return this.next('seq');
  }

  streamOf(item: Item): number {
    const key = JSON.stringify([item.origin, item.account, item.subject]);
    const stream = this.streams.get(key) ?? this.streams.size + 1;
    this.streams.set(key, stream);
    return stream;
  }

  feedFloor(): number {
    return this.numbers.get('floor') ?? 0;
  }

  lastCursor(): number {
    return this.numbers.get('cursor') ?? 0;
  }

  addChange(change: Omit<Change, 'cursor'>): void {
    const cursor = this.next('cursor');
    this.changes.set(cursor, { cursor, ...change });
    if (change.state === null) this.numbers.set('tombstones', this.tombstones() + 1);
  }

  /** A tombstone says all that a follower needs to know about a removed item. */
  dropChangesOf(id: string): void {
    for (const change of this.changes.values()) {
      if (change.itemId === id && change.state !== null) this.changes.delete(change.cursor);
    }
  }

  changesOf(id: string): readonly Change[] {
    return this.allChanges().filter((change) => change.itemId === id && change.state !== null);
  }

  putBackChanges(changes: readonly Change[]): void {
    for (const change of changes) this.changes.set(change.cursor, change);
  }

  pruneTombstones(keep: number): void {
    if (this.tombstones() <= keep) return;
    for (const change of this.changes.values()) {
      if (change.state !== null) continue;
      this.changes.delete(change.cursor);
      this.numbers.set('tombstones', this.tombstones() - 1);
      this.numbers.set('floor', change.cursor);
      return;
    }
  }

  /** Oldest first. */
  allChanges(): readonly Change[] {
    return [...this.changes.values()].toSorted((a, b) => a.cursor - b.cursor);
  }

  private tombstones(): number {
    return this.numbers.get('tombstones') ?? 0;
  }

  private next(name: 'seq' | 'cursor'): number {
    const value = (this.numbers.get(name) ?? 0) + 1;
    this.numbers.set(name, value);
    return value;
  }

  private journaled<K, V>(): JournaledMap<K, V> {
    return new JournaledMap<K, V>(this.undo);
  }
}

class JournaledMap<K, V> extends Map<K, V> {
  private readonly undo: (() => void)[];

  constructor(undo: (() => void)[]) {
    super();
    this.undo = undo;
  }

  override set(key: K, value: V): this {
    this.remember(key);
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    this.remember(key);
    return super.delete(key);
  }

  private remember(key: K): void {
    const before = super.get(key);
    const had = super.has(key);
    this.undo.push(() => (had ? super.set(key, before as V) : super.delete(key)));
  }
}
