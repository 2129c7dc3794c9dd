import { expect, test } from 'vitest';
import { removeAccount, saveAccount } from '../../../electron/core/accounts.ts';
import { createBrowserSignIns } from '../../../electron/core/browser-sign-ins.ts';
import type { SignInBrowser, SignInTokens } from '../../../electron/core/ports/sign-in-browser.ts';
import { accountInput } from '../../../shared/contracts/account-input.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import { type BenchOptions, brokerBench, tokens } from '../../support/broker-bench.ts';
import { NO_CA_FILES } from '../../support/builders.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const PLACE = { authorizationUrl: 'https://id.example/authorize' };
const BROUGHT: SignInTokens = {
  accessToken: 'a1',
  refreshToken: 'r1',
  goodForMs: 60_000,
  person: null,
};

/** Accounts over a broker with a keychain in memory, and browsers in the hands of the test. */
function people(options: BenchOptions = {}) {
  const bench = brokerBench(options);
  const store = createMemoryStore();
  const deps = { store, tokens: bench.broker, clock: bench.time.clock };
  const visits: {
    keep: (tokens: SignInTokens) => Promise<Result<Account, OutboxError>>;
    end: (ending: Result<Account, OutboxError>) => void;
    isCancelled: boolean;
  }[] = [];
  const signInBrowser: SignInBrowser = {
    async begin(account, keep) {
      if (account.name === 'eve')
        return err(outboxError('SIGN_IN_UNAVAILABLE', { account: account.name }));
      const { promise: ended, resolve } = Promise.withResolvers<Result<Account, OutboxError>>();
      const visit = { keep, end: resolve, isCancelled: false };
      visits.push(visit);
      return ok({
        url: `https://id.example/authorize?${visits.length}`,
        launchUrl: 'http://127.0.0.1:1/x',
        ended,
        cancel() {
          visit.isCancelled = true;
          resolve(err(outboxError('SIGN_IN_OVER')));
        },
      });
    },
  };
  let ids = 0;
  const signIns = createBrowserSignIns({ ...deps, signInBrowser, newId: () => `s${++ids}` });
  return {
    ...bench,
    deps,
    signIns,
    visit: (n: number) => {
      const visit = visits[n];
      if (visit === undefined) throw new Error(`there was no visit ${n}`);
      return visit;
    },
    async save(fields: object = PLACE, name = 'ada'): Promise<Account> {
      const refresh = { kind: 'oauth2', tokenUrl: 'https://id.example/token', clientId: 'app' };
      const auth = { kind: 'bearer', refresh: { ...refresh, ...fields } };
      const input = accountInput.parse({ name, origins: ['https://api.example'], auth });
      const saved = await saveAccount({ ...deps, caFiles: NO_CA_FILES }, input);
      if (!saved.ok) throw new Error(saved.error.code);
      return saved.value;
    },
    async begin(name = 'ada') {
      const begun = await signIns.begin(name);
      if (!begun.ok) throw new Error(begun.error.code);
      return begun.value;
    },
  };
}

test('what a sign-in brings is kept as tokens are, and used at once', async () => {
  const { save, begin, visit, keychain, broker, deps, signIns } = people();
  await save();
  const { signIn, url } = await begin();
  expect(url).toBe('https://id.example/authorize?1');
  const ended = signIns.ended(signIn);
  const kept = await visit(0).keep(BROUGHT);
  visit(0).end(kept);
  expect(await ended).toBe(kept);
  expect(keychain.items.get('ada')).toBe('{"refreshToken":"r1"}');
  const [ada] = deps.store.read.accounts();
  if (ada === undefined) throw new Error('no account');
  expect(ada.session).toMatchObject({ state: 'signedIn', keptBy: 'keytar' });
  expect(broker.stateOf(ada)).toMatchObject({ headers: [['authorization', 'Bearer a1']] });
});

test('an access token of a sign-in is renewed before its end, as any other', async () => {
  const { save, begin, visit, broker, deps, time, script, settled } = people();
  await save();
  await begin();
  await visit(0).keep(BROUGHT);
  const [ada] = deps.store.read.accounts();
  if (ada === undefined) throw new Error('no account');
  script(tokens('a2'));
  time.advance(60_000);
  broker.stateOf(ada);
  expect(await settled(ada)).toMatchObject({ headers: [['authorization', 'Bearer a2']] });
});

