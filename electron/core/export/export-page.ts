import type { ExportPage } from '../../../shared/contracts/export-calls.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Selection } from '../select-items.ts';
import { type ExportDeps, type ExportWish, frameOf, piecesOf } from './text-of-item.ts';

/** Where an export goes on. */
export interface ExportPosition {
  /** Whether anything stands behind the head already. */
  readonly written: boolean;
  /** The newest item when the export began, by `seq`: later ones are not part of it. */
  readonly newest: number;
  /** `seq` of the last item that was looked at; of named ones, how many were. */
  readonly at: number;
}

/** Items looked at for one page at most. */
const MOST_ITEMS = 200;

/** Characters after which a page ends with the item that reached them: memory does not grow with bodies either. */
const ENOUGH_TEXT = 1024 * 1024;

/**
 * The items after `position` in a format, as far as they fit on a page, oldest first or as they were named. The head
 * stands on the first page and the tail on the last, so all texts one after another are the file. An item that was
 * removed meanwhile is left out.
 */
export async function exportPage(
  deps: ExportDeps,
  selection: Selection,
  wish: ExportWish,
  position: ExportPosition | null,
): Promise<Omit<ExportPage, 'next'> & { readonly next: ExportPosition | null }> {
  const { head, tail, between } = frameOf(wish.format, deps.version);
  const from = position ?? { written: false, newest: newestSeq(deps), at: 0 };
  const slice = sliceOf(deps, selection, from);
  let { written, at } = from;
  let text = position === null ? head : '';
  let items = 0;
  for (const one of slice.items) {
    at = one.at;
    if (one.item !== null) {
      items += 1;
      for (const piece of await piecesOf(deps, one.item, wish)) {
        text += written ? between + piece : piece;
        written = true;
      }
    }
    if (text.length >= ENOUGH_TEXT) break;
  }
  const isLast = slice.isLast && at === (slice.items.at(-1)?.at ?? at);
  return isLast
    ? { text: text + tail, items, next: null }
    : { text, items, next: { written, newest: from.newest, at } };
}

const newestSeq = ({ read }: ExportDeps): number =>
  read.items({}, { after: null, limit: 1 }).rows[0]?.seq ?? 0;

interface Slice {
  readonly items: readonly { readonly at: number; readonly item: Item | null }[];
  readonly isLast: boolean;
}

function sliceOf(
  { read }: ExportDeps,
  selection: Selection,
  { newest, at }: ExportPosition,
): Slice {
  if ('ids' in selection) {
    const ids = selection.ids.slice(at, at + MOST_ITEMS);
    return {
      items: ids.map((id, index) => ({ at: at + index + 1, item: read.item(id) })),
      isLast: at + MOST_ITEMS >= selection.ids.length,
    };
  }
  const after = at === 0 ? null : { rank: 0, seq: at };
  const page = read.items(selection.filter, { after, limit: MOST_ITEMS, sort: 'oldest' });
  return {
    items: page.rows.filter(({ seq }) => seq <= newest).map((item) => ({ at: item.seq, item })),
    isLast: page.next === null || page.next.seq >= newest,
  };
}
