import type { SearchTerm } from '../../../../shared/search/search-term.ts';
import { wordsOf } from '../../../../shared/search/words-of.ts';
import type { TextCriterion } from '../../../core/search/matches-search.ts';

/** Terms about words in FTS5's own language. Words are letters, digits and signs: none of them means anything there. */
export interface MatchQuery {
  /** Null when everything is found that is not left out. */
  readonly found: string | null;
  readonly leftOut: string | null;
}

export function matchQuery(terms: readonly SearchTerm[]): MatchQuery {
  const ask = (negated: boolean, between: string): string | null => {
    const parts = terms.flatMap(({ negated: not, criterion }) =>
      criterion.kind === 'text' && not === negated ? [expression(criterion)] : [],
    );
    return parts.length === 0 ? null : parts.join(between);
  };
  return { found: ask(false, ' AND '), leftOut: ask(true, ' OR ') };
}

function expression({ field, text, phrase }: TextCriterion): string {
  const words = `"${wordsOf(text).join(' ')}"${phrase ? '' : ' *'}`;
  return field === null ? words : `${field} : ${words}`;
}
