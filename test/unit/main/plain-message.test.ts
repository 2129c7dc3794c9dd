import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainMessage } from '../../../electron/main/ipc/plain-message.ts';

const LIMIT = 100_000;

test('I-01: whatever can be cloned into this process, the answer is a value or a code, and the value is JSON and bytes', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
    withUnicodeString: true,
  } as fc.ObjectConstraints);
  fc.assert(
    fc.property(anything, (value) => {
      const result = plainMessage(value, LIMIT);
      if (!result.ok) {
        expect(['INPUT_INVALID', 'CALL_TOO_LARGE']).toContain(result.error.code);
        return;
      }
      expectPlain(result.value);
    }),
    { numRuns: 1000 },
  );
});

test('JSON comes through as it is, and bytes with it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.uint8Array(), (json, bytes) => {
      const result = plainMessage({ json, bytes }, LIMIT);
      expect(result).toEqual({ ok: true, value: { json, bytes } });
    }),
  );
});

test.for([
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a function', () => 1],
  ['not a number', Number.NaN],
  ['a date', new Date(0)],
  ['a map', new Map([['a', 1]])],
  ['an error', new Error('no')],
  ['an array buffer', new ArrayBuffer(8)],
  ['other numbers', new Float64Array(2)],
  ['memory that others can change', new Uint8Array(new SharedArrayBuffer(8))],
  ['bytes that were taken away', detached()],
  ['a list with holes', Array(3)],
  [
    'a class of its own',
    new (class Own {
      readonly a = 1;
    })(),
  ],
] as const)('I-02: %s is refused, however deep it stands', ([, value]) => {
  expect(plainMessage({ a: [value] }, LIMIT)).toMatchObject({
    ok: false,
    error: { code: 'INPUT_INVALID' },
  });
});

test('I-02: a getter is never called', () => {
  let called = false;
  const value = Object.defineProperty({}, 'a', {
    enumerable: true,
    get: () => {
      called = true;
      return 1;
    },
  });
  expect(plainMessage(value, LIMIT).ok).toBe(false);
  expect(called).toBe(false);
});

test('I-02: names that reach for the prototype stay ordinary names', () => {
  const value: unknown = JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}',
  );
  const result = plainMessage(value, LIMIT);
  if (!result.ok) throw new Error(result.error.code);
  expect(Object.getPrototypeOf(result.value)).toBe(Object.prototype);
  expect(Object.keys(result.value as object)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('I-02: what contains itself, or is nested without end, is refused', () => {
  const round: Record<string, unknown> = {};
  round['again'] = round;
  let deep: unknown = 1;
  for (let n = 0; n < 100_000; n += 1) deep = [deep];
  for (const value of [round, deep])
    expect(plainMessage(value, LIMIT)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
});

test.for([
  ['one long text', 'x'.repeat(LIMIT + 1)],
  ['many small values', Array(LIMIT).fill(1)],
  ['many names', Object.fromEntries(Array.from({ length: LIMIT }, (_, n) => [`n${n}`, 1]))],
  ['one small list, again and again', sameListOften()],
  ['bytes', new Uint8Array(LIMIT + 1)],
] as const)('I-02: more than the limit is refused as that: %s', ([, value]) => {
  expect(plainMessage(value, LIMIT)).toMatchObject({ error: { code: 'CALL_TOO_LARGE' } });
});

test('a field that is undefined is none, as in JSON', () => {
  expect(plainMessage({ a: undefined, b: 1 }, LIMIT)).toEqual({ ok: true, value: { b: 1 } });
  expect(plainMessage(undefined, LIMIT).ok).toBe(false);
});

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

/** Clones as small as it is, and is enormous once it is unfolded. */
function sameListOften(): unknown {
  let list: unknown = [1, 1, 1, 1];
  for (let n = 0; n < 40; n += 1) list = [list, list, list, list];
  return list;
}

function expectPlain(value: unknown): void {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return;
  if (value instanceof Uint8Array) return;
  if (Array.isArray(value)) {
    for (const one of value) expectPlain(one);
    return;
  }
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  for (const one of Object.values(value as object)) expectPlain(one);
}
