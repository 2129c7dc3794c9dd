import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../electron/worker/classify/answer.ts';
import { classifyAnswer } from '../../../electron/worker/classify/classify-answer.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { DEFAULT_CONTRACT, type SuccessContract } from '../../../shared/outbox/success-contract.ts';

const NOW = Date.UTC(2026, 10, 23);
const bytes = (text: string) => new TextEncoder().encode(text);

const answer = (status: number, change: Partial<Answer> = {}): Answer => ({
  url: 'https://api.example/items',
  statusText: '',
  status,
  headers: [['content-type', 'application/json']],
  bodyStart: bytes('{}'),
  bodyEnded: true,
  body: null,
  progress: 'complete',
  receivedAt: NOW,
  ...change,
});

const kindOf = (given: Answer, contract: SuccessContract = DEFAULT_CONTRACT) =>
  classifyAnswer(given, contract).outcome.kind;

/** The table of design.md §8, written down a second time. */
function expectedKind(status: number): string {
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'misdirected';
  if (status === 401) return 'unauthorized';
  if (status === 407) return 'suspect';
  if ([408, 421, 423, 425, 429].includes(status)) return 'busy';
  if (status === 407) return 'suspect';
  if (status >= 400 && status < 500) return 'rejected';
  if ([501, 505].includes(status)) return 'rejected';
  if (status === 511) return 'suspect';
  return 'busy';
}

const ALL = Array.from({ length: 1002 }, (_, status) => status);
const html: readonly Header[] = [['content-type', 'Text/HTML; charset=utf-8']];
const page = { headers: html, bodyStart: bytes('\n <html>') };

describe('every status', () => {
  test('has its outcome, with and without a body', () => {
    for (const status of ALL) {
      for (const bodyStart of [bytes('{}'), new Uint8Array()]) {
        const { outcome, verdict } = classifyAnswer(
          answer(status, { bodyStart }),
          DEFAULT_CONTRACT,
        );
        expect([status, outcome.kind]).toEqual([status, expectedKind(status)]);
        expect(outcome).toHaveProperty('status', status);
        expect(verdict?.accepted).toBe(outcome.kind === 'delivered');
      }
    }
  });

  test('with a web page is never delivered, and means the same as without where it is no success', () => {
    for (const status of ALL) {
      const expected = expectedKind(status);
      expect([status, kindOf(answer(status, page))]).toEqual([
        status,
        expected === 'delivered' ? 'suspect' : expected,
      ]);
    }
  });

  test('except 2xx, 401, 511 and redirects waits when the server says how long, if it is about waiting', () => {
    const headers: readonly Header[] = [['Retry-After', '7']];
    for (const status of ALL) {
      const { outcome } = classifyAnswer(answer(status, { headers }), DEFAULT_CONTRACT);
      const waits = expectedKind(status) === 'busy' || status === 409 || status === 413;
      const wait = outcome.kind === 'busy' ? outcome.retryAfterMs : null;
      expect([status, wait]).toEqual([status, waits ? 7000 : null]);
    }
  });

  test('is delivered when the contract names it, except redirects and interim answers', () => {
    const contract: SuccessContract = { ...DEFAULT_CONTRACT, accept: [[0, 2000]] };
    for (const status of ALL) {
      const delivered = status >= 200 && (status < 300 || status >= 400);
      expect([status, kindOf(answer(status), contract) === 'delivered']).toEqual([
        status,
        delivered,
      ]);
    }
  });

  test('of 2xx that the contract does not name is suspect', () => {
    const contract: SuccessContract = { ...DEFAULT_CONTRACT, accept: [[201, 202]] };
    expect(kindOf(answer(200), contract)).toBe('suspect');
    expect(kindOf(answer(201), contract)).toBe('delivered');
    expect(kindOf(answer(203), contract)).toBe('suspect');
  });

  test('511 is the network, not the server', () => {
    expect(classifyAnswer(answer(511, page), DEFAULT_CONTRACT).outcome).toEqual({
      kind: 'suspect',
      status: 511,
      doubt: 'NETWORK_SIGN_IN',
    });
  });

  test('of success means nothing until the whole request was sent', () => {
    expect(kindOf(answer(200, { progress: 'partial' }))).toBe('suspect');
    expect(kindOf(answer(413, { progress: 'partial' }))).toBe('rejected');
  });
});

