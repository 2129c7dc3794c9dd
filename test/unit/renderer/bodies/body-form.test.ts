import { expect, test } from 'vitest';
import { bodyForm, decoderFor, JSON_TREE_BYTES } from '../../../../renderer/bodies/body-form.ts';

const head = (text: string) => new TextEncoder().encode(text);

test.for([
  ['application/json', '{"a":1}', { kind: 'json' }],
  ['application/problem+json; charset=utf-8', '{}', { kind: 'json' }],
  ['text/html; charset=utf-8', '<html>', { kind: 'text', markup: true }],
  ['image/svg+xml', '<svg onload="alert(1)">', { kind: 'text', markup: true }],
  ['text/plain', '{"looks":"like JSON"}', { kind: 'text', markup: false }],
  [null, ' [1]', { kind: 'json' }],
  [null, '<!doctype html>', { kind: 'text', markup: true }],
  ['application/octet-stream', 'plain words', { kind: 'text', markup: false }],
  ['text/plain', '\u001b[31mred', { kind: 'text', markup: false }],
  ['image/png', '\u0089PNG\u0000', { kind: 'image', mediaType: 'image/png' }],
  ['application/json', '\u0000\u0001', { kind: 'binary' }],
  ['application/pdf', '%PDF-\u0000', { kind: 'binary' }],
] as const)('%s with %j', ([type, text, form]) => {
  expect(bodyForm(type, head(text), text.length)).toEqual(form);
});

test('nothing is an answer too', () => {
  expect(bodyForm('application/json', head(''), 0)).toEqual({ kind: 'empty' });
});

test('JSON that is too large to parse is text', () => {
  const one = head('{');
  expect(bodyForm('application/json', one, JSON_TREE_BYTES).kind).toBe('json');
  expect(bodyForm('application/json', one, JSON_TREE_BYTES + 1).kind).toBe('text');
  expect(bodyForm(null, one, JSON_TREE_BYTES + 1).kind).toBe('text');
});

test('the charset is the one that was said, or UTF-8', () => {
  expect(decoderFor('text/plain; charset="iso-8859-1"').encoding).toBe('windows-1252');
  expect(decoderFor('text/plain; charset=klingon').encoding).toBe('utf-8');
  expect(decoderFor(null).encoding).toBe('utf-8');
});
