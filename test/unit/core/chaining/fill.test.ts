import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../../../electron/core/chaining/answer-values.ts';
import type { FillProblem } from '../../../../electron/core/chaining/fill.ts';
import { fillJson } from '../../../../electron/core/chaining/fill-json.ts';
import { fillRequest } from '../../../../electron/core/chaining/fill-request.ts';
import { fillUrl } from '../../../../electron/core/chaining/fill-url.ts';
import { readTemplateUrl } from '../../../../electron/core/chaining/template-request.ts';
import { isHeaderValue } from '../../../../electron/core/check-headers.ts';
import type { Result } from '../../../../shared/lang/result.ts';
import {
  hasMarks,
  type Placeholder,
  piecesOf,
  placeholderOf,
} from '../../../../shared/outbox/placeholder.ts';

const ID = '{{ref:visit.response.body.id}}';
const ORIGIN = 'https://api.test';

/** The same text, written so that nothing of it is filled in. */
const literally = (text: string): string => text.replaceAll(/\{\{(?=!* *(?:ref|item):)/g, '{{!');

const always = (json: string) => () => json;

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const causeOf = (result: Result<unknown, FillProblem>): string =>
  result.ok ? 'none' : result.error.kind === 'unfit' ? result.error.cause : result.error.kind;

describe('a placeholder', () => {
  it.each<readonly [string, Partial<Placeholder>]>([
    ['ref:visit-42.response.body.id', { by: 'ref', name: 'visit-42' }],
    ['ref:a.b.response.body.items.0.id', { name: 'a.b' }],
    ['item:0198.response.status', { by: 'item', name: '0198', place: { kind: 'status' } }],
    ['ref:v.response.headers.ETag', { place: { kind: 'header', name: 'etag' } }],
    ['ref:v.response.body', { place: { kind: 'body', path: [] } }],
    ['ref:v.response.body.a%2Eb.%7D%7D', { place: { kind: 'body', path: ['a.b', '}}'] } }],
    ['ref:50%25.response.status', { name: '50%' }],
  ])('is read: %s', (text, expected) => {
    expect(placeholderOf(text)).toMatchObject({ text, ...expected });
    expect(piecesOf(`a{{ ${text} }}b`)).toMatchObject({ value: ['a', expected, 'b'] });
  });

  it.each([
    '{{ref:v}}',
    '{{ref:v.response}}',
    '{{ref:v.response.bodyid}}',
    '{{ref:v.response.body..id}}',
    '{{ref:.response.body.id}}',
    '{{ref:v.response.headers.a b}}',
    '{{ref:v%zz.response.status}}',
    '{{item:v.response.body.id',
    `{{ref:${'v'.repeat(2000)}.response.status}}`,
  ])('is refused: %s', (text) => {
    expect(piecesOf(text)).toMatchObject({ ok: false, error: { code: 'PLACEHOLDER_INVALID' } });
  });

  it.each(['set-cookie', 'X-Api-Key', 'x-auth-token'])('never takes the header %s', (name) => {
    expect(piecesOf(`{{ref:v.response.headers.${name}}}`)).toMatchObject({
      error: { code: 'SECRET_HEADER' },
    });
  });

  it('is none in any text that was written literally', () => {
    const text = fc
      .array(fc.constantFrom('{{', '}}', '!', ' ', 'ref:', 'item:', 'v.response.body', 'ü'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (plain) => {
        const pieces = valueOf(piecesOf(literally(plain)));
        expect(pieces).toEqual(plain === '' ? [] : [plain]);
        if (!hasMarks(plain)) expect(literally(plain)).toBe(plain);
      }),
    );
  });
});

describe('a value of an answer', () => {
  const answer = (text: string, truncated: 'cap' | null = null) =>
    valuesOf(
      {
        head: { status: 201, headers: [['ETag', '"7"']] },
        body: { bytes: 1, inline: new TextEncoder().encode(text), file: null, truncated },
      },
      () => null,
    );
  const body = (...path: readonly string[]) => ({ kind: 'body', path }) as const;

  it('is as exact as the server wrote it', () => {
    const value = answer('﻿{ "id": 12345678901234567890, "a/b": [true, {"~": 1.50}] }');
    expect(value(body('id'))).toEqual({ ok: true, value: '12345678901234567890' });
    expect(value(body('a/b', '1', '~'))).toEqual({ ok: true, value: '1.50' });
    expect(value({ kind: 'status' })).toEqual({ ok: true, value: '201' });
    expect(value({ kind: 'header', name: 'etag' })).toEqual({ ok: true, value: '"\\"7\\""' });
  });

  it.each([
    ['{"a":1}', null, 'NOT_THERE'],
    ['[1]', null, 'NOT_THERE'],
    ['<html>', null, 'NOT_JSON'],
    ['', null, 'NOT_JSON'],
    ['{"id":1}', 'cap', 'CUT'],
    ['{"id":"**********"}', null, 'MASKED'],
    [`{"id":"${'x'.repeat(300_000)}"}`, null, 'TOO_LONG'],
  ] as const)('is not to be had from %.40s', (text, truncated, cause) => {
    expect(answer(text, truncated)(body('id'))).toEqual({ ok: false, error: cause });
  });
});

const json = fc.json({ maxDepth: 2 });
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('..', '.', '', '/', '%2e%2e', '../..', '@evil.test', '?a#b', '\r\nX: y', '\\'),
);

describe('a URL that is filled in', () => {
  const templates = fc.constantFrom(
    `${ORIGIN}/visits/${ID}/photos`,
    `${ORIGIN}/${ID}`,
    `${ORIGIN}/a/x${ID}y/?q=${ID}&z`,
    `${ORIGIN}/a?b${ID}`,
    `${ORIGIN}/.${ID}`,
  );

  it('keeps its origin and every other segment, and gives the value back', () => {
    fc.assert(
      fc.property(templates, text, (template, value) => {
        const filled = fillUrl(template, ORIGIN, always(JSON.stringify(value)));
        if (!filled.ok) return;
        const url = new URL(filled.value);
        const bare = new URL(template.replaceAll(ID, 'VALUE'));
        expect(url.origin).toBe(ORIGIN);
        expect([url.hash, url.username]).toEqual(['', '']);
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(
          bare.pathname.split('/').map((one) => one.replaceAll('VALUE', () => value)),
        );
        expect(decodeURIComponent(url.search)).toBe(bare.search.replaceAll('VALUE', () => value));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '.', '..'])('is none where the segment would be %j', (value) => {
    const filled = fillUrl(`${ORIGIN}/visits/${ID}`, ORIGIN, always(JSON.stringify(value)));
    expect(causeOf(filled)).toBe('OTHER_PATH');
  });

  it.each(['null', '{"a":1}', '[1]'])('does not take %s', (value) => {
    expect(causeOf(fillUrl(`${ORIGIN}/${ID}`, ORIGIN, always(value)))).toBe('NOT_TEXT');
  });

  it('takes the place of nothing but path and query', () => {
    for (const url of [
      ID,
      `${ID}://api.test/`,
      `https://${ID}/a`,
      `https://${ID}.test/a`,
      `https://api.test:${ID}/a`,
      `https://api.test${ID}/a`,
      `https://${ID}@api.test/a`,
      `https:\\\\${ID}/a`,
      `https:/${ID}/a`,
      `https:${ID}/a`,
      `https://api.test/a#${ID}`,
      `https://api.test/${ID}/../a`,
    ]) {
      const code = readTemplateUrl(url);
      expect([url, code.ok ? 'ok' : code.error.code]).toEqual([url, 'PLACEHOLDER_MISPLACED']);
    }
  });

  it('is written as any other, with its placeholders in place', () => {
    expect(readTemplateUrl(`HTTPS://API.test:443/ü/${ID}/{{!ref:x/?a=${ID}&b={{!item:#c`)).toEqual({
      ok: true,
      value: {
        origin: ORIGIN,
        href: `${ORIGIN}/%C3%BC/${ID}/%7B%7Bref:x/?a=${ID}&b=%7B%7Bitem:`,
      },
    });
  });
});

describe('a JSON text that is filled in', () => {
  it('has the value itself where the string is nothing else, and everything else byte for byte', () => {
    fc.assert(
      fc.property(json, json, (value, other) => {
        const template = `{ "a" : "${ID}",\n "b": ${other} , "c":"\\u00e9"}`;
        const filled = valueOf(fillJson(template, always(value)));
        expect(filled).toBe(`{ "a" : ${value},\n "b": ${other} , "c":"\\u00e9"}`);
      }),
    );
  });

  it('has text within text, whatever the text', () => {
    fc.assert(
      fc.property(
        text.filter((one) => one.isWellFormed()),
        (value) => {
          const filled = fillJson(`{"a":"<${ID}>","b":1}`, always(JSON.stringify(value)));
          expect(JSON.parse(valueOf(filled))).toEqual({ a: `<${value}>`, b: 1 });
        },
      ),
    );
  });

  it('never looks for placeholders in a value', () => {
    const value = '"{{ref:other.response.body.secret}}"';
    expect(valueOf(fillJson(`["${ID}","${ID}!"]`, always(value)))).toBe(
      '["{{ref:other.response.body.secret}}","{{ref:other.response.body.secret}}!"]',
    );
  });

  it('does not take one for the name of a member', () => {
    expect(causeOf(fillJson(`{"${ID}":1}`, always('1')))).toBe('misplaced');
    expect(valueOf(fillJson('{"{{!ref:a":"{{!item:b"}', always('1')))).toBe(
      '{"{{ref:a":"{{item:b"}',
    );
  });

  it('keeps to the limit of a body', () => {
    const large = JSON.stringify('x'.repeat(200_000));
    expect(causeOf(fillJson(`[${`"${ID}",`.repeat(100)}1]`, always(large)))).toBe('TOO_LARGE');
  });
});

describe('a request that is filled in', () => {
  const filled = (value: string, part: Partial<Parameters<typeof fillRequest>[0]>) =>
    fillRequest(
      { url: `${ORIGIN}/`, headers: [], body: { kind: 'none' }, ...part },
      ORIGIN,
      always(value),
    );

  it('has no header that could be another one', () => {
    fc.assert(
      fc.property(fc.oneof(text, json), (value) => {
        const result = filled(JSON.stringify(value), { headers: [['X-Visit', `a ${ID}`]] });
        if (!result.ok) return;
        expect(result.value.headers).toHaveLength(1);
        expect(result.value.headers[0]?.[1]).toMatch(/^a/);
        expect(isHeaderValue(result.value.headers[0]?.[1] ?? '\n')).toBe(true);
      }),
    );
  });

  it.each(['"a\\r\\nX-Evil: 1"', '"a\\nb"', '"a\\u0000"', '"\\u6771"', '"\\ud800"'])(
    'refuses %s in a header',
    (value) => {
      expect(causeOf(filled(value, { headers: [['X-Visit', ID]] }))).toBe('CHARACTERS');
    },
  );

  const inline = (as: 'form' | 'text', of: string) =>
    ({ kind: 'inline', as, text: of, contentType: 'x/y', sha256: '' }) as const;

  it('has form values that stay in their field', () => {
    const form = new URLSearchParams([
      ['visit', ID],
      ['a', 'b'],
    ]).toString();
    fc.assert(
      fc.property(
        text.filter((one) => one.isWellFormed()),
        (value) => {
          const result = valueOf(filled(JSON.stringify(value), { body: inline('form', form) }));
          const sent = result.body.kind === 'inline' ? result.body.text : '';
          expect([...new URLSearchParams(sent)]).toEqual([
            ['visit', value],
            ['a', 'b'],
          ]);
        },
      ),
    );
  });

  it('has texts and fields, and leaves names, types and files alone', () => {
    expect(valueOf(filled('7', { body: inline('text', `<v>${ID}</v>`) })).body).toMatchObject({
      text: '<v>7</v>',
    });
    const field = { kind: 'field', name: 'visit', value: ID } as const;
    const multipart = (part: object) =>
      ({ kind: 'multipart', boundary: 'b', parts: [{ ...field, ...part }] }) as const;
    expect(valueOf(filled('"7"', { body: multipart({}) })).body).toMatchObject({
      parts: [{ value: '7' }],
    });
    expect(causeOf(filled('7', { body: multipart({ name: ID }) }))).toBe('misplaced');
    const file = { kind: 'vault', file: 'f', size: 1, sha256: '' } as const;
    expect(causeOf(filled('7', { body: { kind: 'file', file, contentType: ID } }))).toBe(
      'misplaced',
    );
  });
});
