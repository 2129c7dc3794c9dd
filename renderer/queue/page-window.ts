import type { Item } from '../../shared/outbox/item.ts';
import type { Cursor } from './list-query.ts';

/** A stretch of the list. It begins after the item that `start` names; null is the beginning of the list. */
interface Page {
  readonly start: Cursor | null;
  readonly rows: number;
  /** Null when they were let go of, to be read again when somebody looks. */
  readonly items: readonly Item[] | null;
  /** Known also when the items are not. */
  readonly firstId: string | null;
  /** Something may have changed in it. */
  readonly stale: boolean;
}

/**
 * What is known of a long list: the pages from its beginning up to where somebody has looked. Only those near the
 * visible rows hold items, so that a list of any length costs the memory of a short one.
 */
export interface PageWindow {
  readonly pages: readonly Page[];
  /** Where what is not known begins; null when the list ends here. */
  readonly tail: { readonly after: Cursor | null } | null;
}

/** Rows from `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What to ask for next, and which page it is for: `at` is the number of pages for one that is new. */
export interface Wanted {
  readonly at: number;
  readonly after: Cursor | null;
  readonly limit: number;
}

export const NOTHING_KNOWN: PageWindow = { pages: [], tail: { after: null } };

export const PAGE_ROWS = 100;
/** For getting far: as much as a host answers without holding up anybody. */
const LEAP_ROWS = 500;
const GROWTH_ROWS = 20;
/** More than this no host answers at once. */
const MOST_ROWS = 1000;
/** So many rows beyond the visible ones are read ahead. */
const AHEAD_ROWS = 50;
/** Rows farther away are let go of. */
const KEPT_ROWS = 1000;

export const knownRows = ({ pages }: PageWindow): number =>
  pages.reduce((sum, page) => sum + page.rows, 0);

export function rowAt({ pages }: PageWindow, row: number): Item | null {
  let first = 0;
  for (const page of pages) {
    if (row < first + page.rows) return page.items?.[row - first] ?? null;
    first += page.rows;
  }
  return null;
}

/** The items that are at hand, in the order of the list. */
export const itemsAtHand = ({ pages }: PageWindow): readonly Item[] =>
  pages.flatMap((page) => page.items ?? []);

/** The row of an item that is at hand; -1 without one. */
export function rowOf({ pages }: PageWindow, id: string): number {
  let first = 0;
  for (const page of pages) {
    const at = page.items?.findIndex((item) => item.id === id) ?? -1;
    if (at >= 0) return first + at;
    first += page.rows;
  }
  return -1;
}

/** The next thing to read for somebody who looks at these rows; null when all is there and fresh. */
export function wanted(list: PageWindow, visible: Range): Wanted | null {
  const to = visible.to + AHEAD_ROWS;
  let first = 0;
  for (const [at, page] of list.pages.entries()) {
    const seen = first < to && first + page.rows > visible.from - AHEAD_ROWS;
    if (seen && (page.stale || page.items === null))
      return { at, after: page.start, limit: limitOf(page, at < list.pages.length - 1) };
    first += page.rows;
  }
  if (list.tail === null || first >= to) return null;
  const limit = to - first > LEAP_ROWS ? LEAP_ROWS : PAGE_ROWS;
  return { at: list.pages.length, after: list.tail.after, limit };
}

/** A page that has grown should still reach the one behind it. */
const limitOf = ({ rows }: Page, hasNext: boolean): number =>
  Math.min(MOST_ROWS, Math.max(PAGE_ROWS, hasNext ? rows + GROWTH_ROWS : rows));

/** Everything has to be read again, when somebody looks at it. */
export const staled = (list: PageWindow): PageWindow => ({
  ...list,
  pages: list.pages.map((page) => ({ ...page, stale: true })),
});

export interface Filled {
  readonly list: PageWindow;
  /** Items that stood here and are surely not in the list any more. */
  readonly left: readonly string[];
}

/** With the answer to what was wanted in its place. */
export function filled(
  list: PageWindow,
  { at, after }: Wanted,
  answer: { readonly items: readonly Item[]; readonly next: Cursor | null },
): Filled {
  const seam = seamOf(answer.items, list.pages.slice(at + 1));
  const items = seam === null ? answer.items : answer.items.slice(0, seam.cut);
  const ids = new Set(items.map((item) => item.id));
  const before = list.pages.slice(0, at).map((page) => withoutItems(page, ids));
  const page: Page = {
    start: after,
    rows: items.length,
    items,
    firstId: items[0]?.id ?? null,
    stale: false,
  };
  // An empty page says nothing, unless it is all there is.
  const pages = items.length === 0 && (at > 0 || seam !== null) ? before : [...before, page];
  const next: PageWindow =
    seam === null
      ? { pages, tail: answer.next === null ? null : { after: answer.next } }
      : { pages: [...pages, ...seam.rest.map((one) => withoutItems(one, ids))], tail: list.tail };
  return {
    list: next,
    left: seam !== null || answer.next === null ? goneFrom(list, at, next) : [],
  };
}

/** What stood in a page before it was read again, and stands nowhere now. */
function goneFrom(before: PageWindow, at: number, now: PageWindow): readonly string[] {
  const here = new Set(itemsAtHand(now).map((item) => item.id));
  const old = before.pages[at]?.items ?? [];
  return old.flatMap((item) => (here.has(item.id) ? [] : [item.id]));
}

/**
 * Where an answer runs into a page that is known: what follows is not thrown away, and nothing stands twice. Null when
 * it does not reach one; then what stood behind is not where it was any more.
 */
function seamOf(
  items: readonly Item[],
  behind: readonly Page[],
): { readonly cut: number; readonly rest: readonly Page[] } | null {
  const places = new Map<string, number>();
  for (const [page, { items: known, firstId }] of behind.entries()) {
    if (firstId !== null) places.set(firstId, page);
    for (const { id } of known ?? []) places.set(id, page);
  }
  const cut = items.findIndex((item) => places.has(item.id));
  const met = items[cut];
  if (met === undefined) return null;
  const from = places.get(met.id) ?? 0;
  const [first, ...others] = behind.slice(from);
  if (first === undefined) return null;
  const at = first.items?.findIndex((item) => item.id === met.id) ?? 0;
  // What stood before it in its page has left the list, or it would have come with this answer.
  const kept = first.items?.slice(Math.max(0, at)) ?? null;
  return {
    cut,
    rest: [{ ...first, firstId: met.id, items: kept, rows: kept?.length ?? first.rows }, ...others],
  };
}

/** Items that were found in another place do not stand here any more. */
function withoutItems(page: Page, ids: ReadonlySet<string>): Page {
  if (page.items === null || !page.items.some((item) => ids.has(item.id))) return page;
  const items = page.items.filter((item) => !ids.has(item.id));
  return { ...page, items, rows: items.length, firstId: items[0]?.id ?? null };
}

/** Without the items that are far from what somebody looks at. */
export function trimmed(list: PageWindow, visible: Range): PageWindow {
  let first = 0;
  let changed = false;
  const pages = list.pages.map((page) => {
    const from = first;
    first += page.rows;
    const near = from < visible.to + KEPT_ROWS && first > visible.from - KEPT_ROWS;
    if (near || page.items === null) return page;
    changed = true;
    return { ...page, items: null };
  });
  return changed ? { ...list, pages } : list;
}
