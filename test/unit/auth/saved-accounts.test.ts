import { describe, expect, test } from 'vitest';
import { removeAccount, saveAccount, setTokens, signOut } from '../../../electron/core/accounts.ts';
import { changeAccount } from '../../../electron/core/change-account.ts';
import {
  type AccountInput,
  accountChangeInput,
  accountInput,
} from '../../../shared/contracts/account-input.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err } from '../../../shared/lang/result.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import { type BenchOptions, brokerBench, later, tokens, turn } from '../../support/broker-bench.ts';
import { NO_CA_FILES } from '../../support/builders.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

/** Accounts as people add and change them, over a token broker with a keychain in memory. */
function people(options: BenchOptions = {}) {
  const bench = brokerBench(options);
  const store = createMemoryStore();
  const deps = { store, tokens: bench.broker, clock: bench.time.clock };
  return {
    ...bench,
    deps,
    async save(auth: object): Promise<Account> {
      const input: AccountInput = accountInput.parse({
        name: 'ada',
        origins: ['https://api.example'],
        auth,
      });
      const saved = await saveAccount({ ...deps, caFiles: NO_CA_FILES }, input);
      if (!saved.ok) throw new Error(saved.error.code);
      return saved.value;
    },
    async signIn(refreshToken: string): Promise<Account> {
      const set = await setTokens(deps, 'ada', { refreshToken });
      if (!set.ok) throw new Error(set.error.code);
      return set.value;
    },
    kept: () => Object.fromEntries(bench.keychain.items),
  };
}

const oauth = (tokenUrl = 'https://id.example/token') => ({
  kind: 'bearer',
  refresh: { kind: 'oauth2', tokenUrl, clientId: 'app' },
});

const json = (secret: string) => ({
  kind: 'bearer',
  refresh: {
    kind: 'json',
    url: 'https://id.example/session',
    headers: { 'X-Api-Key': `key-${secret}` },
    body: { client_secret: secret, token: '{{refreshToken}}' },
    accessToken: '/access_token',
    refreshToken: '/refresh_token',
  },
});

const headers = { kind: 'headers', headers: { 'X-Api-Key': 'h1' } };

test.each([
  ['another server', oauth('https://other.example/token'), {}],
  ['no sign-in at all', { kind: 'none' }, {}],
  ['a token that cannot be refreshed', { kind: 'bearer' }, {}],
  ['fixed headers', headers, { ada: '{"headers":{"X-Api-Key":"h1"}}' }],
])('a change to %s leaves nothing of the old session in the keychain', async (_, auth, left) => {
  const { save, signIn, kept } = people();
  await save(oauth());
  await signIn('r1');
  expect(kept()).toEqual({ ada: '{"refreshToken":"r1"}' });
  await save(auth);
  expect(kept()).toEqual(left);
});

test('the same way to sign in again, with other servers, keeps the session', async () => {
  const { save, signIn, kept } = people();
  await save(oauth());
  await signIn('r1');
  expect((await save(oauth())).session.state).toBe('signedIn');
  expect(kept()).toEqual({ ada: '{"refreshToken":"r1"}' });
});

test('a keychain that does not delete keeps nobody from the change, and the log says so', async () => {
  const { save, signIn, keychain, logged } = people();
  await save(oauth());
  await signIn('r1');
  keychain.mood = 'locked';
  expect((await save({ kind: 'none' })).auth).toEqual({ kind: 'none' });
  expect(logged.join()).toContain('oldSecretStays {"account":"ada"');
});

test('fixed headers that cannot be kept leave the old session as it was', async () => {
  const { save, signIn, keychain, kept, deps } = people({ sessionWillDo: false });
  await save(oauth());
  await signIn('r1');
  const before = deps.store.read.accounts();
  keychain.mood = 'locked';
  await expect(save(headers)).rejects.toThrow('NO_KEYCHAIN');
  expect(kept()).toEqual({ ada: '{"refreshToken":"r1"}' });
  expect(deps.store.read.accounts()).toEqual(before);
});

