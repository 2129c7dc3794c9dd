import { expect, test } from 'vitest';
import { type IdTokenAsked, readIdToken } from '../../../electron/adapters/auth/id-token.ts';
import { personName, personOf } from '../../../electron/adapters/auth/token-owner.ts';

const ISSUER = 'https://id.example';
const SECOND = 1_000;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object = {}, header: object = { alg: 'RS256' }): string {
  const now = Math.floor(Date.now() / SECOND);
  const all = { iss: ISSUER, aud: 'app', sub: 'ann', iat: now, exp: now + 300, nonce: 'n1' };
  return [part(header), part({ ...all, ...claims }), part({})].join('.');
}

const read = (idToken: string | null, asked: Partial<IdTokenAsked> = {}) =>
  readIdToken(idToken, {
    clientId: 'app',
    issuer: ISSUER,
    places: ['https://id.example/authorize'],
    nonce: 'n1',
    skewMs: 0,
    ...asked,
  });

const ann = (name: string | null = null) => ({
  kind: 'person',
  person: personOf(ISSUER, 'ann', name),
});

test('an ID token says who signed in, and how they are called', async () => {
  expect(await read(token())).toEqual(ann());
  expect(await read(token({ name: 'Ann', email: 'a@x.example' }))).toEqual(ann('Ann'));
  expect(await read(token({ name: '', preferred_username: 'ann7' }))).toEqual(ann('ann7'));
  expect(await read(token({}, { alg: 'ES256' }))).toEqual(ann());
});

test.each([
  ['another app', { aud: 'other' }],
  ['another issuer', { iss: 'https://evil.example' }],
  ['another sign-in', { nonce: 'n2' }],
  ['no sign-in', { nonce: undefined }],
  ['a time that is over', { exp: 1, iat: 1 }],
  ['nobody', { sub: undefined }],
])('one for %s is wrong', async (_, claims) => {
  expect(await read(token(claims))).toEqual({ kind: 'wrong' });
});

test('one that anybody could have made by a secret of nobody is wrong', async () => {
  expect(await read(token({}, { alg: 'HS256' }))).toEqual({ kind: 'wrong' });
  expect(await read(token({}, { alg: 'none' }))).toEqual({ kind: 'wrong' });
});

test('none, one that is encrypted, and one of an issuer that nobody named say nothing', async () => {
  expect(await read(null)).toEqual({ kind: 'nothing' });
  expect(await read('a.b.c.d.e')).toEqual({ kind: 'nothing' });
  expect(await read(token({ iss: 'https://other.example' }), { issuer: null })).toEqual({
    kind: 'nothing',
  });
});

test('where the account names no issuer, it is the place where its people sign in', async () => {
  expect(await read(token(), { issuer: null })).toEqual(ann());
});

test('a refresh has no nonce to come back', async () => {
  expect(await read(token({ nonce: undefined }), { nonce: null })).toEqual(ann());
  expect(await read(token(), { nonce: null })).toEqual(ann());
});

test("its time is that of the server's clock", async () => {
  const hour = 3_600 * SECOND;
  const then = Math.floor((Date.now() - hour) / SECOND);
  const old = token({ iat: then, exp: then + 300 });
  expect(await read(old)).toEqual({ kind: 'wrong' });
  expect(await read(old, { skewMs: -hour })).toEqual(ann());
});

test('people of two places are two people, also under one id; of one place they are one', () => {
  expect(personOf('a', 'x', null).subject).not.toBe(personOf('b', 'x', null).subject);
  expect(personOf('a', 'x', 'Ann').subject).toBe(personOf('a', 'x', null).subject);
  expect(personOf('a', 'x', null).subject).not.toContain('x\n');
});

test('a name is one line of text', () => {
  expect(personName('  Ann\n\u202eB. ')).toBe('Ann B.');
  expect(personName('x'.repeat(200))).toHaveLength(100);
  for (const value of [undefined, null, 7, '', ' \n ']) expect(personName(value)).toBeNull();
});
