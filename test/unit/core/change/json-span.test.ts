import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonSpan } from '../../../../electron/core/change/json-span.ts';

const at = (text: string, pointer: string): string | null => {
  const span = jsonSpan(text, pointer);
  return span === null ? null : text.slice(span.from, span.to);
};

describe('the value at a JSON pointer', () => {
  const text =
    ' {"a" : 12345678901234567890 ,\n"b":[ true,{"c":"x,]}\\"y"} , null ],"":{"~/":-1.5e3}} ';

  test.each([
    ['', text.trim()],
    ['/a', '12345678901234567890'],
    ['/b/0', 'true'],
    ['/b/1', '{"c":"x,]}\\"y"}'],
    ['/b/1/c', '"x,]}\\"y"'],
    ['/b/2', 'null'],
    ['/b/3', null],
    ['/b/-', null],
    ['/b/01', null],
    ['/b/x', null],
    ['/', '{"~/":-1.5e3}'],
    ['//~0~1', '-1.5e3'],
    ['/a/x', null],
    ['/b/1/c/0', null],
    ['/none', null],
    ['/constructor', null],
  ])('%j stands where a reader would look', (pointer, value) => {
    expect(at(text, pointer)).toBe(value);
  });

  test('is the last one of a name that is there twice, however the name is written', () => {
    expect(at('{"a":1,"\\u0061":2}', '/a')).toBe('2');
  });

  test('is not there in what is empty', () => {
    expect(at('{}', '/a')).toBeNull();
    expect(at('[]', '/0')).toBeNull();
  });

  test('is found however deep it is nested', () => {
    const deep = `{"skip":${'['.repeat(20_000)}${']'.repeat(20_000)},"b":7}`;
    expect(at(deep, '/b')).toBe('7');
  });

  test('is the one that JSON.parse would lead to, in any document and any spacing', () => {
    const document = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(document, fc.constantFrom(0, 1, 3), (value, spaces) => {
        const written = JSON.stringify(value, null, spaces);
        for (const [pointer, expected] of places(JSON.parse(written), '')) {
          expect(JSON.parse(at(written, pointer) ?? '"missing"')).toEqual(expected);
        }
      }),
    );
  });
});

/** Every place of a document with what stands there. */
function* places(value: unknown, pointer: string): Generator<readonly [string, unknown]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    yield* places(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}