test('a refresh under way when the way to sign in changes writes nothing of it afterwards', async () => {
  const { save, signIn, kept, broker, script } = people();
  await save(oauth());
  const ada = await signIn('r1');
  const { promise, answer } = later();
  script(promise);
  broker.prepare(ada);
  await turn();
  await save({ kind: 'none' });
  answer(tokens('a2', 'r2'));
  await turn();
  await turn();
  expect(kept()).toEqual({});
});

test('what a JSON refresh says goes to the keychain, is asked with, and outlives a sign-out', async () => {
  const { save, signIn, kept, broker, script, asked, settled, deps } = people();
  await save(json('hush-1'));
  expect(JSON.stringify(deps.store.read.accounts())).not.toContain('hush');
  const ada = await signIn('r1');
  script(tokens('a1', 'r2'));
  broker.prepare(ada);
  expect((await settled(ada)).kind).toBe('ready');
  expect(asked).toMatchObject([
    {
      body: '{"client_secret":"hush-1","token":"r1"}',
      init: { headers: { 'x-api-key': 'key-hush-1' } },
    },
  ]);
  const refresh = '{"headers":{"/headers/X-Api-Key":"key-hush-1","/body/client_secret":"hush-1"}}';
  expect(kept()).toEqual({ ada: '{"refreshToken":"r2"}', 'ada/refresh': refresh });
  await signOut(deps, 'ada');
  expect(kept()).toEqual({ 'ada/refresh': refresh });
  await removeAccount(deps, 'ada');
  expect(kept()).toEqual({});
});

test('another client secret is used at the next refresh, and the session goes on', async () => {
  const { save, signIn, kept, broker, script, asked, settled } = people();
  await save(json('hush-1'));
  await signIn('r1');
  const ada = await save(json('hush-2'));
  expect(ada.session.state).toBe('signedIn');
  script(tokens('a1'));
  broker.prepare(ada);
  await settled(ada);
  expect(asked.map(({ body }) => body)).toEqual(['{"client_secret":"hush-2","token":"r1"}']);
  await save(oauth());
  expect(kept()).toEqual({});
});

test('a JSON refresh whose secrets cannot be read waits, and keeps its tokens', async () => {
  const { save, signIn, kept, broker, keychain, settled } = people();
  await save(json('hush-1'));
  const ada = await signIn('r1');
  keychain.items.delete('ada/refresh');
  broker.prepare(ada);
  expect(await settled(ada)).toMatchObject({ kind: 'trouble', code: 'KEYCHAIN_ITEM_MISSING' });
  expect(kept()).toEqual({ ada: '{"refreshToken":"r1"}' });
});

test('a JSON refresh with nothing but the token in it needs no keychain to be added', async () => {
  const { save, keychain } = people();
  keychain.mood = 'failing';
  const { auth } = await save({
    kind: 'bearer',
    refresh: {
      kind: 'json',
      url: 'https://id.example/session',
      body: { grant_type: 'refresh_token', token: '{{refreshToken}}' },
      accessToken: '/a',
    },
  });
  expect(auth).toMatchObject({ refresh: { keptBy: null } });
  expect(keychain.calls).toEqual([]);
});

test('an address with a password in it is refused', () => {
  const parsed = accountInput.safeParse({
    name: 'ada',
    origins: ['https://api.example'],
    auth: oauth('https://me:hush@id.example/token'),
  });
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error)).not.toContain('hush');
});

