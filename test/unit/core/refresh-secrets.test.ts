import { expect, test } from 'vitest';
import {
  type JsonRefresh,
  putSecretsBack,
  takeSecretsOut,
} from '../../../electron/core/refresh-secrets.ts';

const refresh: JsonRefresh = {
  kind: 'json',
  url: 'https://api.example/session',
  method: 'POST',
  headers: { 'X-Api-Key': 'key-1', Accept: 'application/json' },
  body: {
    grant_type: 'refresh_token',
    client_id: 'field',
    'client/secret~': 'hush-1',
    refresh: '{{refreshToken}}',
    both: 'hush-2 {{refreshToken}}',
    list: [{ deep: 'hush-3' }, 'hush-4', 5, true, null],
  },
  accessToken: '/a',
  refreshToken: null,
  expiresIn: null,
  keptBy: null,
};

test('every text of a refresh call that may be a secret is taken out, and goes back to its place', () => {
  const { open, secrets } = takeSecretsOut(refresh);
  expect(secrets).toEqual({
    '/headers/X-Api-Key': 'key-1',
    '/body/client~1secret~0': 'hush-1',
    '/body/both': 'hush-2 {{refreshToken}}',
    '/body/list/0/deep': 'hush-3',
    '/body/list/1': 'hush-4',
  });
  expect(JSON.stringify(open)).not.toMatch(/hush|key-1/);
  expect(open).toMatchObject({
    headers: { Accept: 'application/json' },
    body: { grant_type: 'refresh_token', client_id: 'field', refresh: '{{refreshToken}}' },
  });
  expect(putSecretsBack(open, secrets)).toEqual(refresh);
});

test('a body that is one text, or nothing but the token', () => {
  expect(takeSecretsOut({ ...refresh, headers: {}, body: 'hush' }).secrets).toEqual({
    '/body': 'hush',
  });
  const open = { ...refresh, headers: {}, body: { t: '{{refreshToken}}', n: 1 } };
  expect(takeSecretsOut(open)).toEqual({ open, secrets: {} });
});
