import { describe, expect, test } from 'vitest';
import { changeRequest } from '../../../../electron/core/change/change-request.ts';
import type { RequestChange } from '../../../../shared/contracts/request-change-calls.ts';
import type { Header, StoredBody } from '../../../../shared/outbox/request.ts';
import { textBody, vaultBody } from '../../../support/item-fixtures.ts';

const digest = (text: string): string => `digest of ${text}`;
const NONE: StoredBody = { kind: 'none' };
const FORM: StoredBody = { kind: 'multipart', boundary: 'b', parts: [] };

const made = (headers: readonly Header[], body: StoredBody, change: RequestChange) =>
  changeRequest({ revision: 1, headers, body }, change, digest);

describe('a header', () => {
  const set = (
    name: string,
    value: string | null,
    headers: readonly Header[],
    body: StoredBody = NONE,
  ) => made(headers, body, { kind: 'header', name, value });

  test('is set in its place, whatever its case, once for all', () => {
    const before: readonly Header[] = [
      ['A', '1'],
      ['x-room', '7'],
      ['B', '2'],
      ['X-Room', '8'],
    ];
    expect(set('X-Room', ' 9 ', before)).toEqual({
      kind: 'changed',
      headers: [
        ['A', '1'],
        ['X-Room', '9'],
        ['B', '2'],
      ],
      body: NONE,
      bytesChanged: false,
      before: '7, 8',
      after: '9',
    });
  });

  test('is added at the end, and taken away', () => {
    expect(set('X-Room', '9', [['A', '1']])).toMatchObject({
      headers: [
        ['A', '1'],
        ['X-Room', '9'],
      ],
      before: null,
    });
    expect(set('a', null, [['A', '1']])).toMatchObject({ headers: [], before: '1', after: null });
  });

  test('that is so already changes nothing', () => {
    expect(set('x-room', '9', [['X-Room', '9']])).toEqual({ kind: 'same' });
    expect(set('X-Room', null, [['A', '1']])).toEqual({ kind: 'same' });
    const twice: readonly Header[] = [
      ['A', '1'],
      ['A', '1'],
    ];
    expect(set('A', '1, 1', twice)).toMatchObject({ kind: 'changed', headers: [['A', '1, 1']] });
  });

  test.each<[string, string, string]>([
    ['Authorization', 'Bearer x', 'SECRET_HEADER'],
    ['Content-Length', '1', 'RESERVED_HEADER'],
    ['X-A', 'a\r\nb', 'HEADER_INVALID'],
  ])('%s is refused as for any request', (name, value, code) => {
    expect(set(name, value, [])).toEqual({ kind: 'refused', code });
  });

  test('is refused where there would be too many', () => {
    const many = Array.from({ length: 100 }, (_, n): Header => [`X-${n}`, '1']);
    expect(set('X-More', '1', many)).toEqual({ kind: 'refused', code: 'HEADERS_TOO_MANY' });
    expect(set('X-5', '2', many)).toMatchObject({ kind: 'changed' });
  });

  test('leaves the body as it is, whatever it is', () => {
    for (const body of [FORM, vaultBody('v'), textBody('{"a": 1}')])
      expect(set('X-A', '1', [], body)).toMatchObject({ body, bytesChanged: false });
  });

  test('of the content type is that of the body, which a form in parts does not let go', () => {
    const type = 'application/vnd.visit+json';
    expect(set('Content-Type', type, [], textBody('{}'))).toMatchObject({
      headers: [],
      body: { contentType: type, text: '{}' },
      bytesChanged: true,
      before: 'application/json',
    });
    expect(set('content-type', 'application/json', [], textBody('{}'))).toEqual({ kind: 'same' });
    const reserved = { kind: 'refused', code: 'RESERVED_HEADER' };
    expect(set('Content-Type', type, [], FORM)).toEqual(reserved);
    expect(set('Content-Type', null, [], textBody('{}'))).toEqual(reserved);
    const invalid = { kind: 'refused', code: 'HEADER_INVALID' };
    expect(set('Content-Type', ' ', [], textBody('{}'))).toEqual(invalid);
    expect(set('Content-Type', 'a\nb', [], textBody('{}'))).toEqual(invalid);
    expect(set('Content-Type', type, [])).toMatchObject({ headers: [['Content-Type', type]] });
  });
});

describe('a value in JSON', () => {
  const set = (pointer: string, value: RequestChange & { kind: 'json' }, body: StoredBody) =>
    made([['A', '1']], body, { ...value, pointer });
  const json = (value: Extract<RequestChange, { kind: 'json' }>['value']) =>
    ({ kind: 'json', pointer: '', value }) as const;

  test('takes the place of the old one; everything around it stays byte for byte', () => {
    const text = '{ "id":12345678901234567890,\n  "room" : "four", "x":1.0 }';
    const after = '{ "id":12345678901234567890,\n  "room" : 4, "x":1.0 }';
    expect(set('/room', json(4), textBody(text))).toEqual({
      kind: 'changed',
      headers: [['A', '1']],
      body: { ...textBody(after), sha256: digest(after) },
      bytesChanged: true,
      before: '"four"',
      after: '4',
    });
  });

  test('keeps the type that it was given with', () => {
    const of = (value: Parameters<typeof json>[0]) =>
      set('/a', json(value), textBody('{"a":[]}')) as {
        readonly body?: { readonly text?: string };
      };
    expect(of('4').body?.text).toBe('{"a":"4"}');
    expect(of(null).body?.text).toBe('{"a":null}');
    expect(of({ b: [true] }).body?.text).toBe('{"a":{"b":[true]}}');
  });

  test('that is so already, however it is written, changes nothing', () => {
    expect(set('/a', json({ b: 1 }), textBody('{"a":{ "b": 1 }}'))).toEqual({ kind: 'same' });
    expect(set('/a', json('é'), textBody('{"a":"\\u00e9"}'))).toEqual({ kind: 'same' });
  });

  test('is not taken for a number that only a double takes it for', () => {
    const long = set('/a', json(12345678901234567000), textBody('{"a":12345678901234567890}'));
    expect(long).toMatchObject({ kind: 'changed', after: '12345678901234567000' });
  });

  test('is refused where there is no such place, and no JSON', () => {
    expect(set('/b', json(1), textBody('{"a":1}'))).toEqual({
      kind: 'refused',
      code: 'JSON_PLACE_MISSING',
    });
    const form: StoredBody = { ...textBody('a=1'), as: 'form' } as StoredBody;
    for (const body of [NONE, FORM, vaultBody('v'), form])
      expect(set('/a', json(1), body)).toEqual({ kind: 'refused', code: 'BODY_NOT_JSON' });
  });

  test('is refused where the text would become too large', () => {
    expect(set('/a', json('x'.repeat(8 * 1024 * 1024)), textBody('{"a":1}'))).toEqual({
      kind: 'refused',
      code: 'BODY_TOO_LARGE',
    });
  });
});