describe('a change of parts', () => {
  const CONTRACT = { contentType: 'application/json', receipt: '/id' };
  const VERIFY = [
    { url: 'https://api.example/*', get: 'https://api.example/sent?key={{idempotencyKey}}' },
  ];

  function changing(bench: ReturnType<typeof people>) {
    const change = (parts: object) =>
      changeAccount(
        { ...bench.deps, caFiles: { read: async () => err(outboxError('CA_FILE_INVALID')) } },
        accountChangeInput.parse({ name: 'ada', ...parts }),
      );
    return { change, ada: () => bench.deps.store.read.accounts()[0] };
  }

  test.each([
    ['tokens', oauth(), (bench: ReturnType<typeof people>) => bench.signIn('r1')],
    ['fixed headers', headers, async () => {}],
    [
      'a JSON call with a secret',
      json('s1'),
      (bench: ReturnType<typeof people>) => bench.signIn('r1'),
    ],
  ])('leaves the rest, with who is signed in and every secret: %s', async (_, auth, signIn) => {
    const bench = people();
    const { change, ada } = changing(bench);
    await bench.save(auth);
    await signIn(bench);
    const before = ada();
    const kept = bench.kept();
    await change({ contract: CONTRACT, verify: VERIFY });
    await change({ origins: ['https://api.example', 'https://two.example/x'] });
    await change({ idempotency: { header: 'X-Key' } });
    expect(ada()).toEqual({
      ...before,
      origins: ['https://api.example', 'https://two.example'],
      contract: expect.objectContaining({ ...CONTRACT, accept: [[200, 299]], perUrl: [] }),
      verify: VERIFY,
      idempotency: { header: 'X-Key', quoted: false },
    });
    expect(bench.kept()).toEqual(kept);
    await change({ contract: null, idempotency: null, verify: [] });
    expect(ada()).toEqual({ ...before, origins: ['https://api.example', 'https://two.example'] });
  });

  test('of the way to sign in ends the session, and leaves what counts as success', async () => {
    const bench = people();
    const { change, ada } = changing(bench);
    await bench.save(oauth());
    await bench.signIn('r1');
    await change({ contract: CONTRACT });
    await change({ auth: headers });
    expect(ada()).toMatchObject({ auth: { kind: 'headers' }, contract: CONTRACT });
    expect(bench.kept()).toEqual({ ada: '{"headers":{"X-Api-Key":"h1"}}' });
  });

  test.each([
    [{ verify: [{ ...VERIFY[0], get: 'https://two.example/a?k={{id}}' }] }, 'verify.0.get'],
    [{ verify: [{ ...VERIFY[0], url: 'https://two.example/*' }] }, 'verify.0.url'],
    [{ contract: { perUrl: [{ url: 'https://two.example/*' }] } }, 'contract.perUrl.0.url'],
    [{ contract: { perUrl: [{ url: 'https://*.two.example/*' }] } }, 'contract.perUrl.0.url'],
  ])(
    'to rules that would count for none of its servers is refused, as an account with them is: %j',
    async (rules, path) => {
      const bench = people();
      const { change, ada } = changing(bench);
      const auth = { kind: 'none' };
      const input = { name: 'ada', origins: ['https://api.example'], auth, ...rules };
      expect(
        await saveAccount({ ...bench.deps, caFiles: NO_CA_FILES }, accountInput.parse(input)),
      ).toMatchObject({ error: { code: 'INPUT_INVALID', params: { path } } });
      await bench.save(auth);
      expect(await change(rules)).toMatchObject({
        error: { code: 'INPUT_INVALID', params: { path } },
      });
      expect(
        await change({
          ...rules,
          origins: ['https://two.example', 'https://api.example', 'https://a.two.example'],
        }),
      ).toMatchObject({ ok: true });
      const before = ada();
      expect(await change({ origins: ['https://api.example'] })).toMatchObject({
        error: { code: 'INPUT_INVALID', params: { path } },
      });
      expect(ada()).toEqual(before);
    },
  );

  test('of what is not there, or with certificates that are not, changes nothing', async () => {
    const bench = people();
    const { change, ada } = changing(bench);
    expect(await change({ contract: null })).toMatchObject({
      error: { code: 'ACCOUNT_NOT_FOUND' },
    });
    await bench.save(oauth());
    const before = ada();
    expect(await change({ ca: { file: '/nowhere.pem' }, contract: CONTRACT })).toMatchObject({
      error: { code: 'CA_FILE_INVALID' },
    });
    expect(ada()).toEqual(before);
  });
});
