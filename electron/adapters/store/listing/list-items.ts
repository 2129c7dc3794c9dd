import type { Item } from '../../../../shared/outbox/item.ts';
import type { ItemFilter, Page, PageRequest } from '../../../core/ports/item-queries.ts';
import type { Connection } from '../connection.ts';
import type { ItemRow } from '../rows/item-columns.ts';
import { countByText, type ReadDocument, walkByText } from './by-text.ts';
import { chosenBy } from './chosen.ts';
import { partitionsOf } from './partitions.ts';
import { countIn, walk } from './walk.ts';

export interface ReadRows {
  readonly item: (row: ItemRow) => Item;
  readonly document: ReadDocument;
}

/** A page of items by keyset. Rows are read only for the page itself. */
export function listItems(
  connection: Connection,
  read: ReadRows,
  filter: ItemFilter,
  { after, limit, sort = 'newest' }: PageRequest,
): Page<Item> {
  const chosen = chosenBy(connection, filter);
  const places =
    chosen.texts.length === 0
      ? walk(connection, chosen, sort, after, limit + 1)
      : walkByText(connection, read.document, chosen, sort, after, limit + 1);
  const shown = places.slice(0, limit);
  const rows = shown.map(({ seq }) => read.item(connection.get('itemBySeq', seq) as ItemRow));
  return { rows, next: places.length > limit ? (shown.at(-1) ?? null) : null };
}

/** How many items a filter matches, by ranges of an index alone wherever one has what is asked for. */
export function countItems(connection: Connection, read: ReadRows, filter: ItemFilter): number {
  const chosen = chosenBy(connection, filter);
  return chosen.texts.length === 0
    ? countIn(connection, partitionsOf(chosen, 'newest'))
    : countByText(connection, read.document, chosen);
}