describe('a web page', () => {
  const cases: readonly (readonly [string, Partial<Answer>, string])[] = [
    ['after white space', { headers: html, bodyStart: bytes(' \r\n\t<p>') }, 'suspect'],
    ['after a byte order mark', { headers: html, bodyStart: bytes('\ufeff<p>') }, 'suspect'],
    [
      'in UTF-16',
      { headers: html, bodyStart: Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x68, 0) },
      'suspect',
    ],
    [
      'as XHTML',
      { headers: [['content-type', 'application/xhtml+xml']], bodyStart: bytes('<') },
      'suspect',
    ],
    ['without a type', { headers: [], bodyStart: bytes('<!DOCTYPE html><p>') }, 'suspect'],
    [
      'without a type, as XHTML',
      {
        headers: [],
        bodyStart: bytes('\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<html lang="en">'),
      },
      'suspect',
    ],
    [
      'without a type, that is a script',
      { headers: [], bodyStart: bytes('<script>location="http://login.example/"</script>') },
      'suspect',
    ],
    [
      'that is XML without a type, after many comments',
      { headers: [], bodyStart: bytes(`${'<!---->'.repeat(500)}<htmlish/>`) },
      'delivered',
    ],
    [
      'cut before its first sign',
      { headers: html, bodyStart: bytes(' '), bodyEnded: false },
      'suspect',
    ],
    ['of 4 KiB of white space', { headers: html, bodyStart: bytes(' '.repeat(4096)) }, 'suspect'],
    ['that is none but text', { headers: html, bodyStart: bytes('OK') }, 'delivered'],
    ['that is empty', { headers: html, bodyStart: new Uint8Array() }, 'delivered'],
    [
      'that is XML',
      { headers: [['content-type', 'text/xml']], bodyStart: bytes('<ok/>') },
      'delivered',
    ],
    ['that is XML without a type', { headers: [], bodyStart: bytes('<?xml?>') }, 'delivered'],
    ['that is JSON about HTML', { bodyStart: bytes('"<html>"') }, 'delivered'],
  ];
  test.each(cases)('%s', (_, change, kind) => {
    expect(kindOf(answer(200, change))).toBe(kind);
  });

  test('is a success where the contract allows it', () => {
    expect(kindOf(answer(200, page), { ...DEFAULT_CONTRACT, allowHtml: true })).toBe('delivered');
  });

  test('says that it was one', () => {
    expect(classifyAnswer(answer(200, page), DEFAULT_CONTRACT).verdict).toEqual({
      accepted: false,
      rule: 'HTML_INSTEAD',
      receipt: null,
    });
  });
});

describe('a redirect', () => {
  const to = (status: number, location: string, url = 'https://api.example/items') =>
    classifyAnswer(answer(status, { url, headers: [['Location', location]] }), DEFAULT_CONTRACT)
      .outcome;

  test.each([307, 308])('%i within the origin names where to go', (status) => {
    for (const location of ['/v2', '//api.example/v2', 'https://api.example:443/v2#here', '../v2'])
      expect(to(status, location)).toEqual({
        kind: 'redirected',
        status,
        location: 'https://api.example/v2',
      });
  });

  test.each([300, 301, 302, 303, 304, 305, 306])('%i is never followed', (status) => {
    expect(to(status, '/v2')).toEqual({
      kind: 'misdirected',
      status,
      location: 'https://api.example/v2',
      otherOrigin: false,
    });
  });

  test.each([
    ['another host', 'https://other.example/'],
    ['another port', 'https://api.example:8443/'],
    ['http instead of https', 'http://api.example/'],
    ['another scheme', 'ftp://api.example/'],
  ])('to %s is not followed', (_, location) => {
    expect(to(308, location)).toMatchObject({ kind: 'misdirected', location, otherOrigin: true });
  });

  test.each([301, 302, 303, 307, 308])(
    '%i to elsewhere over plain http may be of anybody on the way',
    (status) => {
      for (const location of [
        'http://portal.example/login?from=api.example',
        'https://portal.example/',
        'http://api.example:8080/login',
        'ms-wifi:login',
      ]) {
        const given = answer(status, {
          url: 'http://api.example/items',
          headers: [['Location', location]],
        });
        expect(classifyAnswer(given, DEFAULT_CONTRACT)).toEqual({
          outcome: { kind: 'suspect', status, doubt: 'REDIRECT', location },
          verdict: { accepted: false, rule: 'REDIRECT', receipt: null },
        });
      }
    },
  );

  test.each([
    ['its own https', 'https://api.example/items', true],
    ['its own https on another port', 'https://api.example:8443/items', true],
    ['another path of it', '/login', false],
  ])('over plain http to %s is of the server', (_, location, otherOrigin) => {
    expect(to(302, location, 'http://api.example/items')).toEqual({
      kind: 'misdirected',
      status: 302,
      location: new URL(location, 'http://api.example/').href,
      otherOrigin,
    });
  });

  test('with credentials is not followed, and they are not kept', () => {
    expect(to(308, 'https://me:secret@api.example/v2')).toEqual({
      kind: 'misdirected',
      status: 308,
      location: 'https://api.example/v2',
      otherOrigin: false,
    });
    expect(to(302, 'http://me:secret@portal.example/', 'http://api.example/items')).toMatchObject({
      kind: 'suspect',
      location: 'http://portal.example/',
    });
  });

  test('without a usable address is not followed', () => {
    expect(to(307, ' ')).toMatchObject({ kind: 'misdirected', location: null });
    expect(to(307, 'http://[')).toMatchObject({ kind: 'misdirected', location: 'http://[' });
    expect(classifyAnswer(answer(307), DEFAULT_CONTRACT).outcome).toMatchObject({ location: null });
  });
});

