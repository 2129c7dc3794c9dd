import type { ListSort } from '../../../../shared/outbox/list-sort.ts';
import type { PagePosition } from '../../../core/ports/item-queries.ts';
import type { Connection } from '../connection.ts';
import { type Chosen, PRIORITIES } from './chosen.ts';
import { type Condition, condition } from './condition.ts';
import { type Partition, type PartitionsOf, partitionsOf } from './partitions.ts';

/** The places after `after` of what was chosen, in the order of the sort; texts are not looked at. */
export function walk(
  connection: Connection,
  chosen: Chosen,
  sort: ListSort,
  after: PagePosition | null,
  wanted: number,
  source: PartitionsOf = partitionsOf,
): readonly PagePosition[] {
  if (sort === 'priority') return walkPriorities(connection, chosen, after, wanted, source);
  return headsOf(connection, source(chosen, sort), sort, after, wanted);
}

/** Where the first rows of each partition stand, merged. */
function headsOf(
  connection: Connection,
  partitions: readonly Partition[],
  sort: Exclude<ListSort, 'priority'>,
  after: PagePosition | null,
  wanted: number,
): readonly PagePosition[] {
  const found = partitions.flatMap((partition) => head(connection, partition, sort, after, wanted));
  return merged(found, sort, wanted);
}

/** One priority after the other, each from its oldest item on. */
function walkPriorities(
  connection: Connection,
  chosen: Chosen,
  after: PagePosition | null,
  wanted: number,
  source: PartitionsOf,
): readonly PagePosition[] {
  const found: PagePosition[] = [];
  for (const priority of (chosen.priorities ?? PRIORITIES).toSorted((a, b) => b - a)) {
    if (found.length >= wanted) break;
    if (after !== null && priority > after.rank) continue;
    const from = after?.rank === priority ? after : null;
    const partitions = source({ ...chosen, priorities: [priority] }, 'priority');
    const rows = headsOf(connection, partitions, 'oldest', from, wanted - found.length);
    found.push(...rows.map(({ seq }) => ({ rank: priority, seq })));
  }
  return found;
}

interface Order {
  readonly rank: string;
  readonly by: (seq: string) => string;
  readonly beyond: (seq: string, after: PagePosition) => Condition;
}

const ORDERS: Readonly<Record<Exclude<ListSort, 'priority'>, Order>> = {
  newest: {
    rank: '0',
    by: (column) => `${column} DESC`,
    beyond: (column, { seq }) => condition(`${column} < ?`, seq),
  },
  oldest: {
    rank: '0',
    by: (column) => column,
    beyond: (column, { seq }) => condition(`${column} > ?`, seq),
  },
  size: {
    rank: 'item.body_bytes',
    by: (column) => `item.body_bytes DESC, ${column} DESC`,
    beyond: (column, { rank, seq }) =>
      condition(`(item.body_bytes, ${column}) < (?, ?)`, rank, seq),
  },
};

function head(
  connection: Connection,
  { from, seq = 'item.seq', conditions }: Partition,
  sort: Exclude<ListSort, 'priority'>,
  after: PagePosition | null,
  wanted: number,
): readonly PagePosition[] {
  const { rank, by, beyond } = ORDERS[sort];
  const all = after === null ? conditions : [...conditions, beyond(seq, after)];
  const sql = `SELECT item.seq AS seq, ${rank} AS rank FROM ${from}${where(all)}
    ORDER BY ${by(seq)} LIMIT ?`;
  return connection.ask(sql, ...argsOf(all), wanted) as PagePosition[];
}

/** How many rows the partitions have. */
export function countIn(connection: Connection, partitions: readonly Partition[]): number {
  return partitions.reduce((sum, { from, conditions }) => {
    const sql = `SELECT count(*) AS n FROM ${from}${where(conditions)}`;
    const [row] = connection.ask(sql, ...argsOf(conditions)) as { readonly n: number }[];
    return sum + (row?.n ?? 0);
  }, 0);
}

const where = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;

const argsOf = (conditions: readonly Condition[]) => conditions.flatMap(({ args }) => args);

/** In the order of the sort, the first `wanted`. */
export const merged = (
  found: readonly PagePosition[],
  sort: ListSort,
  wanted: number,
): readonly PagePosition[] => found.toSorted((a, b) => compare(sort, a, b)).slice(0, wanted);

function compare(sort: ListSort, a: PagePosition, b: PagePosition): number {
  switch (sort) {
    case 'newest':
      return b.seq - a.seq;
    case 'oldest':
      return a.seq - b.seq;
    case 'priority':
      return b.rank - a.rank || a.seq - b.seq;
    case 'size':
      return b.rank - a.rank || b.seq - a.seq;
  }
}
