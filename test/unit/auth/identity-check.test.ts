import { describe, expect, test } from 'vitest';
import { judgeIdentity } from '../../../electron/adapters/auth/identity-check.ts';
import { personOf } from '../../../electron/adapters/auth/token-owner.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import { anAccount, type BenchOptions, brokerBench } from '../../support/broker-bench.ts';

const IDENTITY = { url: 'https://api.example/me', subject: '/id', name: '/called' };
const PLACE = 'https://api.example';

const judged = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  judgeIdentity(IDENTITY, {
    status,
    header: (name) => headers[name] ?? null,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    receivedAt: 0,
  });

describe('an answer of the identity check', () => {
  test('is somebody by a text or a whole number in its place', () => {
    const someone = (id: string, name: string | null) => ({
      kind: 'person',
      person: personOf(PLACE, id, name),
    });
    expect(judged({ id: 'u1', called: 'Ann' })).toEqual(someone('"u1"', 'Ann'));
    expect(judged({ id: 7 })).toEqual(someone('7', null));
    expect(judged({ id: '7' })).not.toEqual(judged({ id: 7 }));
  });

  test.each([
    ['no JSON', '<html>', 200],
    ['nothing there', {}, 200],
    ['null', { id: null }, 200],
    ['an empty text', { id: ' ' }, 200],
    ['yes', { id: true }, 200],
    ['an object', { id: { a: 1 } }, 200],
    ['half a number', { id: 1.5 }, 200],
    ['a redirect', {}, 302],
    ['not found', { id: 'u1' }, 404],
  ])('is nobody by %s', (_, body, status) => {
    expect(judged(body, status)).toMatchObject({ kind: 'trouble', code: 'IDENTITY_NONSENSE' });
  });

  test('tells a refusal from a server that is busy, which may say for how long', () => {
    expect(judged({}, 401)).toMatchObject({ code: 'IDENTITY_REFUSED', status: 401 });
    expect(judged({}, 403)).toMatchObject({ code: 'IDENTITY_REFUSED' });
    expect(judged({}, 503, { 'retry-after': '9' })).toMatchObject({
      code: 'IDENTITY_BUSY',
      floorMs: 9_000,
    });
  });
});

const account: Account = anAccount({ identity: IDENTITY });
const ANN = personOf(PLACE, '"ann"', 'Ann');
const BEN = personOf(PLACE, '"ben"', 'Ben');
const me = (id: string, called: string) => ({ id, called });

/** A broker whose account asks who it is; a refresh token in its keychain. */
function bench(options: BenchOptions = {}) {
  const made = brokerBench(options);
  const signIn = (tokens: { accessToken?: string; refreshToken?: string }, of = account) =>
    made.broker.setTokens(of, tokens);
  return { ...made, signIn };
}

