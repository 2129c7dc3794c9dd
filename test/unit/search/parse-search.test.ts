import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUALIFIER_WORDS, searchProblemWords } from '../../../shared/messages/search-words.ts';
import { parseSearch } from '../../../shared/search/parse-search.ts';
import { printSearch } from '../../../shared/search/print-search.ts';
import { QUALIFIERS, type SearchTerm } from '../../../shared/search/search-term.ts';

const meaning = (text: string): readonly SearchTerm[] => {
  const { terms, problems } = parseSearch(text);
  expect(problems).toEqual([]);
  return terms.map(({ negated, criterion }) => ({ negated, criterion }));
};

const one = (text: string) => meaning(text)[0]?.criterion;

const words = (text: string, phrase = false, field: string | null = null) => ({
  kind: 'text',
  field,
  text,
  phrase,
});

describe('the text of the search box', () => {
  test.each([
    ['status:422', { kind: 'status', ranges: [[422, 422]] }],
    [
      'STATUS:4XX,503',
      {
        kind: 'status',
        ranges: [
          [400, 499],
          [503, 503],
        ],
      },
    ],
    ['status:400..451', { kind: 'status', ranges: [[400, 451]] }],
    ['state:queued,waiting', { kind: 'state', states: ['queued', 'waiting'] }],
    ['priority:high,1', { kind: 'priority', priorities: [3, 1] }],
    ['method:post', { kind: 'method', methods: ['POST'] }],
    ['origin:https://api.example', { kind: 'origin', text: 'https://api.example' }],
    ['account:"my clinic"', { kind: 'account', name: 'my clinic' }],
    ['age:>2d', { kind: 'age', comparison: { op: '>', value: 172_800_000 } }],
    ['age:<30m', { kind: 'age', comparison: { op: '<', value: 1_800_000 } }],
    ['age:1.5h..2d', { kind: 'age', comparison: { op: '..', from: 5_400_000, to: 172_800_000 } }],
    ['tries:3', { kind: 'tries', comparison: { op: '=', value: 3 } }],
    ['tries:>=3', { kind: 'tries', comparison: { op: '>=', value: 3 } }],
    ['size:>1mb', { kind: 'size', comparison: { op: '>', value: 1_000_000 } }],
    ['is:large', { kind: 'is', kinds: ['large'] }],
    ['body:photo', words('photo', false, 'body')],
    ['title:"two words"', words('two words', true, 'title')],
    ['"say \\"no\\" \\\\ now"', words('say "no" \\ now', true)],
    ['"not closed', words('not closed', true)],
    ['https://api.example/x?y=1', words('https://api.example/x?y=1')],
    ['10:30', words('10:30')],
  ])('%s', (text, criterion) => {
    expect(one(text)).toEqual(criterion);
  });

  test('has terms that all must be the case, a minus before those that must not', () => {
    expect(meaning(' room  -status:4xx -"no answer" ')).toEqual([
      { negated: false, criterion: words('room') },
      { negated: true, criterion: { kind: 'status', ranges: [[400, 499]] } },
      { negated: true, criterion: words('no answer', true) },
    ]);
  });

  test('is looked at where a term stands, so that it can be shown as a chip', () => {
    const text = ' ab  -title:"c d" e';
    const { terms } = parseSearch(text);
    expect(terms.map(({ start, end }) => text.slice(start, end))).toEqual([
      'ab',
      '-title:"c d"',
      'e',
    ]);
  });

  test('may have signs beside words, and asks for nothing when it is empty', () => {
    expect(meaning('Tom & Jerry - 2')).toHaveLength(3);
    expect(parseSearch('  \t ')).toEqual({ terms: [], problems: [] });
  });

  test.each([
    ['colour:red', 'UNKNOWN_QUALIFIER', 'colour:red', 'status:'],
    ['a status:999', 'BAD_VALUE', 'status:999', '400..499'],
    ['status:', 'BAD_VALUE', 'status:', '4xx'],
    ['status:500..400', 'BAD_VALUE', 'status:500..400', '400..499'],
    ['-state:asleep', 'BAD_VALUE', '-state:asleep', 'attention'],
    ['priority:5', 'BAD_VALUE', 'priority:5', 'urgent'],
    ['age:2d', 'BAD_VALUE', 'age:2d', '>2d'],
    ['age:>2', 'BAD_VALUE', 'age:>2', '>2d'],
    ['size:>1', 'BAD_VALUE', 'size:>1', '>1MB'],
    ['tries:many', 'BAD_VALUE', 'tries:many', '>3'],
    ['is:nice', 'BAD_VALUE', 'is:nice', 'large'],
    ['title:!!', 'BAD_VALUE', 'title:!!', 'word'],
    ['account:" "', 'BAD_VALUE', 'account:" "', 'account'],
    ['&', 'NO_WORDS', '&', 'letters'],
    ['x '.repeat(41), 'TOO_LONG', `${'x '.repeat(30)}…`, '40'],
    ['x'.repeat(1001), 'TOO_LONG', `${'x'.repeat(60)}…`, '1000'],
  ])('%s is a problem that names the term and what is allowed', (text, code, term, allowed) => {
    const { problems } = parseSearch(text);
    expect(problems).toMatchObject([{ code, term }]);
    expect(problems.map(searchProblemWords).join()).toContain(allowed);
  });

  test('is understood where the suggestions show how', () => {
    for (const qualifier of QUALIFIERS)
      for (const example of QUALIFIER_WORDS[qualifier].examples) {
        expect(example.startsWith(`${qualifier}:`)).toBe(true);
        meaning(example);
      }
  });
});

/** Texts that come near to the language. */
const scraps = fc.array(
  fc.oneof(
    fc.constantFrom(...QUALIFIERS.map((name) => `${name}:`), '-', '"', '\\', ' ', ',', '..', '://'),
    fc.constantFrom('4xx', '422', '>', '<=', '2d', '30m', '1.5MB', '3', 'high', 'POST', 'large'),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('queued', 'a b', '\0', '👩‍👩‍👧', 'é', '日本', '\ud800', 'Σς', 'NEAR(', '*'),
  ),
  { maxLength: 12 },
);
const anyText = scraps.map((parts) => parts.join(''));

describe('whatever is typed', () => {
  test('parses, and every place is within the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { terms, problems } = parseSearch(text);
        for (const { start, end } of [...terms, ...problems])
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        for (const problem of problems) expect(searchProblemWords(problem)).not.toBe('');
        if (text.trim() !== '') expect(terms.length + problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('means the same when it is printed and parsed again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { terms, problems } = parseSearch(text);
        fc.pre(problems.length === 0);
        const printed = printSearch(terms);
        fc.pre(printed.length <= 1_000);
        expect(meaning(printed)).toEqual(
          terms.map(({ negated, criterion }) => ({ negated, criterion })),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
