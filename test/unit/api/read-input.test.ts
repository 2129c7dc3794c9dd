import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readInput } from '../../../electron/api/read-input.ts';
import { accountInput, tokensInput } from '../../../shared/contracts/account-input.ts';
import { addToOutboxInput, requestInput } from '../../../shared/contracts/request-input.ts';
import { tokenAnswerInput } from '../../../shared/contracts/token-answer.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';

/** The sentence that a wrong input comes to; empty where nothing is wrong. */
function wrong(schema: z.ZodType, input: unknown): string {
  const read = readInput(schema, input);
  return read.ok ? '' : errorSentence(read.error);
}

const ORIGINS = ['https://api.example'];
const account = (more: object): object => ({
  name: 'a',
  origins: ORIGINS,
  auth: { kind: 'none' },
  ...more,
});
const bearer = (refresh: object): object => account({ auth: { kind: 'bearer', refresh } });
const request = (more: object): object => ({ method: 'POST', url: 'http://a.example/', ...more });
const multipart = (part: object): object => request({ body: { kind: 'multipart', parts: [part] } });

describe('an account file that is not right', () => {
  test.each([
    [[], 'it must be an object, not a list'],
    [null, 'it must be an object, not null'],
    [{ origins: ORIGINS, auth: { kind: 'none' } }, 'name: is missing'],
    [account({ name: 'a b' }), 'name: may have letters, digits and . @ - _'],
    [account({ origins: 'https://api.example' }), 'origins: must be a list, not a text'],
    [account({ origins: [] }), 'origins: must not be empty'],
    [
      account({ origins: ['api.example'] }),
      'origins.0: must be a complete address, like https://api.example',
    ],
    [
      { name: 'a', origin: ORIGINS, auth: { kind: 'none' } },
      'it has no "origin"; it can have name, origins, auth, contract, verify, idempotency, unknownOutcome, ca and identity',
    ],
    [account({ auth: { kind: 'token' } }), 'auth.kind: must be "none", "headers" or "bearer"'],
    [
      account({ auth: { kind: 'headers', headers: ['x'] } }),
      'auth.headers: must be an object, not a list',
    ],
    [
      account({ auth: { kind: 'headers', headers: { 'X Y': 'v' } } }),
      'auth.headers.X Y: must have a name of one word',
    ],
    [
      account({ auth: { kind: 'headers', headers: { 'X-Y': 'a\nb' } } }),
      'auth.headers.X-Y: must be one line without control characters',
    ],
    [
      account({
        auth: {
          kind: 'headers',
          headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`X-${n}`, 'v'])),
        },
      }),
      'auth.headers: must have at most 100 headers',
    ],
    [
      bearer({ kind: 'oauth2', token_url: 'https://api.example/token', clientId: 'app' }),
      'auth.refresh: has no "token_url"; it can have kind, tokenUrl, clientId, scope, authorizationUrl and issuer',
    ],
    [
      bearer({ kind: 'json', url: 'https://api.example/r', body: {}, accessToken: 'token' }),
      'auth.refresh.accessToken: must be a JSON pointer like /data/token',
    ],
    [account({ contract: { accept: [[200, 700]] } }), 'contract.accept.0.1: must be at most 599'],
    [
      account({ contract: { accept: [[201, 200]] } }),
      'contract.accept.0: must go from the lower status to the higher one',
    ],
    [
      account({ contract: { accept: [[300, 399]] } }),
      'contract.accept: must have a status that is no redirect',
    ],
    [
      account({ verify: [{ url: 'https://api.example/*', get: 'https://api.example/sent' }] }),
      'verify.0.get: must have {{id}}, {{ref}} or {{idempotencyKey}}, so that it asks about one item',
    ],
    [
      account({
        verify: [{ url: 'https://api.example/*', get: 'https://api.example/{{id}}?k={{ref' }],
      }),
      'verify.0.get: must be a URL like https://api.example/visits?key={{idempotencyKey}}',
    ],
    [account({ idempotency: { header: 'X Y' } }), 'idempotency.header: must be one word'],
    [
      account({ auth: { kind: 'headers', headers: { Host: 'x' } } }),
      'auth.headers: must have none that the outbox or the connection sets, such as Host or Content-Length',
    ],
  ])('%j', (input, sentence) => {
    expect(wrong(accountInput, input)).toBe(sentence);
  });

  test.each(['Host', 'content-length', 'Authorization', 'X-Outbox-Attempt', 'Content-Type'])(
    'a key cannot go in %s',
    (header) => {
      expect(wrong(accountInput, account({ idempotency: { header } }))).toBe(
        'idempotency.header: must be a header of its own, such as Idempotency-Key: this one means something else',
      );
    },
  );

  test('one that is right is taken, also where a copied address stands for its server', () => {
    expect(wrong(accountInput, account({ origins: ['https://api.example:8443/v1'] }))).toBe('');
    expect(
      wrong(
        accountInput,
        account({
          auth: { kind: 'headers', headers: { 'X-Y': 'ä b', Authorization: 'Basic eA==' } },
          idempotency: { header: 'X-Request-Key' },
        }),
      ),
    ).toBe('');
  });
});

