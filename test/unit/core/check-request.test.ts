import { describe, expect, it } from 'vitest';
import { checkRequest, checkUrl, INLINE_BODY_BYTES } from '../../../electron/core/check-request.ts';
import type { EditFileInput, RequestInput } from '../../../shared/contracts/request-input.ts';

const mediaTypeOf = (name: string): string =>
  name.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream';
const check = (input: Partial<RequestInput>) =>
  checkRequest(
    { method: 'POST', url: 'http://127.0.0.1:9/inbox', ...input },
    mediaTypeOf,
    nameOf,
    checkUrl,
  );
const nameOf = (file: EditFileInput): string => ('path' in file ? file.path : '');

function codeOf(input: Partial<RequestInput>): string {
  const result = check(input);
  return result.ok ? 'ok' : result.error.code;
}

describe('a request is refused with a code of its own when', () => {
  it.each<[string, Partial<RequestInput>, string]>([
    ['its method does not exist', { method: 'SEND' }, 'METHOD_UNKNOWN'],
    ['its URL is relative', { url: '/inbox' }, 'URL_INVALID'],
    ['its URL is not http', { url: 'ftp://server.example/x' }, 'URL_NOT_HTTP'],
    ['its URL is a file', { url: 'file:///etc/passwd' }, 'URL_NOT_HTTP'],
    ['its URL carries a password', { url: 'https://me:secret@server.example/' }, 'URL_CREDENTIALS'],
    ['a header value has a line break', { headers: { 'X-A': 'a\r\nX-B: b' } }, 'HEADER_INVALID'],
    ['a header value has a NUL', { headers: { 'X-A': 'a\0b' } }, 'HEADER_INVALID'],
    ['a header value is not latin1', { headers: { 'X-A': '東' } }, 'HEADER_INVALID'],
    ['a header name is two words', { headers: { 'X A': 'a' } }, 'HEADER_INVALID'],
    ['a header name is empty', { headers: { '': 'a' } }, 'HEADER_INVALID'],
    ['a header would be lost on its way', { headers: [['__proto__', 'a']] }, 'HEADER_INVALID'],
    [
      'it has more headers than servers read',
      { headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`X-${n}`, 'a'])) },
      'HEADERS_TOO_MANY',
    ],
    ['it carries a password header', { headers: { AUTHORIZATION: 'Bearer x' } }, 'SECRET_HEADER'],
    ['it carries a cookie', { headers: { Cookie: 'a=b' } }, 'SECRET_HEADER'],
    ['it sets the length', { headers: { 'content-length': '4' } }, 'RESERVED_HEADER'],
    ['it sets the key as a header', { headers: { 'idempotency-key': 'x' } }, 'RESERVED_HEADER'],
    ['a GET has a body', { method: 'GET', body: { kind: 'text', text: 'x' } }, 'BODY_NOT_ALLOWED'],
    ['its JSON is not JSON', { body: { kind: 'json', text: '{a:1}' } }, 'JSON_INVALID'],
    ['its JSON is given twice', { body: { kind: 'json', text: '1', value: 1 } }, 'JSON_INVALID'],
    ['a form has no parts', { body: { kind: 'multipart', parts: [] } }, 'PART_INVALID'],
    [
      "a part's content type breaks the line",
      {
        body: {
          kind: 'multipart',
          parts: [{ name: 'a', file: { path: 'a.jpg' }, contentType: 'a/b\r\nX: y' }],
        },
      },
      'PART_INVALID',
    ],
    ...['', ' \t'].map((contentType): [string, Partial<RequestInput>, string] => [
      `a part's content type is ${JSON.stringify(contentType)}`,
      { body: { kind: 'multipart', parts: [{ name: 'a', file: { path: 'a.jpg' }, contentType }] } },
      'PART_INVALID',
    ]),
    [
      "a part's name has a NUL",
      { body: { kind: 'multipart', parts: [{ name: 'a\0', value: 'b' }] } },
      'PART_INVALID',
    ],
    [
      "a part's file name has a NUL",
      {
        body: {
          kind: 'multipart',
          parts: [{ name: 'a', file: { path: 'a.jpg' }, filename: 'a\0.jpg' }],
        },
      },
      'PART_INVALID',
    ],
    [
      'a multipart content type is given',
      {
        headers: { 'Content-Type': 'multipart/form-data' },
        body: { kind: 'multipart', parts: [{ name: 'a', value: 'b' }] },
      },
      'RESERVED_HEADER',
    ],
    [
      'its text is too large',
      { body: { kind: 'text', text: 'x'.repeat(INLINE_BODY_BYTES + 1) } },
      'BODY_TOO_LARGE',
    ],
  ])('%s', (_why, input, code) => {
    expect(codeOf(input)).toBe(code);
  });
});

it('never repeats a password of the URL in its error', () => {
  const result = check({ url: 'https://me:hunter2@server.example/' });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

it('sends the exact JSON text that it was given', () => {
  const text = '{ "a": 1.0, "b" : [ ] }';
  const result = check({ body: { kind: 'json', text } });
  expect(result.ok && result.value.body).toMatchObject({
    kind: 'inline',
    text,
    contentType: 'application/json',
  });
});

it('keeps an empty field name, the order of parts, and repeated names', () => {
  const result = check({
    body: {
      kind: 'multipart',
      parts: [
        { name: 'a', value: '1' },
        { name: '', file: { path: '/home/anna/c.jpg' } },
        { name: 'a', value: '2' },
      ],
    },
  });
  expect(result.ok && result.value.body).toEqual({
    kind: 'multipart',
    parts: [
      { kind: 'field', name: 'a', value: '1' },
      {
        kind: 'file',
        name: '',
        file: { path: '/home/anna/c.jpg' },
        filename: 'c.jpg',
        contentType: 'image/jpeg',
      },
      { kind: 'field', name: 'a', value: '2' },
    ],
  });
});

it('normalises the URL, drops the fragment, and knows the origin', () => {
  const result = check({ url: 'HTTP://Server.Example:80/a b?q=1#top' });
  expect(result.ok && result.value).toMatchObject({
    url: 'http://server.example/a%20b?q=1',
    origin: 'http://server.example',
  });
});

it('has the URL as it will travel: without an empty query', () => {
  const result = check({ url: 'http://server.example/a?#top' });
  expect(result.ok && result.value.url).toBe('http://server.example/a');
});

it('takes blanks from around the content type of a body, which a client could lose', () => {
  const typeOf = (contentType: string): unknown => {
    const result = check({ body: { kind: 'text', text: 'x', contentType } });
    return result.ok && result.value.body;
  };
  expect(typeOf(' text/x\t')).toMatchObject({ contentType: 'text/x' });
  expect(typeOf('\t')).toMatchObject({ contentType: '' });
});

it('takes a priority as a word or a number, and 2 by default', () => {
  const priority = (input: Partial<RequestInput>): unknown => {
    const result = check(input);
    return result.ok && result.value.priority;
  };
  expect([priority({}), priority({ priority: 'urgent' }), priority({ priority: 1 })]).toEqual([
    2, 4, 1,
  ]);
});
