import { assertNever } from '../lang/assert-never.ts';
import { priorityWord } from '../outbox/priority.ts';
import { AGE_UNITS, PLAIN, printComparison, SIZE_UNITS } from './measures.ts';
import type { Criterion, SearchTerm } from './search-term.ts';

/** A text that means those terms. */
export const printSearch = (terms: readonly SearchTerm[]): string => terms.map(printTerm).join(' ');

/** One term, as a chip shows it. */
export const printTerm = ({ negated, criterion }: SearchTerm): string =>
  `${negated ? '-' : ''}${printCriterion(criterion)}`;

function printCriterion(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'text': {
      const text = criterion.phrase ? quoted(criterion.text) : criterion.text;
      return criterion.field === null ? text : `${criterion.field}:${text}`;
    }
    case 'status':
      return `status:${criterion.ranges.map(printRange).join(',')}`;
    case 'state':
      return `state:${criterion.states.join(',')}`;
    case 'priority':
      return `priority:${criterion.priorities.map(priorityWord).join(',')}`;
    case 'method':
      return `method:${criterion.methods.join(',')}`;
    case 'origin':
      return `origin:${unlessBare(criterion.text)}`;
    case 'account':
      return `account:${unlessBare(criterion.name)}`;
    case 'age':
      return `age:${printComparison(criterion.comparison, AGE_UNITS)}`;
    case 'tries':
      return `tries:${printComparison(criterion.comparison, PLAIN)}`;
    case 'size':
      return `size:${printComparison(criterion.comparison, SIZE_UNITS)}`;
    case 'is':
      return `is:${criterion.kinds.join(',')}`;
    default:
      return assertNever(criterion);
  }
}

function printRange([from, to]: readonly [number, number]): string {
  if (from === to) return String(from);
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}..${to}`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

const unlessBare = (text: string): string => (/\s|^"/.test(text) ? quoted(text) : text);
