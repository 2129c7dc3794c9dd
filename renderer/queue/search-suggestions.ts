import { QUALIFIER_WORDS } from '../../shared/messages/search-words.ts';
import { ITEM_STATES } from '../../shared/outbox/item.ts';
import { PRIORITY_WORDS, priorityWord } from '../../shared/outbox/priority.ts';
import { METHODS } from '../../shared/outbox/request.ts';
import { type Piece, piecesOf } from '../../shared/search/pieces-of.ts';
import { KINDS_OF_ITEM, QUALIFIERS, type Qualifier } from '../../shared/search/search-term.ts';

/** What can be written in place of the term that is being written. */
export interface Suggestion {
  readonly term: string;
  readonly explanation: string;
  /** The whole text with it, and where the cursor then stands. */
  readonly text: string;
  readonly caret: number;
}

/** Suggestions for the term before the cursor; all qualifiers where nothing stands yet. */
export function suggestionsFor(text: string, caret: number): readonly Suggestion[] {
  const piece = piecesOf(text).find(({ start, end }) => start < caret && caret <= end);
  if (piece === undefined && text.trim() !== '') return [];
  if (piece?.quoted === true) return [];
  const start = piece === undefined ? caret : piece.start + (piece.negated ? 1 : 0);
  const end = piece?.end ?? caret;
  return termsFor(piece ?? null, text.slice(start, caret)).map(({ term, explanation, isWhole }) => {
    const rest = text.slice(end);
    const gap = isWhole && !rest.startsWith(' ') ? ' ' : '';
    return {
      term,
      explanation,
      text: `${text.slice(0, start)}${term}${gap}${rest}`,
      caret: start + term.length + (isWhole ? 1 : 0),
    };
  });
}

interface Term {
  readonly term: string;
  readonly explanation: string;
  /** Nothing has to be added to it. */
  readonly isWhole: boolean;
}

function termsFor(piece: Piece | null, typed: string): readonly Term[] {
  const begun = typed.toLowerCase();
  if (piece === null || piece.name === null)
    return QUALIFIERS.filter((name) => name.startsWith(begun)).map((name) => ({
      term: `${name}:`,
      explanation: QUALIFIER_WORDS[name].explanation,
      isWhole: false,
    }));
  const qualifier = QUALIFIERS.find((name) => name === piece.name);
  if (qualifier === undefined) return [];
  return valuesOf(qualifier, begun)
    .filter((term) => term.toLowerCase().startsWith(begun) && term.toLowerCase() !== begun)
    .map((term) => ({ term, explanation: '', isWhole: true }));
}

const LISTED: Readonly<Partial<Record<Qualifier, readonly string[]>>> = {
  state: ITEM_STATES,
  priority: Object.values(PRIORITY_WORDS).map(priorityWord),
  method: METHODS,
  is: KINDS_OF_ITEM,
};

/** Every value where there are few, beside those that stand there already; else examples. */
function valuesOf(qualifier: Qualifier, begun: string): readonly string[] {
  const values = LISTED[qualifier];
  if (values === undefined) return QUALIFIER_WORDS[qualifier].examples;
  const before = begun.slice(0, begun.lastIndexOf(',') + 1);
  return values.map((value) => (before === '' ? `${qualifier}:${value}` : `${before}${value}`));
}
