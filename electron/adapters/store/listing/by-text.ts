import type { ListSort } from '../../../../shared/outbox/list-sort.ts';
import type { PagePosition } from '../../../core/ports/item-queries.ts';
import { textsMatch } from '../../../core/search/matches-search.ts';
import type { SearchDocument } from '../../../core/search/search-document.ts';
import type { Connection } from '../connection.ts';
import type { Chosen } from './chosen.ts';
import { type Condition, condition } from './condition.ts';
import { matchQuery } from './match-query.ts';
import { facts, fewBy, type PartitionsOf, partitionsOf } from './partitions.ts';
import { countIn, merged, walk } from './walk.ts';

/** The words of an item; null for one that is gone. */
export type ReadDocument = (seq: number) => SearchDocument | null;

/** Places, not texts: for each portion the changes are gone through again. */
const LOOKED_AT_ONCE = 10_000;

/**
 * The first places after `after` whose items have the words that are asked for: those that the index knows, and
 * those that changed since it was brought up to date, which are looked at one by one.
 */
export function walkByText(
  connection: Connection,
  read: ReadDocument,
  chosen: Chosen,
  sort: ListSort,
  after: PagePosition | null,
  wanted: number,
): readonly PagePosition[] {
  const behind = behindOf(connection);
  const known = walk(connection, chosen, sort, after, wanted, indexed(chosen, behind));
  if (behind === null) return known;
  const others = walkUnindexed(connection, read, chosen, sort, after, wanted, behind);
  return merged([...known, ...others], sort, wanted);
}

export function countByText(connection: Connection, read: ReadDocument, chosen: Chosen): number {
  const behind = behindOf(connection);
  const known = countIn(connection, indexed(chosen, behind)(chosen, 'newest'));
  if (behind === null) return known;
  const all = Number.MAX_SAFE_INTEGER;
  return known + walkUnindexed(connection, read, chosen, 'newest', null, all, behind).length;
}

/** The cursor up to which the index has followed; null when nothing happened since. */
function behindOf(connection: Connection): number | null {
  const { n } = connection.get('searchCursor') as { readonly n: number };
  return connection.all('unsearched', n, 1).length === 0 ? null : n;
}

const changedSince = (cursor: number, is: 'IN' | 'NOT IN'): Condition =>
  condition(`item.seq ${is} (SELECT item FROM change WHERE cursor > ?)`, cursor);

/** What the index says of the items that have not changed since. */
function indexed({ texts }: Chosen, behind: number | null): PartitionsOf {
  const { found, leftOut } = matchQuery(texts);
  const fresh = behind === null ? [] : [changedSince(behind, 'NOT IN')];
  if (found === null) {
    const without = condition(
      'item.seq NOT IN (SELECT rowid FROM item_search WHERE item_search MATCH ?)',
      leftOut ?? '',
    );
    return (chosen, sort) =>
      partitionsOf({ ...chosen, conditions: [...chosen.conditions, without, ...fresh] }, sort);
  }
  const query = leftOut === null ? found : `(${found}) NOT (${leftOut})`;
  return (chosen) => [
    {
      from: 'item_search CROSS JOIN item ON item.seq = item_search.rowid',
      seq: 'item_search.rowid',
      conditions: [condition('item_search MATCH ?', query), ...ofRow(chosen), ...fresh],
    },
  ];
}

function walkUnindexed(
  connection: Connection,
  read: ReadDocument,
  chosen: Chosen,
  sort: ListSort,
  after: PagePosition | null,
  wanted: number,
  behind: number,
): readonly PagePosition[] {
  // By the number of each row that changed, and not by an index of all rows.
  const source: PartitionsOf = (narrowed) => [
    { from: 'item NOT INDEXED', conditions: [changedSince(behind, 'IN'), ...ofRow(narrowed)] },
  ];
  const found: PagePosition[] = [];
  let from = after;
  for (;;) {
    const places = walk(connection, chosen, sort, from, LOOKED_AT_ONCE, source);
    for (const place of places) {
      const document = read(place.seq);
      if (document !== null && textsMatch(chosen.texts, document)) found.push(place);
      if (found.length === wanted) return found;
    }
    const last = places.at(-1);
    if (last === undefined || places.length < LOOKED_AT_ONCE) return found;
    from = last;
  }
}

/** All but the texts, asked of each row. */
const ofRow = (chosen: Chosen): readonly Condition[] => [
  ...(fewBy(chosen)?.conditions ?? []),
  ...facts(chosen),
  ...chosen.conditions,
];
