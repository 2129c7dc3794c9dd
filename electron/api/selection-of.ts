import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { FilterInput, selectionInput } from '../../shared/contracts/selection.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { searchProblemWords } from '../../shared/messages/search-words.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import { parseSearch } from '../../shared/search/parse-search.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ItemFilter, ItemSearch } from '../core/ports/item-queries.ts';
import type { StoreReader } from '../core/ports/store-reader.ts';
import { asksForWords } from '../core/search/matches-search.ts';
import type { Selection } from '../core/select-items.ts';
import { maySee } from '../core/visibility.ts';
import { defined } from './views.ts';

/** What a caller selected; for an embedded app never more than its own items. SEARCH_INVALID. */
export function selectionOf(
  items: z.infer<typeof selectionInput>,
  source: Source,
  now: number,
): Result<Selection, OutboxError> {
  if ('ids' in items) return ok(items);
  const filter = filterOf('filter' in items ? items.filter : {}, source, now);
  return filter.ok ? ok({ filter: filter.value }) : filter;
}

export function filterOf(
  { search: text, ...named }: FilterInput,
  source: Source,
  now: number,
): Result<ItemFilter, OutboxError> {
  const search = searchOf(text ?? '', now);
  if (!search.ok) return search;
  return ok({
    ...defined(named),
    ...(search.value === null ? {} : { search: search.value }),
    ...(source.kind === 'app' ? { source } : {}),
  });
}

function searchOf(text: string, now: number): Result<ItemSearch | null, OutboxError> {
  const { terms, problems } = parseSearch(text);
  const [problem] = problems;
  if (problem !== undefined)
    return err(
      outboxError('SEARCH_INVALID', { term: problem.term, detail: searchProblemWords(problem) }),
    );
  return ok(
    terms.length === 0
      ? null
      : { terms: terms.map(({ negated, criterion }) => ({ negated, criterion })), now },
  );
}

export interface SelectionDeps {
  readonly clock: Clock;
  /** Resolves as soon as a search for words holds up nobody. */
  readonly searchable: () => Promise<void>;
}

/** What a caller selected, as soon as it can be looked for. */
export async function selected(
  { clock, searchable }: SelectionDeps,
  items: z.infer<typeof selectionInput>,
  source: Source,
): Promise<Result<Selection, OutboxError>> {
  const selection = selectionOf(items, source, clock.now());
  if (selection.ok && 'filter' in selection.value && asksForWords(selection.value.filter.search))
    await searchable();
  return selection;
}

/** ITEM_NOT_FOUND also for an item that is not the caller's to see. */
export function visibleItem(
  read: StoreReader,
  id: string,
  source: Source,
): Result<Item, OutboxError> {
  const item = read.item(id);
  return item !== null && maySee(source, item)
    ? ok(item)
    : err(outboxError('ITEM_NOT_FOUND', { id }));
}
