import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from '../../../shared/search/words-of.ts';

test.each([
  ['Straße, STRASSE!', ['strasse', 'strasse']],
  ['Élan\u0301 e\u0301', ['elan', 'e']],
  ['ΟΔΟΣ οδος', ['οδοσ', 'οδοσ']],
  ['https://api.example/a_b?c=4', ['https', 'api', 'example', 'a', 'b', 'c', '4']],
  ['東京 tower', ['東', '京', 'tower']],
  ['ok👍👍', ['ok', '👍', '👍']],
  ['\0"*-()', []],
])('%s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a word is at most 64 characters, so that base64 does not fill the index', () => {
  expect(wordsOf('Q'.repeat(5_000))).toEqual(['q'.repeat(64)]);
});

test('words are their own words: whoever compares them need not know where they came from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const words = wordsOf(text);
      expect(wordsOf(words.join(' '))).toEqual(words);
    }),
    { numRuns: 2_000 },
  );
});
