import type { ItemState } from '../outbox/item.ts';
import type { Priority } from '../outbox/priority.ts';

/** Texts of an item that can be asked for by name; `body` is those of the request and of the last answer. */
export const TEXT_FIELDS = ['title', 'ref', 'url', 'label', 'error', 'body'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];

export const QUALIFIERS = [
  'status',
  'state',
  'priority',
  'method',
  'origin',
  'account',
  ...TEXT_FIELDS,
  'age',
  'tries',
  'size',
  'is',
] as const;

export type Qualifier = (typeof QUALIFIERS)[number];

/** `open` is not delivered and not cancelled; `blocked` waits for other items. */
export const KINDS_OF_ITEM = ['large', 'blocked', 'open'] as const;

export type KindOfItem = (typeof KINDS_OF_ITEM)[number];

/** How a number of the item must compare with what was written. */
export type Comparison =
  | { readonly op: '<' | '<=' | '>' | '>=' | '='; readonly value: number }
  | { readonly op: '..'; readonly from: number; readonly to: number };

/** Of several values of one criterion any may be the case. */
export type Criterion =
  /** Words in one field, or in any. A `phrase` is found word by word; else the last word may go on. */
  | {
      readonly kind: 'text';
      readonly field: TextField | null;
      readonly text: string;
      readonly phrase: boolean;
    }
  /** Status of the last answer, both ends included. */
  | { readonly kind: 'status'; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly kind: 'state'; readonly states: readonly ItemState[] }
  | { readonly kind: 'priority'; readonly priorities: readonly Priority[] }
  | { readonly kind: 'method'; readonly methods: readonly string[] }
  /** A part of the origin, e.g. the host. */
  | { readonly kind: 'origin'; readonly text: string }
  | { readonly kind: 'account'; readonly name: string }
  /** Milliseconds, times, bytes. */
  | { readonly kind: 'age' | 'tries' | 'size'; readonly comparison: Comparison }
  | { readonly kind: 'is'; readonly kinds: readonly KindOfItem[] };

/** One thing that must be the case, or, negated, must not. */
export interface SearchTerm {
  readonly negated: boolean;
  readonly criterion: Criterion;
}

/** A place in the text that was typed. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type PlacedTerm = SearchTerm & Place;

export type SearchProblem = Place & {
  /** The text at that place, shortened. */
  readonly term: string;
} & (
    | { readonly code: 'UNKNOWN_QUALIFIER'; readonly name: string }
    | { readonly code: 'BAD_VALUE'; readonly qualifier: Qualifier }
    | { readonly code: 'NO_WORDS' }
    | { readonly code: 'TOO_LONG' }
  );

/** Nothing is searched while there are problems: a part left out would find more than was asked for. */
export interface ParsedSearch {
  readonly terms: readonly PlacedTerm[];
  readonly problems: readonly SearchProblem[];
}

/** The values that a comparison lets through, both ends included; all of them are whole numbers. */
export function boundsOf(comparison: Comparison): { readonly min: number; readonly max: number } {
  switch (comparison.op) {
    case '<':
      return { min: 0, max: comparison.value - 1 };
    case '<=':
      return { min: 0, max: comparison.value };
    case '>':
      return { min: comparison.value + 1, max: Number.MAX_SAFE_INTEGER };
    case '>=':
      return { min: comparison.value, max: Number.MAX_SAFE_INTEGER };
    case '=':
      return { min: comparison.value, max: comparison.value };
    case '..':
      return { min: comparison.from, max: comparison.to };
  }
}
