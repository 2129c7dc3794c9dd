import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../shared/contracts/web-protocol.ts';

test('JSON and bytes come back as they were', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.array(tie('node')),
      fc.dictionary(fc.string(), tie('node'), { noNullPrototype: true }),
    ),
  })).node;
  fc.assert(
    fc.property(value, (message) => {
      const { contentType, body } = encodeMessage(message);
      expect(decodeMessage(contentType, body)).toEqual(message);
    }),
  );
});

test('bytes go as they are, behind a line of JSON', () => {
  const bytes = new Uint8Array([0, 10, 255]);
  const { contentType, body } = encodeMessage({ upload: 'a', bytes });
  expect(contentType).not.toBe('application/json');
  expect(Array.from(body.subarray(-4))).toEqual([10, 0, 10, 255]);
});

test.for([
  ['no JSON', '{'],
  ['no line', 'abc'],
  ['no places', '{"value":1}\n'],
  ['a place that is none', '{"value":1,"bytes":[[["a"],-1]]}\n'],
  ['fewer bytes than announced', '{"value":null,"bytes":[[[],4]]}\nabc'],
  ['more bytes than announced', '{"value":null,"bytes":[[[],2]]}\nabc'],
])('%s is refused', ([, text]) => {
  const body = new TextEncoder().encode(text);
  expect(() => decodeMessage('application/vnd.outtray.message', body)).toThrow(SyntaxError);
});

test('a place that leads nowhere, or to what every object has, changes nothing', () => {
  const head = '{"value":{"a":{}},"bytes":[[["b","c"],1],[["__proto__","polluted"],1]]}\nxy';
  const body = new TextEncoder().encode(head);
  expect(decodeMessage('application/vnd.outtray.message', body)).toEqual({ a: {} });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
