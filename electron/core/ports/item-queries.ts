import type { ItemState, Source } from '../../../shared/outbox/item.ts';
import type { ListSort } from '../../../shared/outbox/list-sort.ts';
import type { Priority } from '../../../shared/outbox/priority.ts';
import type { SearchTerm } from '../../../shared/search/search-term.ts';

/** Items of one order key share a scope: the key means something only within one source and account. */
export interface KeyScope {
  readonly source: Source;
  readonly account: string | null;
  readonly key: string;
}

/** What is put together must be of one person too. */
export interface PersonScope extends KeyScope {
  readonly subject: string | null;
}

export interface ItemFilter {
  readonly states?: readonly ItemState[];
  readonly origin?: string;
  readonly account?: string;
  readonly priority?: Priority;
  readonly ref?: string;
  readonly source?: Source;
  /** A `FailureGroup.key`. */
  readonly group?: string;
  readonly search?: ItemSearch;
}

/** What was typed into the search box. */
export interface ItemSearch {
  /** All of them must be the case. */
  readonly terms: readonly SearchTerm[];
  /** What ages are measured from. */
  readonly now: number;
}

/** Where an item stands in a sort. `rank` is its priority or size where the sort goes by these, else 0. */
export interface PagePosition {
  readonly rank: number;
  readonly seq: number;
}

/** Keyset pages: `after` is where the last row seen stands. Newest first unless another sort is asked for. */
export interface PageRequest {
  readonly after: PagePosition | null;
  readonly limit: number;
  readonly sort?: ListSort;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: PagePosition | null;
}