const GIVE = 'give "accessToken", "refreshToken" or both; or "headers" alone';
const LIFETIME = 'expiresIn: must be seconds, a number above 0';

describe('tokens that are not right', () => {
  test.each([
    [
      { access_token: 'secret' },
      'it has no "access_token"; it can have accessToken, refreshToken, expiresIn and headers',
    ],
    [{ headers: { 'X-Y': 'secret' }, expiresIn: 5 }, GIVE],
    [{ expiresIn: 5 }, GIVE],
    [{}, GIVE],
    [
      { accessToken: 'sec\nret' },
      'accessToken: must be one line of plain characters, without spaces',
    ],
    [{ refreshToken: '' }, 'refreshToken: must not be empty'],
  ])('%j', (input, sentence) => {
    expect(wrong(tokensInput, input)).toBe(sentence);
    expect(sentence).not.toContain('secret');
  });

  test.for(['soon', '', ' ', 0, -1, '-1', '1e999', true, [3600], {}])(
    'lifetime %j',
    (expiresIn) => {
      expect(wrong(tokensInput, { accessToken: 'a', expiresIn })).toBe(LIFETIME);
    },
  );
});

describe('the answer of a token endpoint, or of a JSON login', () => {
  const both = { accessToken: 'a', refreshToken: 'r' };
  const oauth = { access_token: 'a', refresh_token: 'r', token_type: 'bearer' };

  test.each([
    [
      { ...both, expiresIn: 3600 },
      { ...both, expiresIn: 3600 },
    ],
    [
      { ...both, expires_in: '3600' },
      { ...both, expiresIn: 3600 },
    ],
    [
      { ...both, expiresIn: ' 1.5 ' },
      { ...both, expiresIn: 1.5 },
    ],
    [{ accessToken: 'a', refreshToken: null, expiresIn: null }, { accessToken: 'a' }],
    [
      { ...oauth, expires_in: 3600, scope: 'x', id_token: 'i', session: {} },
      { ...both, expiresIn: 3600 },
    ],
    [
      { ...oauth, token_type: 'Bearer', expires_in: '60' },
      { ...both, expiresIn: 60 },
    ],
    [{ headers: { 'X-Y': 'v' } }, { headers: { 'X-Y': 'v' } }],
  ])('%j is taken', (answer, tokens) => {
    expect(readInput(tokenAnswerInput, answer)).toEqual({ ok: true, value: tokens });
  });

  test.each([
    [{ ...oauth, expires_in: 'secret' }, LIFETIME],
    [{ ...oauth, token_type: 'mac' }, 'token_type: must be Bearer'],
    [{ ...both, refreshTokn: 'secret' }, /^it has no "refreshTokn"; it can have accessToken, /],
    [{ error: 'invalid_grant' }, /^it has no "error"; /],
    [{ access_token: null, token_type: 'bearer' }, GIVE],
    ['secret', 'it must be an object, not a text'],
    [[oauth], 'it must be an object, not a list'],
  ])('%j is not', (answer, sentence) => {
    expect(wrong(tokenAnswerInput, answer)).toMatch(sentence);
  });
});

describe('a request that is not right', () => {
  test.each([
    [{ method: 'POST' }, 'url: is missing'],
    [request({ boddy: {} }), /^it has no "boddy"; it can have method, url, headers, body, /],
    [
      request({ body: { kind: 'xml' } }),
      'body.kind: must be "none", "json", "text", "form", "multipart" or "file"',
    ],
    [multipart({ name: 'a', value: 1 }), 'body.parts.0.value: must be a text, not a number'],
    [multipart({ name: 'a', file: 'a.jpg' }), /^body\.parts\.0\.file: /],
    [multipart({ name: 'a', file: { pth: 'a.jpg' } }), /^body\.parts\.0\.file: has no "pth"; /],
    [
      request({ notBefore: 'yesterday' }),
      'notBefore: must be a time with its zone, like 2026-01-31T14:00:00Z',
    ],
    [request({ title: true }), 'title: must be a text, not true or false'],
    [request({ unknownOutcome: 'maybe' }), 'unknownOutcome: must be "retry" or "ask"'],
    [request({ priority: 9 }), /^priority 9 does not exist/],
  ])('%j', (input, sentence) => {
    expect(wrong(requestInput, input)).toMatch(sentence);
  });

  test('nor one in the form of the Flutter package', () => {
    expect(wrong(addToOutboxInput, { operation: 'POST' })).toBe('url: is missing');
  });
});

test('whatever else a schema can say against an input comes out in plain words', () => {
  for (const [schema, input, words] of [
    [z.string().max(3), 'abcd', 'it must have at most 3 characters'],
    [z.int().min(1), 0, 'it must be at least 1'],
    [z.int(), 1.5, 'it must be a whole number, not 1.5'],
    [z.email(), 'x', 'it does not have the right form'],
    [z.array(z.string()).max(1), ['a', 'b'], 'it must have at most 1 entries'],
  ] as const) {
    expect(wrong(schema, input)).toBe(words);
  }
});
