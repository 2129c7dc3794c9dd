import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { FilterInput, selectionInput } from '../../shared/contracts/selection.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { searchProblemWords } from '../../shared/messages/search-words.ts';
import type { Source } from '../../shared/outbox/item.ts';
import { parseSearch } from '../../shared/search/parse-search.ts';
import type { ItemFilter, ItemSearch } from '../core/ports/item-queries.ts';
import type { Selection } from '../core/select-items.ts';
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
