import { ITEM_STATES, type Item } from '../../../shared/outbox/item.ts';
import type { ItemFilter, Page, PageRequest } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import type { ItemRow } from './rows/item-columns.ts';
import type { StatementName } from './statements.ts';

type ReadRow = (row: ItemRow) => Item;

const PRIORITIES = [1, 2, 3, 4] as const;

/**
 * A page of items by keyset. A filter is split into partitions that each are one range of an index (state
 * and priority, within a stream where an origin or account is asked for); their heads are merged, so a page
 * costs the same at any depth of the queue, and rows are read only for the page itself.
 */
export function listItems(
  connection: Connection,
  read: ReadRow,
  filter: ItemFilter,
  page: PageRequest,
): Page<Item> {
  const oldestFirst = page.oldestFirst ?? false;
  const from = page.after ?? (oldestFirst ? 0 : Number.MAX_SAFE_INTEGER);
  const wanted = page.limit + 1;
  const walk = walkFor(filter);
  const rows =
    walk === null
      ? seqsOf(connection, filter, oldestFirst, from, wanted).map(
          (seq) => connection.get('itemBySeq', seq) as ItemRow,
        )
      : rowsOf(connection, filter, walk, oldestFirst, from, wanted);
  const items = rows.slice(0, page.limit).map(read);
  return { rows: items, next: rows.length > page.limit ? (items.at(-1)?.seq ?? null) : null };
}

/** How many items a filter matches, by ranges of an index alone; only of a `ref`, or part of a group, rows are read. */
export function countItems(connection: Connection, filter: ItemFilter): number {
  const walk = walkFor(filter);
  if (walk !== null) {
    const { group, ...others } = filter;
    if (group !== undefined && Object.keys(others).length === 0)
      return one(connection.get('countGroup', group));
    const all = Number.MAX_SAFE_INTEGER;
    return rowsOf(connection, filter, walk, true, 0, all).length;
  }
  const streams = streamsOf(connection, filter);
  let count = 0;
  for (const state of new Set(filter.states ?? ITEM_STATES)) {
    for (const priority of filter.priority === undefined ? PRIORITIES : [filter.priority]) {
      if (streams === null) count += one(connection.get('countListed', state, priority));
      for (const stream of streams ?? [])
        count += one(connection.get('countListedOfStream', stream, state, priority));
    }
  }
  return count;
}

const one = (row: unknown): number => (row as { readonly n: number }).n;

function seqsOf(
  connection: Connection,
  filter: ItemFilter,
  oldestFirst: boolean,
  from: number,
  wanted: number,
): readonly number[] {
  const streams = streamsOf(connection, filter);
  if (streams === null && filter.states === undefined && filter.priority === undefined) {
    return seqs(connection.all(oldestFirst ? 'listOldest' : 'listNewest', from, wanted));
  }
  const ofStream = oldestFirst ? 'listStreamOldest' : 'listStreamNewest';
  const ofState = oldestFirst ? 'listStateOldest' : 'listStateNewest';
  const found: number[] = [];
  for (const state of new Set(filter.states ?? ITEM_STATES)) {
    for (const priority of filter.priority === undefined ? PRIORITIES : [filter.priority]) {
      if (streams === null)
        found.push(...seqs(connection.all(ofState, state, priority, from, wanted)));
      for (const stream of streams ?? [])
        found.push(...seqs(connection.all(ofStream, stream, state, priority, from, wanted)));
    }
  }
  return found.toSorted((a, b) => (oldestFirst ? a - b : b - a)).slice(0, wanted);
}

/** The streams that a filter is about; null when it names neither origin nor account. */
function streamsOf(connection: Connection, filter: ItemFilter): readonly number[] | null {
  const { origin, account } = filter;
  if (origin !== undefined) {
    const rows = connection.all('streamsOfOrigin', origin) as {
      id: number;
      account: string | null;
    }[];
    return rows
      .filter((row) => account === undefined || row.account === account)
      .map((row) => row.id);
  }
  if (account === undefined) return null;
  return (connection.all('streamsOfAccount', account) as { id: number }[]).map((row) => row.id);
}

/** Rows that are walked in order, with the rest of the filter asked of each. */
interface Walk {
  readonly key: string;
  readonly newest: StatementName;
  readonly oldest: StatementName;
}

/** Few items share a ref, and those of a group are mostly wanted all. */
function walkFor({ ref, group }: ItemFilter): Walk | null {
  if (ref !== undefined) return { key: ref, newest: 'listRefNewest', oldest: 'listRefOldest' };
  if (group === undefined) return null;
  return { key: group, newest: 'listGroupNewest', oldest: 'listGroupOldest' };
}

function rowsOf(
  connection: Connection,
  filter: ItemFilter,
  walk: Walk,
  oldestFirst: boolean,
  from: number,
  wanted: number,
): readonly ItemRow[] {
  const found: ItemRow[] = [];
  for (let last = from; found.length < wanted; ) {
    const rows = connection.all(
      oldestFirst ? walk.oldest : walk.newest,
      walk.key,
      last,
      wanted,
    ) as ItemRow[];
    found.push(...rows.filter((row) => fits(row, filter)));
    const end = rows.at(-1);
    if (end === undefined || rows.length < wanted) break;
    last = end.seq as number;
  }
  return found.slice(0, wanted);
}

const fits = (row: ItemRow, filter: ItemFilter): boolean =>
  (filter.states === undefined || filter.states.some((state) => state === row.state)) &&
  (filter.origin === undefined || filter.origin === row.origin) &&
  (filter.account === undefined || filter.account === row.account) &&
  (filter.priority === undefined || filter.priority === row.priority) &&
  (filter.group === undefined || filter.group === row.failure);

const seqs = (rows: unknown[]): number[] =>
  (rows as { readonly seq: number }[]).map((row) => row.seq);