describe('a 409', () => {
  const kindWith = (document: unknown) =>
    kindOf(answer(409, { bodyStart: bytes(JSON.stringify(document)) }));

  test.each([
    { type: 'https://api.example/errors/idempotency-key-in-use' },
    { title: 'A request is outstanding for this Idempotency-Key' },
    { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } },
    { error: 'idempotent_request_in_progress' },
    { code: 'IDEMPOTENCY_CONCURRENT_REQUEST' },
  ])('that only says that the same request is being worked on is asked again: %j', (document) => {
    expect(kindWith(document)).toBe('busy');
  });

  test.each([
    {},
    [],
    null,
    'idempotency key in use',
    { title: 'Conflict' },
    { title: 'The bed is in use' },
    { title: 'This Idempotency-Key was used with another body' },
    { detail: 'idempotency_key_in_use' },
    { error: { code: 4 } },
  ])('of any other kind is a no: %j', (document) => {
    expect(kindWith(document)).toBe('rejected');
    expect(kindOf(answer(409, { bodyStart: bytes('{"type":"idempotency_key_in_use') }))).toBe(
      'rejected',
    );
  });
});

describe('a quota that is used up', () => {
  const headers: readonly Header[] = [['RateLimit', '"default";r=0;t=30']];
  const waitAt = (status: number, more: readonly Header[] = []) => {
    const { outcome } = classifyAnswer(
      answer(status, { headers: [...headers, ...more] }),
      DEFAULT_CONTRACT,
    );
    return outcome.kind === 'busy' ? outcome.retryAfterMs : outcome.kind;
  };

  test('says how long to wait where the server refuses for now and does not say it outright', () => {
    expect(waitAt(429)).toBe(30_000);
    expect(waitAt(503)).toBe(30_000);
    expect(waitAt(429, [['Retry-After', '5']])).toBe(5_000);
  });

  test('has nothing to do with answers of other kinds', () => {
    expect(waitAt(500)).toBeNull();
    expect(waitAt(413)).toBe('rejected');
    expect(waitAt(409)).toBe('rejected');
  });
});

describe('a 403', () => {
  const withChallenge = (value: string) =>
    kindOf(answer(403, { headers: [['WWW-Authenticate', value]] }));

  test('that complains of the token is a matter of signing in', () => {
    expect(withChallenge('Bearer realm="x", error="invalid_token"')).toBe('unauthorized');
  });

  test('of any other kind is a no', () => {
    expect(withChallenge('Bearer error="insufficient_scope"')).toBe('rejected');
    expect(withChallenge('Basic realm="invalid_token"')).toBe('rejected');
  });
});

describe('Retry-After', () => {
  const after = (value: string, date?: string) => {
    const headers: readonly Header[] = [
      ['retry-after', value],
      ...(date === undefined ? [] : [['Date', date] as const]),
    ];
    const { outcome } = classifyAnswer(answer(503, { headers }), DEFAULT_CONTRACT);
    return outcome.kind === 'busy' ? outcome.retryAfterMs : 'not busy';
  };
  const DAY = 86_400_000;

  test.each([
    ['0', 0],
    ['5', 5_000],
    [' 12 ', 12_000],
    ['86401', DAY],
    ['1000000000000', DAY],
    ['9'.repeat(400), DAY],
    ['-1', 0],
    ['--1', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    ['2026-11-23', null],
    ['tomorrow 5', null],
  ])('%j', (value, expected) => {
    expect(after(value)).toBe(expected);
  });

  test('as a date counts from the date of the answer, not from our clock', () => {
    const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
    expect(after('Sun, 06 Nov 1994 08:51:37 GMT', date)).toBe(120_000);
    expect(after('Sunday, 06-Nov-94 08:51:37 GMT', date)).toBe(120_000);
    expect(after('Sun Nov  6 08:51:37 1994', date)).toBe(120_000);
    expect(after('Sun, 06 Nov 1994 08:49:36 GMT', date)).toBe(0);
    expect(after('Sun, 06 Nov 2094 08:49:37 GMT', date)).toBe(DAY);
  });

  test('as a date without one of the answer counts from our clock', () => {
    expect(after('Mon, 23 Nov 2026 00:01:00 GMT')).toBe(60_000);
    expect(after('Mon, 23 Nov 2026 00:01:00 GMT', 'junk')).toBe(60_000);
  });

  test('as an impossible date is ignored', () => {
    expect(after('Sun, 99 Nov 1994 08:49:37 GMT')).toBe(null);
  });
});
