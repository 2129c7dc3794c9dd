import { criterionOf } from './criterion-of.ts';
import { type Piece, piecesOf } from './pieces-of.ts';
import {
  type Criterion,
  type ParsedSearch,
  type Place,
  type PlacedTerm,
  QUALIFIERS,
  type SearchProblem,
} from './search-term.ts';
import { wordsOf } from './words-of.ts';

const LONGEST = 1_000;
const MOST_TERMS = 40;
const SHOWN = 60;

/**
 * The text of the search box. All of its terms must be the case. Words without letters, digits or signs that
 * could be looked for (`&`, `-`) are passed over beside others. A text of spaces has no terms and no problems:
 * nothing is searched for.
 */
export function parseSearch(text: string): ParsedSearch {
  const whole = placed(text, { start: 0, end: text.length });
  if (text.length > LONGEST) return { terms: [], problems: [{ ...whole, code: 'TOO_LONG' }] };
  const pieces = piecesOf(text);
  if (pieces.length > MOST_TERMS) return { terms: [], problems: [{ ...whole, code: 'TOO_LONG' }] };
  const terms: PlacedTerm[] = [];
  const problems: SearchProblem[] = [];
  for (const piece of pieces) {
    const { start, end, negated } = piece;
    const found = understood(piece, text);
    if (found === null) continue;
    if ('code' in found) problems.push(found);
    else terms.push({ start, end, negated, criterion: found });
  }
  if (pieces.length > 0 && terms.length === 0 && problems.length === 0)
    problems.push({ ...whole, code: 'NO_WORDS' });
  return { terms, problems };
}

/** Null for what has nothing to look for. */
function understood(piece: Piece, text: string): Criterion | SearchProblem | null {
  const { name, value, quoted } = piece;
  if (name === null) {
    if (wordsOf(value).length === 0) return null;
    return { kind: 'text', field: null, text: value, phrase: quoted };
  }
  const qualifier = QUALIFIERS.find((one) => one === name);
  const place = placed(text, piece);
  if (qualifier === undefined) return { ...place, code: 'UNKNOWN_QUALIFIER', name };
  return criterionOf(qualifier, value, quoted) ?? { ...place, code: 'BAD_VALUE', qualifier };
}

const placed = (text: string, { start, end }: Place) => ({
  start,
  end,
  term: end - start > SHOWN ? `${text.slice(start, start + SHOWN)}…` : text.slice(start, end),
});
