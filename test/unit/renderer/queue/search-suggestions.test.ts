import { expect, test } from 'vitest';
import { suggestionsFor } from '../../../../renderer/queue/search-suggestions.ts';
import { parseSearch } from '../../../../shared/search/parse-search.ts';
import { QUALIFIERS } from '../../../../shared/search/search-term.ts';

const terms = (text: string, caret = text.length) =>
  suggestionsFor(text, caret).map((one) => one.term);

test('an empty box offers every qualifier', () => {
  expect(terms('')).toEqual(QUALIFIERS.map((name) => `${name}:`));
});

test('a qualifier is offered from its first letters, also behind a minus', () => {
  expect(terms('sta')).toEqual(['status:', 'state:']);
  expect(terms('photo -pri')).toEqual(['priority:']);
});

test('nothing is offered between terms, in quotes, and for names that do not exist', () => {
  expect(terms('photo ')).toEqual([]);
  expect(terms('"sta')).toEqual([]);
  expect(terms('colour:r')).toEqual([]);
});

test('values are offered after the colon, and further ones after a comma', () => {
  expect(terms('priority:')).toEqual([
    'priority:low',
    'priority:normal',
    'priority:high',
    'priority:urgent',
  ]);
  expect(terms('state:queued,wai')).toEqual(['state:queued,waiting']);
});

test('what is taken replaces the term under the cursor only, and leaves the cursor behind it', () => {
  const [taken] = suggestionsFor('photo stat age:>2d', 10);
  expect(taken).toMatchObject({ text: 'photo status: age:>2d', caret: 13 });
  const [value] = suggestionsFor('priority:hi', 11);
  expect(value).toMatchObject({ text: 'priority:high ', caret: 14 });
});

test('every value that is offered can be searched for', () => {
  for (const name of QUALIFIERS)
    for (const term of terms(`${name}:`))
      expect(parseSearch(term).problems, `${term} is offered`).toEqual([]);
});
