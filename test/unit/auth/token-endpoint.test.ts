import { describe, expect, test } from 'vitest';
import { judgeAnswer } from '../../../electron/adapters/auth/judge-answer.ts';
import { retryAfterMs } from '../../../electron/adapters/auth/retry-after.ts';
import { tokenRequest } from '../../../electron/adapters/auth/token-request.ts';
import { atPointer } from '../../../shared/lang/json-pointer.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { TokenRefresh } from '../../../shared/outbox/account.ts';

const json: TokenRefresh = {
  kind: 'json',
  url: 'https://api.example/session',
  method: 'PUT',
  headers: { 'X-App': 'field', Accept: 'application/vnd.api+json' },
  body: { session: { token: 'T={{refreshToken}}', list: ['{{refreshToken}}', 1, null] } },
  accessToken: '/data/a~1b/0',
  refreshToken: '/data/next',
  expiresIn: '/data/seconds',
  keptBy: null,
};

describe('a JSON refresh', () => {
  test('puts the token into the texts of the template, whatever is in the token', () => {
    const { method, headers, body } = tokenRequest(json, new Secret('"},$& {{refreshToken}}'));
    expect([method, headers]).toEqual([
      'PUT',
      {
        'x-app': 'field',
        accept: 'application/vnd.api+json',
        'content-type': 'application/json',
      },
    ]);
    const token = '"},$& {{refreshToken}}';
    expect(JSON.parse(body)).toEqual({ session: { token: `T=${token}`, list: [token, 1, null] } });
  });

  test('finds the tokens where the account says', () => {
    const text = '{"data":{"a/b":["access"],"next":"refresh","seconds":"60"}}';
    const answer = judgeAnswer(json, { status: 200, header: () => null, text, receivedAt: 0 });
    if (answer.kind !== 'tokens') throw new Error(answer.kind);
    const { accessToken, refreshToken, lifetimeMs } = answer;
    expect([accessToken.reveal(), refreshToken?.reveal(), lifetimeMs]).toEqual([
      'access',
      'refresh',
      60_000,
    ]);
  });

  test.each([
    [401, '', 'ended'],
    [403, '{"message":"no"}', 'ended'],
    [401, '<!doctype html>', 'trouble'],
    [400, '{"message":"no"}', 'trouble'],
    [400, '{"error":"invalid_grant"}', 'ended'],
    [404, '', 'trouble'],
    [503, '{"error":"invalid_grant"}', 'trouble'],
  ])('%d with %j is %s', (status, text, kind) => {
    expect(judgeAnswer(json, { status, header: () => null, text, receivedAt: 0 }).kind).toBe(kind);
  });
});

test('an OAuth 2 refresh asks for the scope of the account, form-encoded', () => {
  const refresh: TokenRefresh = {
    kind: 'oauth2',
    tokenUrl: 'https://id.example/token',
    clientId: 'a&b',
    scope: 'read write',
    signIn: null,
  };
  const { body, headers } = tokenRequest(refresh, new Secret('r=1'));
  expect(body).toBe(
    'grant_type=refresh_token&refresh_token=r%3D1&client_id=a%26b&scope=read+write',
  );
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
});

test.each([
  ['', { a: 1 }, { a: 1 }],
  ['/a~1b', { 'a/b': 1 }, 1],
  ['/m~0n', { 'm~n': 1 }, 1],
  ['/~01', { '~1': 1 }, 1],
  ['/', { '': 1 }, 1],
  ['/a/1', { a: [0, 5] }, 5],
  ['/a/01', { a: [0, 5] }, undefined],
  ['/a/length', { a: [0] }, undefined],
  ['/constructor', {}, undefined],
  ['/a/b', { a: null }, undefined],
])('the pointer %j into %j finds %j', (pointer, document, found) => {
  expect(atPointer(document, pointer)).toEqual(found);
});

const DATE = 'Mon, 23 Nov 2026 10:00:00 GMT';
test.each([
  ['7', null, 7_000],
  ['99999999', null, 86_400_000],
  ['Mon, 23 Nov 2026 10:01:00 GMT', DATE, 60_000],
  ['Mon, 23 Nov 2026 09:00:00 GMT', DATE, 0],
  ['Mon, 23 Nov 2026 10:01:00 GMT', null, 61_000],
  ['-1', null, null],
  ['soon', null, null],
  [null, null, null],
])('Retry-After %j with Date %j asks for %j ms', (value, date, expected) => {
  expect(retryAfterMs(value, date, Date.parse(DATE) - 1_000)).toBe(expected);
});
