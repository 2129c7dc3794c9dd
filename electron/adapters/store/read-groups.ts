import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import { failureOf } from '../../core/failures/failure-key.ts';
import type { Connection } from './connection.ts';

interface GroupRow {
  readonly key: string;
  readonly count: number;
  readonly newest: number;
  readonly since: number;
}

/** One pass over an index that holds parked items only; rows are looked up for the newest of each group shown. */
export function readGroups(connection: Connection, limit: number): readonly FailureGroup[] {
  const rows = connection.all('failureGroups') as GroupRow[];
  return rows
    .toSorted((a, b) => b.count - a.count || b.newest - a.newest)
    .slice(0, limit)
    .flatMap(({ key, count, newest, since }): readonly FailureGroup[] => {
      const failure = failureOf(key);
      if (failure === null) return [];
      const { id } = connection.get('idOf', newest) as { readonly id: string };
      return [{ key, ...failure, count, newest: id, oldestSince: since }];
    });
}
