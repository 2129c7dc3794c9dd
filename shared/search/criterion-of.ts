import { assertNever } from '../lang/assert-never.ts';
import { ITEM_STATES } from '../outbox/item.ts';
import { PRIORITY_WORDS, type Priority, priorityWord } from '../outbox/priority.ts';
import { METHODS } from '../outbox/request.ts';
import { AGE_UNITS, comparisonOf, PLAIN, SIZE_UNITS } from './measures.ts';
import { type Criterion, KINDS_OF_ITEM, type Qualifier } from './search-term.ts';
import { wordsOf } from './words-of.ts';

const UNITS = { age: AGE_UNITS, tries: PLAIN, size: SIZE_UNITS } as const;

/** What a qualifier with that value asks for; null when the value is none of its. */
export function criterionOf(name: Qualifier, value: string, quoted: boolean): Criterion | null {
  switch (name) {
    case 'status':
      return listed(value, statusRange, (ranges) => ({ kind: name, ranges }));
    case 'state':
      return listed(value, oneOf(ITEM_STATES), (states) => ({ kind: name, states }));
    case 'priority':
      return listed(value, priorityOf, (priorities) => ({ kind: name, priorities }));
    case 'method':
      return listed(value, oneOf(METHODS), (methods) => ({ kind: name, methods }));
    case 'is':
      return listed(value, oneOf(KINDS_OF_ITEM), (kinds) => ({ kind: name, kinds }));
    case 'origin':
      return value.trim() === '' ? null : { kind: name, text: value };
    case 'account':
      return value.trim() === '' ? null : { kind: name, name: value };
    case 'age':
    case 'tries':
    case 'size': {
      const comparison = comparisonOf(value, UNITS[name]);
      return comparison === null ? null : { kind: name, comparison };
    }
    case 'title':
    case 'ref':
    case 'url':
    case 'label':
    case 'error':
    case 'body':
      return wordsOf(value).length === 0
        ? null
        : { kind: 'text', field: name, text: value, phrase: quoted };
    default:
      return assertNever(name);
  }
}

/** Values with commas between; null when one of them is wrong. */
function listed<T>(
  value: string,
  read: (text: string) => T | null,
  criterion: (values: readonly T[]) => Criterion,
): Criterion | null {
  const values: T[] = [];
  for (const part of value.split(',')) {
    const one = read(part.trim());
    if (one === null) return null;
    values.push(one);
  }
  return criterion(values);
}

const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T | null =>
    words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? null;

function priorityOf(text: string): Priority | null {
  const all = Object.values(PRIORITY_WORDS);
  return (
    all.find((one) => String(one) === text || priorityWord(one) === text.toLowerCase()) ?? null
  );
}

/** `422`, `4xx` or `400..499`. */
function statusRange(text: string): readonly [number, number] | null {
  const family = /^([1-5])xx$/i.exec(text)?.[1];
  if (family !== undefined) return [Number(family) * 100, Number(family) * 100 + 99];
  const match = /^([1-5]\d\d)(?:\.\.([1-5]\d\d))?$/.exec(text);
  if (match === null) return null;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to ? [from, to] : null;
}
