import { describe, expect, test } from 'vitest';
import {
  anAccount,
  brokerBench,
  later,
  SIGNED_OUT,
  tokens,
  turn,
} from '../../support/broker-bench.ts';

const ada = anAccount();
const fixed = anAccount({ auth: { kind: 'headers', names: ['x-key'] } });
const bearer = (token: string) => [['authorization', `Bearer ${token}`]];

function signedIn() {
  const bench = brokerBench();
  bench.store('ada', { refreshToken: 'r1' });
  return bench;
}

describe('the test of an account', () => {
  test('gets a fresh token, also where the present one is good', async () => {
    const bench = signedIn();
    bench.script(tokens('a1'), tokens('a2'));
    expect(await bench.broker.test(ada)).toMatchObject({ kind: 'ready', headers: bearer('a1') });
    expect(await bench.broker.test(ada)).toMatchObject({ kind: 'ready', headers: bearer('a2') });
    expect(bench.asked).toHaveLength(2);
  });

  test('tells of a token that has come to its end, and that nothing can renew', async () => {
    const bench = brokerBench();
    const out = anAccount({ auth: { kind: 'bearer', refresh: null }, session: SIGNED_OUT });
    await bench.broker.setTokens(out, { accessToken: 'a1', expiresIn: 60 });
    bench.time.advance(59_999);
    expect(await bench.broker.test(out)).toMatchObject({ kind: 'ready', headers: bearer('a1') });
    bench.time.advance(1);
    expect(await bench.broker.test(out)).toEqual({ kind: 'signInNeeded' });
  });

  test('is one refresh with others that ask meanwhile', async () => {
    const bench = signedIn();
    const answer = later();
    bench.script(answer.promise);
    bench.broker.prepare(ada);
    const tests = [bench.broker.test(ada), bench.broker.test(ada)];
    await turn();
    answer.answer(tokens('a1'));
    for (const state of await Promise.all(tests))
      expect(state).toMatchObject({ kind: 'ready', headers: bearer('a1') });
    expect(bench.asked).toHaveLength(1);
  });

  test('refreshes where a stored access token would do for now', async () => {
    const bench = brokerBench();
    bench.store('ada', { accessToken: 'a0', refreshToken: 'r1' });
    bench.script(tokens('a1'));
    expect(await bench.broker.test(ada)).toMatchObject({ kind: 'ready', headers: bearer('a1') });
  });

  test('tells of a token endpoint in trouble, though the token of before still does', async () => {
    const bench = signedIn();
    bench.script(tokens('a1'), 'offline');
    await bench.broker.test(ada);
    expect(await bench.broker.test(ada)).toMatchObject({
      kind: 'trouble',
      code: 'TOKEN_ENDPOINT_UNREACHABLE',
    });
    expect(bench.broker.stateOf(ada)).toMatchObject({ kind: 'ready', headers: bearer('a1') });
  });

  test('leaves a server alone that asked for time', async () => {
    const bench = signedIn();
    bench.script(new Response('', { status: 429, headers: { 'retry-after': '600' } }));
    const busy = { kind: 'trouble', code: 'TOKEN_ENDPOINT_BUSY' };
    expect(await bench.broker.test(ada)).toMatchObject(busy);
    expect(await bench.broker.test(ada)).toMatchObject(busy);
    expect(bench.asked).toHaveLength(1);
  });

  test('finds out that the session is over', async () => {
    const bench = signedIn();
    bench.script(Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await bench.broker.test(ada)).toEqual({ kind: 'signInNeeded' });
    const never = anAccount({ name: 'eve', session: SIGNED_OUT });
    expect(await bench.broker.test(never)).toEqual({ kind: 'signInNeeded' });
  });

  test('looks whether fixed headers are still in the keychain', async () => {
    const bench = brokerBench();
    bench.store('ada', { headers: { 'x-key': 'k' } });
    expect(await bench.broker.test(fixed)).toMatchObject({ kind: 'ready' });
    bench.keychain.items.delete('ada');
    expect(bench.broker.stateOf(fixed)).toMatchObject({ kind: 'ready' });
    expect(await bench.broker.test(fixed)).toMatchObject({
      kind: 'trouble',
      code: 'KEYCHAIN_ITEM_MISSING',
    });
  });

  test('takes a token that was lent, and an account without sign-in, as they are', async () => {
    const bench = brokerBench();
    const lent = anAccount({ session: SIGNED_OUT });
    bench.broker.lend(lent, 'l1');
    expect(await bench.broker.test(lent)).toMatchObject({ kind: 'ready', headers: bearer('l1') });
    const open = anAccount({ auth: { kind: 'none' } });
    expect(await bench.broker.test(open)).toMatchObject({ kind: 'ready' });
    expect(bench.asked).toEqual([]);
  });
});
