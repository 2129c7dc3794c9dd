import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber, type JsonValue, parseJson } from '../../../../renderer/bodies/exact-json.ts';
import { findJsonMistake } from '../../../../renderer/bodies/json-mistake.ts';
import { jsonRows, openAtFirst, RANGE } from '../../../../renderer/bodies/json-rows.ts';

const parsed = (text: string): JsonValue => {
  const result = parseJson(text);
  if (!result.ok) throw new Error(text);
  return result.value;
};

describe('parsing', () => {
  test('a number that does not fit is kept as it was written', () => {
    expect(parsed('{"id":12345678901234567890,"n":12.5}')).toEqual({
      id: new ExactNumber('12345678901234567890'),
      n: 12.5,
    });
    expect(parsed('1e999')).toEqual(new ExactNumber('1e999'));
  });

  test.for([
    ['{\n  "a": 1,\n  "b": oops\n}', { line: 3, column: 8, found: 'oops' }],
    ['{\n  "a": 1', { line: 2, column: 9, found: '' }],
    ['{"a": 1,}', { line: 1, column: 9, found: '}' }],
    ['[1 2]', { line: 1, column: 4, found: '2' }],
    ['{"a":"line\nend"}', { line: 1, column: 6, found: '"' }],
    ['[01]', { line: 1, column: 2, found: '01' }],
    ['', { line: 1, column: 1, found: '' }],
    ['{} {}', { line: 1, column: 4, found: '{' }],
  ] as const)('the mistake in %j is told with its place', ([text, place]) => {
    const result = parseJson(text);
    expect(result.ok ? null : result.error).toMatchObject(place);
  });

  test('what the engine takes for JSON has no mistake, and nothing else has none', () => {
    const nearlyJson = fc
      .tuple(fc.json(), fc.nat(200), fc.constantFrom('', ',', '"', '}', '0', 'e', '\\', ' '))
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at));
    fc.assert(
      fc.property(fc.oneof(fc.json(), nearlyJson), (text) => {
        expect(findJsonMistake(text) === null).toBe(parses(text));
      }),
      { numRuns: 1000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('rows', () => {
  const names = (value: JsonValue, open: readonly string[]) =>
    jsonRows(value, new Set(open)).map((row) => `${'  '.repeat(row.depth)}${row.name ?? '$'}`);

  test('only what is unfolded has lines', () => {
    const value = parsed('{"a":{"b":[1,2]},"c":null}');
    expect(names(value, [])).toEqual(['$']);
    expect(names(value, [''])).toEqual(['$', '  a', '  c']);
    expect(names(value, ['', '/a', '/a/b'])).toEqual([
      '$',
      '  a',
      '    b',
      '      0',
      '      1',
      '  c',
    ]);
  });

  test('keys that look like paths are places of their own', () => {
    const rows = jsonRows(parsed('{"a/b":[],"a":{"b":[]}}'), new Set(['', '/a']));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  test('a long list opens range by range', () => {
    const list = Array.from({ length: 250 }, (_, n) => n);
    const rows = jsonRows(list, new Set(['']));
    expect(rows.map((row) => row.name)).toEqual([null, '0 … 99', '100 … 199', '200 … 249']);
    const range = rows[2]?.id ?? '';
    const opened = jsonRows(list, new Set(['', range]));
    expect(opened).toHaveLength(4 + RANGE);
    expect(opened[3]).toMatchObject({
      name: '100',
      depth: 2,
      content: { kind: 'leaf', value: 100 },
    });
  });

  test('a million entries stay a screenful', () => {
    const list = Array.from({ length: 1_000_000 }, () => 0);
    const open = openAtFirst(list);
    expect(jsonRows(list, open).length).toBeLessThanOrEqual(RANGE + 1);
  });

  test('every value is reached by unfolding, once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        let open = new Set(['']);
        for (;;) {
          const all = new Set([
            ...open,
            ...jsonRows(value as JsonValue, open).map((row) => row.id),
          ]);
          if (all.size === open.size) break;
          open = all;
        }
        const rows = jsonRows(value as JsonValue, open);
        const leaves = rows.flatMap(({ content }) =>
          content.kind === 'leaf' ? [content.value] : [],
        );
        expect(leaves).toEqual(leavesOf(value));
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
      }),
    );
  });

  test('small documents are unfolded at first, large ones at their first level', () => {
    const small = parsed('{"a":{"b":{"c":1}}}');
    expect(jsonRows(small, openAtFirst(small))).toHaveLength(4);
    const wide = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`k${n}`, { a: 1, b: 2 }]),
    );
    expect(jsonRows(wide, openAtFirst(wide))).toHaveLength(31);
  });
});

const leavesOf = (value: unknown): readonly unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [value];

test('M-05: JSON as deep as it is long is told from a mistake, or shown, in no time', () => {
  const deep = (inner: string) => `${'['.repeat(500_000)}${inner}${']'.repeat(500_000)}`;
  const started = performance.now();
  // Long numbers are read by walking through the value, which such a one does not let itself be.
  expect(parseJson(deep('12345678901234567890'))).toEqual({ ok: false, error: null });
  const shallow = parseJson(deep('1'));
  if (shallow.ok) expect(jsonRows(shallow.value, new Set()).length).toBeLessThan(10);
  expect(performance.now() - started).toBeLessThan(5_000);
});
