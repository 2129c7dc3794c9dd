import type { ListSort } from '../../../../shared/outbox/list-sort.ts';
import type { PagePosition } from '../../../core/ports.ts';
import { textsMatch } from '../../../core/search/matches-search.ts';
import type { SearchDocument } from '../../../core/search/search-document.ts';
import type { Connection } from '../connection.ts';
import type { Chosen } from './chosen.ts';
import { walk } from './walk.ts';

/** The words of an item; null for one that is gone. */
export type ReadDocument = (seq: number) => SearchDocument | null;

const LOOKED_AT_ONCE = 200;

/** The first places after `after` whose items have the words that are asked for. */
export function walkByText(
  connection: Connection,
  read: ReadDocument,
  chosen: Chosen,
  sort: ListSort,
  after: PagePosition | null,
  wanted: number,
): readonly PagePosition[] {
  const found: PagePosition[] = [];
  let from = after;
  for (;;) {
    const places = walk(connection, chosen, sort, from, LOOKED_AT_ONCE);
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
