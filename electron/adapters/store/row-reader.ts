import type { Item, ItemState } from '../../../shared/outbox/item.ts';
import type { Connection } from './connection.ts';
import type { ItemRow } from './rows/item-columns.ts';
import { readItem } from './rows/read-item.ts';
import { parseStored } from './rows/stored-json.ts';
import type { StatementName } from './statements.ts';

/** Told about every row that could not be understood. */
export type OnDamaged = (row: ItemRow, damage: readonly string[]) => void;

/** What statements answer, as items and numbers. */
export abstract class RowReader {
  protected readonly connection: Connection;
  private readonly onDamaged: OnDamaged;

  constructor(connection: Connection, onDamaged: OnDamaged) {
    this.connection = connection;
    this.onDamaged = onDamaged;
  }

  protected one(name: StatementName, ...args: readonly unknown[]): Item | null {
    const row = this.connection.get(name, ...args);
    return row === undefined ? null : this.read(row as ItemRow);
  }

  protected many(name: StatementName, ...args: readonly unknown[]): readonly Item[] {
    return (this.connection.all(name, ...args) as ItemRow[]).map((row) => this.read(row));
  }

  /** Damaged rows read as `attention`; nothing is decided on them. */
  protected healthy(
    state: ItemState,
    name: StatementName,
    ...args: readonly unknown[]
  ): readonly Item[] {
    return this.many(name, ...args).filter((item) => item.state === state);
  }

  protected read(row: ItemRow): Item {
    const { item, damage } = readItem(row);
    if (damage.length > 0) this.onDamaged(row, damage);
    return item;
  }

  protected number(name: StatementName, ...args: readonly unknown[]): number {
    return this.numberOrNull(name, ...args) ?? 0;
  }

  protected numberOrNull(name: StatementName, ...args: readonly unknown[]): number | null {
    const row = this.connection.get(name, ...args) as
      | Readonly<Record<string, number | null>>
      | undefined;
    return row === undefined ? null : (Object.values(row)[0] ?? null);
  }

  /** A damaged gate or account is left out: the first closes again by itself, the second is asked for. */
  protected stored<T>(
    name: 'gates' | 'accounts',
    schema: Parameters<typeof parseStored<T>>[0],
  ): readonly T[] {
    const rows = this.connection.all(name) as Readonly<Record<string, unknown>>[];
    return rows.flatMap((row) => parseStored(schema, Object.values(row)[0]) ?? []);
  }

  protected seqOf(id: string): number | null {
    const row = this.connection.get('seqOf', id);
    return row === undefined ? null : (row as { readonly seq: number }).seq;
  }
}
