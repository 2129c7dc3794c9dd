import { describe, expect, test } from 'vitest';
import { accountView } from '../../../electron/api/views.ts';
import { accountFormOf, EMPTY_ACCOUNT } from '../../../renderer/accounts/account-form.ts';
import { accountOf } from '../../../renderer/accounts/account-of.ts';
import type { AccountAuth, TokenRefresh } from '../../../shared/outbox/account.ts';
import { anAccount } from '../../support/broker-bench.ts';

const formOf = (auth: AccountAuth) => accountFormOf(accountView(anAccount({ auth })));
const bearer = (refresh: TokenRefresh): AccountAuth => ({ kind: 'bearer', refresh });

const OAUTH = bearer({
  kind: 'oauth2',
  tokenUrl: 'https://id.example/token',
  clientId: 'app',
  scope: 'all',
  signIn: { authorizationUrl: null, issuer: 'https://id.example' },
});

const JSON_CALL = bearer({
  kind: 'json',
  url: 'https://id.example/session',
  method: 'PUT',
  headers: { 'X-Api-Key': '' },
  body: { secret: '', token: '{{refreshToken}}' },
  accessToken: '/token',
  refreshToken: '/next',
  expiresIn: null,
  keptBy: 'keytar',
});

describe('the form of an account that is there', () => {
  test.each([
    ['tokens', OAUTH],
    ['a JSON call', JSON_CALL],
    ['headers', { kind: 'headers', names: ['X-Key'] } as const],
  ])('leaves how it signs in alone: %s', (_, auth) => {
    expect(accountOf({ ...formOf(auth), origins: 'https://two.example' })).toEqual({
      ok: true,
      value: { name: 'ada', origins: ['https://two.example'], auth: null },
    });
  });

  test('has all of it that is not secret, for whoever changes it', () => {
    const form = { ...formOf(OAUTH), keepsWay: false, clientId: 'other' };
    expect(accountOf(form)).toMatchObject({
      value: {
        auth: {
          kind: 'bearer',
          refresh: {
            kind: 'oauth2',
            tokenUrl: 'https://id.example/token',
            clientId: 'other',
            scope: 'all',
            issuer: 'https://id.example',
          },
        },
      },
    });
  });

  test('wants what is secret written anew, where that is to change', () => {
    const form = { ...formOf(JSON_CALL), keepsWay: false };
    expect(accountOf(form)).toEqual({
      ok: false,
      error: { callHeaders: 'HEADER_NAME', body: 'HIDDEN' },
    });
    const anew = {
      ...form,
      callHeaders: [{ key: 0, name: 'X-Api-Key', value: 'k' }],
      body: '{"secret":"s","token":"{{refreshToken}}"}',
    };
    expect(accountOf(anew)).toMatchObject({
      value: { auth: { refresh: { method: 'PUT', headers: { 'X-Api-Key': 'k' } } } },
    });
    expect(accountOf({ ...formOf({ kind: 'headers', names: ['X'] }), keepsWay: false })).toEqual({
      ok: false,
      error: { headers: 'HEADER_NAME' },
    });
  });

  test('tells an issuer that is no address at its field', () => {
    const form = {
      ...EMPTY_ACCOUNT,
      name: 'a',
      origins: 'https://a.example',
      tokenUrl: 'https://a.example/token',
      clientId: 'app',
      issuer: 'a.example',
    };
    expect(accountOf(form)).toEqual({ ok: false, error: { issuer: 'URL' } });
    const open = { ...form, issuer: 'http://a.example' };
    expect(accountOf(open)).toEqual({ ok: false, error: { issuer: 'HTTPS' } });
  });
});
