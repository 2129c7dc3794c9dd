import { ok } from '../../../shared/lang/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { OutboxStore, StoreFailure } from '../../core/ports/outbox-store.ts';
import type { Connection } from './connection.ts';
import { GroupedWrites } from './grouped-writes.ts';
import type { OnDamaged } from './row-reader.ts';
import type { ItemRow } from './rows/item-columns.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** The port over an open connection. */
export function createSqliteStore(
  connection: Connection,
  clock: Clock,
  onFailure: (failure: StoreFailure) => void,
): OutboxStore {
  const seen = new Set<unknown>();
  const onDamaged: OnDamaged = (row, damage) => {
    if (seen.has(row.seq) || isParked(row)) return;
    seen.add(row.seq);
    const parking = writes.write(() => {
      writer.park(row, damage, clock.now());
      return ok(null);
    });
    // A row too damaged to be moved is read as `attention` all the same, and never claimed.
    parking.catch(() => undefined);
  };
  const writer = new SqliteWriter(connection, onDamaged);
  const writes = new GroupedWrites(connection, writer, onFailure);

  return {
    read: new SqliteReader(connection, onDamaged),
    write: (operation) => writes.write(operation),
    onCommit: (listener) => writes.onCommit(listener),
    indexForSearch: (limit) => writes.alone(() => writer.indexForSearch(limit)),
    close() {
      writes.close();
      connection.truncateLog();
      connection.discard();
      return Promise.resolve();
    },
  };
}

const isParked = (row: ItemRow): boolean =>
  row.state === 'attention' &&
  typeof row.reason === 'string' &&
  row.reason.includes('"DAMAGED_RECORD"');
