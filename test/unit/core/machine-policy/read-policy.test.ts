import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPolicy } from '../../../../electron/core/machine-policy/read-policy.ts';

const API = 'https://api.example';

const read = (value: unknown) => readPolicy(JSON.stringify(value));

/** The places that are wrong. */
function wrongIn(value: unknown): readonly string[] {
  const policy = read(value);
  if (policy.ok) return [];
  return policy.error.map((problem) => (problem.kind === 'wrong' ? problem.at : problem.kind));
}

test('a policy without anything leaves users everything', () => {
  expect(read({})).toEqual({
    ok: true,
    value: {
      settings: {},
      accounts: [],
      apps: [],
      users: { settings: 'all', accounts: true, apps: true },
    },
  });
});

test('the example of the README is one', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../../README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('\n## Managed machines\n'));
  const example = /```json\n([^`]+)```/.exec(section)?.[1] ?? '';
  const policy = readPolicy(example);
  expect(policy).toMatchObject({
    ok: true,
    value: {
      settings: { 'slots.all': 4 },
      accounts: [{ name: 'field' }, { name: 'scales', auth: { names: ['X-Api-Key'] } }],
      apps: [{ id: 'visits', grant: { accounts: ['field'] } }],
      users: { accounts: false, apps: false },
    },
  });
});

test.for<[string, unknown, readonly string[]]>([
  ['a list', [], ['']],
  ['a name that means nothing', { limits: {} }, ['']],
  ['a setting that is none', { settings: { 'slots.most': 4 } }, ['settings']],
  ['a value that the setting does not take', { settings: { theme: 'blue' } }, ['settings.theme']],
  [
    'an account without servers',
    { accounts: [{ name: 'a', origins: [], auth: { kind: 'none' } }] },
    ['accounts.0.origins'],
  ],
  [
    'an account that would hand its token to another server',
    {
      accounts: [
        {
          name: 'a',
          origins: [API],
          auth: { kind: 'bearer' },
          identity: { url: 'https://else.example/me', subject: '/id' },
        },
      ],
    },
    ['accounts.0.identity'],
  ],
  [
    'certificates that stand at another place for each user',
    { accounts: [{ name: 'a', origins: [API], auth: { kind: 'none' }, ca: { file: 'ca.pem' } }] },
    ['accounts.0.ca.file'],
  ],
  [
    'two accounts of one name',
    {
      accounts: [
        { name: 'a', origins: [API], auth: { kind: 'none' } },
        { name: 'a', origins: ['https://b.example'], auth: { kind: 'none' } },
      ],
    },
    ['accounts.1.name'],
  ],
  [
    'the account of practice mode',
    { accounts: [{ name: 'practice', origins: [API], auth: { kind: 'none' } }] },
    ['accounts.0.name'],
  ],
  ['an app that is none', { apps: [{ id: 'UP', name: 'x', url: API }] }, ['apps.0.id']],
  [
    'a setting that it sets, and leaves to users',
    { settings: { theme: 'dark' }, users: { settings: ['theme'] } },
    ['users.settings.0'],
  ],
  [
    'leaving to users what is no setting',
    { users: { settings: ['colour'] } },
    ['users.settings.0'],
  ],
  ['leaving settings to users by yes', { users: { settings: true } }, ['users.settings']],
])('%s makes all of it wrong, and says where', ([, value, places]) => {
  expect(wrongIn(value)).toEqual(places);
});

test('the value of a header is refused in words, and not repeated', () => {
  const auth = { kind: 'headers', names: ['X-Api-Key'], headers: { 'X-Api-Key': 'hush' } };
  const policy = read({ accounts: [{ name: 'a', origins: [API], auth }] });
  expect(policy).toMatchObject({
    error: [{ at: 'accounts.0.auth.headers', detail: expect.stringMatching(/secrets.*"names"/) }],
  });
  expect(JSON.stringify(policy)).not.toContain('hush');
});

test('what could be the secret of a JSON refresh is refused by its place; what cannot be is not', () => {
  const refresh = {
    kind: 'json',
    url: `${API}/token`,
    accessToken: '/t',
    body: { token: '{{refreshToken}}', grant_type: 'refresh', client: { password: 'hush' } },
  };
  const account = (body: unknown) => ({
    accounts: [
      { name: 'a', origins: [API], auth: { kind: 'bearer', refresh: { ...refresh, body } } },
    ],
  });
  const policy = read(account(refresh.body));
  expect(policy).toMatchObject({
    error: [{ at: 'accounts.0.auth.refresh.body.client.password' }],
  });
  expect(JSON.stringify(policy)).not.toContain('hush');
  expect(read(account({ token: '{{refreshToken}}', grant_type: 'refresh' })).ok).toBe(true);
});

test('a text that is no JSON says where, and not what stands there', () => {
  expect(readPolicy('{\n "settings": {}, }')).toEqual({
    ok: false,
    error: [{ kind: 'malformed', detail: expect.stringMatching(/^the mistake is at line 2/) }],
  });
  const other = readPolicy('{ "settings": hush }');
  expect(JSON.stringify(other)).toContain('check quotes');
  expect(JSON.stringify(other)).not.toContain('hush');
  expect(readPolicy('')).toEqual({
    ok: false,
    error: [{ kind: 'malformed', detail: 'it ends too early' }],
  });
});
