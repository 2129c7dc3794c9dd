import { assertNever } from '../../../shared/lang/assert-never.ts';
import { type Item, isOpen } from '../../../shared/outbox/item.ts';
import {
  boundsOf,
  type Criterion,
  type KindOfItem,
  type SearchTerm,
  TEXT_FIELDS,
} from '../../../shared/search/search-term.ts';
import { wordsOf } from '../../../shared/search/words-of.ts';
import type { ItemSearch } from '../ports/item-queries.ts';
import type { SearchDocument } from './search-document.ts';

/** Whether an item is what was asked for. */
export const matchesSearch = (
  { terms, now }: ItemSearch,
  item: Item,
  document: SearchDocument,
): boolean =>
  terms.every(
    ({ negated, criterion }) =>
      (criterion.kind === 'text'
        ? textMatches(criterion, document)
        : factMatches(criterion, item, now)) !== negated,
  );

export type TextCriterion = Extract<Criterion, { readonly kind: 'text' }>;
export type FactCriterion = Exclude<Criterion, TextCriterion>;

/** The words that are asked for, as they must follow one another; of the last one the beginning, if so said. */
export function textMatches(
  { field, text, phrase }: TextCriterion,
  document: SearchDocument,
): boolean {
  const wanted = wordsOf(text);
  const fields = field === null ? TEXT_FIELDS : [field];
  return fields.some((one) => follows(document[one], wanted, phrase));
}

function follows(words: readonly string[], wanted: readonly string[], whole: boolean): boolean {
  const last = wanted.length - 1;
  return words.some((_, at) =>
    wanted.every((word, index) => {
      const found = words[at + index];
      return index === last && !whole ? found?.startsWith(word) === true : found === word;
    }),
  );
}

/** What the terms about texts ask; the others are decided without reading any. */
export const textsMatch = (terms: readonly SearchTerm[], document: SearchDocument): boolean =>
  terms.every(
    ({ negated, criterion }) =>
      criterion.kind !== 'text' || textMatches(criterion, document) !== negated,
  );

/** Whether texts are looked at, and not facts alone. */
export const asksForWords = (search: ItemSearch | undefined): boolean =>
  search?.terms.some(({ criterion }) => criterion.kind === 'text') === true;

function factMatches(criterion: FactCriterion, item: Item, now: number): boolean {
  switch (criterion.kind) {
    case 'status': {
      const status = item.last?.status ?? null;
      return (
        status !== null && criterion.ranges.some(([from, to]) => from <= status && status <= to)
      );
    }
    case 'state':
      return criterion.states.includes(item.state);
    case 'priority':
      return criterion.priorities.includes(item.priority);
    case 'method':
      return criterion.methods.includes(item.method);
    case 'origin':
      return originMatches(criterion.text, item.origin);
    case 'account':
      return accountMatches(criterion.name, item.account);
    case 'age':
      return within(criterion, now - item.createdAt);
    case 'tries':
      return within(criterion, item.attempts);
    case 'size':
      return within(criterion, item.bodyBytes);
    case 'is':
      return criterion.kinds.some((kind) => isOfKind(kind, item));
    default:
      return assertNever(criterion);
  }
}

export const originMatches = (part: string, origin: string): boolean =>
  origin.toLowerCase().includes(part.trim().toLowerCase());

export const accountMatches = (name: string, account: string | null): boolean =>
  account !== null && account.toLowerCase() === name.trim().toLowerCase();

function within(
  { comparison }: Extract<Criterion, { readonly kind: 'age' | 'tries' | 'size' }>,
  value: number,
): boolean {
  const { min, max } = boundsOf(comparison);
  // A clock that was set back makes items younger than nothing.
  return min <= Math.max(0, value) && Math.max(0, value) <= max;
}

function isOfKind(kind: KindOfItem, item: Item): boolean {
  switch (kind) {
    case 'large':
      return item.lane === 'large';
    case 'blocked':
      return item.blockers > 0;
    case 'open':
      return isOpen(item.state);
    default:
      return assertNever(kind);
  }
}