describe('an account that asks who signed in', () => {
  test('knows it when the sign-in is over, and sends nothing before', async () => {
    const { broker, script, signIn, asked } = bench();
    const seen: unknown[] = [];
    broker.onChange(() => seen.push(broker.stateOf(account).kind));
    script(Promise.resolve(me('ann', 'Ann')));
    const signed = await signIn({ accessToken: 'a1' });
    expect(signed).toMatchObject(ok({ state: 'signedIn', person: ANN }));
    expect(asked.map(({ url }) => url)).toEqual([IDENTITY.url]);
    expect(new Set(seen)).toEqual(new Set(['ready']));
    expect(broker.stateOf(account).kind).toBe('ready');
    expect(broker.ownerOf(account)).toBe(ANN.subject);
  });

  test('refreshes first where only a refresh token was given', async () => {
    const { broker, script, signIn, asked } = bench();
    script({ access_token: 'a1', token_type: 'Bearer' }, me('ben', 'Ben'));
    expect(await signIn({ refreshToken: 'r1' })).toMatchObject(ok({ person: BEN }));
    expect(asked.map(({ url }) => url)).toEqual(['https://id.example/token', IDENTITY.url]);
    expect(broker.ownerOf(account)).toBe(BEN.subject);
  });

  test.each([
    ['IDENTITY_UNREACHABLE', 'offline' as const],
    ['IDENTITY_BUSY', new Response('', { status: 503 })],
    ['IDENTITY_REFUSED', new Response('{}', { status: 403 })],
    ['IDENTITY_NONSENSE', new Response('<html>', { status: 200 })],
    ['IDENTITY_NONSENSE', new Response('', { status: 302, headers: { location: '/login' } })],
  ])('is in trouble by %s, and asks again by itself', async (code, trouble) => {
    const { broker, script, signIn, time, settled, people } = bench();
    script(trouble, me('ann', 'Ann'));
    const signed = await signIn({ accessToken: 'a1' });
    expect(signed).toMatchObject(ok({ state: 'signedIn', person: { name: null } }));
    expect(signed.ok && signed.value.person?.subject.startsWith('?')).toBe(true);
    expect(broker.stateOf(account)).toMatchObject({ kind: 'trouble', code });
    expect(broker.ownerOf(account)).toBeNull();
    time.advance(time.nextIn() ?? 0);
    await settled(account);
    expect(broker.stateOf(account).kind).toBe('ready');
    expect(people).toEqual([ANN]);
  });

  test('gets another token before it asks again where the first was refused', async () => {
    const { broker, script, signIn, time, settled, asked } = bench();
    const token = { access_token: 'a1', token_type: 'Bearer' };
    script(token, new Response('', { status: 401 }), token, me('ann', 'Ann'));
    await signIn({ refreshToken: 'r1' });
    expect(broker.stateOf(account)).toMatchObject({ kind: 'trouble', code: 'IDENTITY_REFUSED' });
    time.advance(time.nextIn() ?? 0);
    await settled(account);
    expect(asked).toHaveLength(4);
    expect(broker.ownerOf(account)).toBe(ANN.subject);
  });

  test('asks about a token that was lent, and goes back to whose session it is after that', async () => {
    const { broker, script, signIn, settled } = bench();
    const token = { access_token: 'a1', token_type: 'Bearer' };
    script(token, me('ann', 'Ann'), me('ben', 'Ben'), token);
    await signIn({ refreshToken: 'r1' });
    broker.lend(account, 'lent');
    expect(broker.stateOf(account).kind).toBe('refreshing');
    broker.prepare(account);
    await settled(account);
    expect(broker.ownerOf(account)).toBe(BEN.subject);
    const lent = broker.stateOf(account);
    broker.refused(account, lent.kind === 'ready' ? lent.generation : -1);
    await settled(account);
    expect(broker.stateOf(account).kind).toBe('ready');
    expect(broker.ownerOf(account)).toBe(ANN.subject);
  });

  test('knows it after a restart without asking: it is kept with the tokens', async () => {
    const { broker, script, signIn, secrets } = bench();
    const token = { access_token: 'a1', token_type: 'Bearer' };
    script(token, me('ann', 'Ann'));
    const signed = await signIn({ refreshToken: 'r1' });
    await broker.stop(0);
    const next = brokerBench({ secrets });
    next.script(token);
    const session = signed.ok ? signed.value : account.session;
    // What the row says does not count: whoever put the tokens there says whose they are.
    const kept = { ...account, session: { ...session, person: BEN } };
    next.broker.prepare(kept);
    expect((await next.settled(kept)).kind).toBe('ready');
    expect(next.broker.ownerOf(kept)).toBe(ANN.subject);
    expect(next.people).toEqual([{ ...ANN, name: null }]);
  });

  test('asks anew where the check is another one now', async () => {
    const { broker, script, signIn, settled } = bench();
    script(me('ann', 'Ann'), { uid: 'u-7' });
    await signIn({ accessToken: 'a1' });
    const other = { ...account, identity: { url: IDENTITY.url, subject: '/uid', name: null } };
    expect(broker.stateOf(other).kind).toBe('refreshing');
    broker.prepare(other);
    await settled(other);
    expect(broker.ownerOf(other)).toBe(personOf(PLACE, '"u-7"', null).subject);
  });
});
