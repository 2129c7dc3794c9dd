import type { Item } from '../../shared/outbox/item.ts';
import type { ItemFilter, Page, PagePosition } from './ports/item-queries.ts';
import type { StoreReader } from './ports/store-reader.ts';

/** Which items a bulk call means: named ones, or all that a filter matches. */
export type Selection = { readonly ids: readonly string[] } | { readonly filter: ItemFilter };

const CHUNK = 200;

/**
 * The ids of a selection in chunks of at most 200, oldest first, so that a bulk call never holds up the
 * others for long. Items that are added meanwhile are not part of it.
 */
export function* chunksOf(read: StoreReader, selection: Selection): Generator<readonly string[]> {
  if ('ids' in selection) {
    for (let from = 0; from < selection.ids.length; from += CHUNK) {
      yield selection.ids.slice(from, from + CHUNK);
    }
    return;
  }
  const newest = read.items({}, { after: null, limit: 1 }).rows[0]?.seq ?? 0;
  let after: PagePosition | null = null;
  do {
    const page: Page<Item> = read.items(selection.filter, { after, limit: CHUNK, sort: 'oldest' });
    yield page.rows.filter((item) => item.seq <= newest).map((item) => item.id);
    after = page.next !== null && page.next.seq < newest ? page.next : null;
  } while (after !== null);
}

/** How many items a selection means; named ones count whether or not they are there. */
export const countSelected = (read: StoreReader, selection: Selection): number =>
  'ids' in selection ? selection.ids.length : read.count(selection.filter);