test('a new sign-in takes the place of the one before, of its account alone', async () => {
  const { save, begin, visit, signIns } = people();
  await save();
  await save(PLACE, 'bob');
  const first = await begin();
  await begin('bob');
  const second = await begin();
  expect([0, 1, 2].map((n) => visit(n).isCancelled)).toEqual([true, false, false]);
  expect(await signIns.ended(first.signIn)).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
  signIns.cancel(second.signIn);
  expect(visit(2).isCancelled).toBe(true);
  expect(await signIns.ended(second.signIn)).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
});

test('tokens of a server that the account left meanwhile are not kept', async () => {
  const { save, begin, visit, keychain, deps } = people();
  await save();
  await begin();
  await save({ ...PLACE, clientId: 'other' });
  expect(await visit(0).keep(BROUGHT)).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
  await save();
  await begin();
  await removeAccount(deps, 'ada');
  expect(await visit(1).keep(BROUGHT)).toMatchObject({ error: { code: 'ACCOUNT_NOT_FOUND' } });
  expect([...keychain.items]).toEqual([]);
});

test('another place to sign in keeps who is signed in, and what is under way', async () => {
  const { save, begin, visit, keychain } = people();
  await save({ issuer: 'https://other.example' });
  await begin();
  expect((await save()).session.state).toBe('signInNeeded');
  expect((await visit(0).keep(BROUGHT)).ok).toBe(true);
  expect((await save({ issuer: 'https://id.example' })).session.state).toBe('signedIn');
  expect(keychain.items.get('ada')).toBe('{"refreshToken":"r1"}');
});

test('where nothing could be kept nobody is sent to sign in', async () => {
  const { save, signIns, keychain, visit } = people({ sessionWillDo: false });
  await save();
  keychain.mood = 'locked';
  expect(await signIns.begin('ada')).toMatchObject({ error: { code: 'NO_KEYCHAIN' } });
  expect(() => visit(0)).toThrow('no visit');
  keychain.mood = 'well';
  expect((await signIns.begin('ada')).ok).toBe(true);
});

test('who has nothing to sign in by is told so, and not that there is no keychain', async () => {
  const { save, signIns, deps, keychain } = people({ sessionWillDo: false });
  keychain.mood = 'locked';
  await save({}, 'set');
  const plain = { name: 'plain', origins: ['https://api.example'], auth: { kind: 'none' } };
  await saveAccount({ ...deps, caFiles: NO_CA_FILES }, accountInput.parse(plain));
  expect(await signIns.begin('set')).toMatchObject({ error: { code: 'SIGN_IN_UNAVAILABLE' } });
  expect(await signIns.begin('plain')).toMatchObject({ error: { code: 'ACCOUNT_KIND' } });
});

test('nothing begins for accounts that are not there, or have no place for it, or after the end', async () => {
  const { save, signIns, visit } = people();
  expect(await signIns.begin('ada')).toMatchObject({ error: { code: 'ACCOUNT_NOT_FOUND' } });
  await save(PLACE, 'eve');
  expect(await signIns.begin('eve')).toMatchObject({ error: { code: 'SIGN_IN_UNAVAILABLE' } });
  await save();
  await signIns.begin('ada');
  signIns.stop();
  expect(visit(0).isCancelled).toBe(true);
  expect(await signIns.begin('ada')).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
  expect(visit(1).isCancelled).toBe(true);
  expect(await signIns.ended('nobody')).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
});

test.each([
  [{ authorizationUrl: 'http://id.example/a' }, 'authorizationUrl'],
  [{ issuer: 'http://id.example' }, 'issuer'],
  [{ ...PLACE, tokenUrl: 'http://id.example/token' }, 'tokenUrl'],
])('a sign-in that others could read along is refused: %j', (fields, path) => {
  const refresh = { kind: 'oauth2', tokenUrl: 'https://id.example/t', clientId: 'c', ...fields };
  const account = { name: 'ada', origins: ['https://api.example'] };
  const parsed = accountInput.safeParse({ ...account, auth: { kind: 'bearer', refresh } });
  expect(parsed.error?.issues).toMatchObject([{ path: ['auth', 'refresh', path] }]);
  const here = Object.fromEntries(
    Object.entries(refresh).map(([name, value]) => [
      name,
      value.replace('id.example', '127.0.0.1'),
    ]),
  );
  expect(
    accountInput.safeParse({ ...account, auth: { kind: 'bearer', refresh: here } }).success,
  ).toBe(true);
});
