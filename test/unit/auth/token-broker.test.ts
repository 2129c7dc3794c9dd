import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  anAccount,
  type BrokerBench,
  brokerBench,
  later,
  SIGNED_IN,
  SIGNED_OUT,
  tokens,
  turn,
} from '../../support/broker-bench.ts';

const ada = anAccount();

/** A bench whose account has a stored refresh token `r1`. */
function signedIn(): BrokerBench {
  const bench = brokerBench();
  bench.store('ada', { refreshToken: 'r1' });
  return bench;
}

async function ready(bench: BrokerBench, access = 'a1', refresh?: string, expiresIn?: unknown) {
  bench.script(tokens(access, refresh, expiresIn));
  bench.broker.prepare(ada);
  const state = await bench.settled(ada);
  if (state.kind !== 'ready') throw new Error(`not ready but ${JSON.stringify(state)}`);
  return state;
}

const authorization = (token: string) => [['authorization', `Bearer ${token}`]];
const stored = (bench: BrokerBench): unknown => JSON.parse(bench.keychain.items.get('ada') ?? '{}');

describe('a refresh', () => {
  test('asks as RFC 6749 has it, never follows a redirect, and gives the account a token', async () => {
    const bench = signedIn();
    expect(bench.broker.stateOf(ada).kind).toBe('refreshing');
    expect(bench.asked).toEqual([]);
    const state = await ready(bench);
    expect(state).toEqual({ kind: 'ready', headers: authorization('a1'), generation: 1 });
    expect(bench.asked).toMatchObject([
      {
        url: 'https://id.example/token',
        body: 'grant_type=refresh_token&refresh_token=r1&client_id=app',
        init: { method: 'POST', redirect: 'manual' },
      },
    ]);
    expect(bench.saved).toEqual([]);
  });

  test('happens once, however many ask and however many were refused', async () => {
    const bench = signedIn();
    const { generation } = await ready(bench);
    bench.script(tokens('a2'));
    for (let n = 0; n < 50; n++) {
      bench.broker.refused(ada, generation);
      bench.broker.prepare(ada);
    }
    expect(await bench.settled(ada)).toMatchObject({ headers: authorization('a2') });
    for (let n = 0; n < 50; n++) bench.broker.refused(ada, generation);
    await turn();
    expect(bench.asked).toHaveLength(2);
  });

  test('writes the new refresh token and reads it back before the new access token is used', async () => {
    const bench = signedIn();
    let atWrite: unknown;
    const { write } = bench.keychain;
    bench.keychain.write = async (account, text) => {
      atWrite = bench.broker.stateOf(ada).kind;
      await write(account, text);
    };
    await ready(bench, 'a1', 'r2');
    expect(atWrite).toBe('refreshing');
    expect(stored(bench)).toEqual({ refreshToken: 'r2' });
    expect(bench.keychain.calls.filter((call) => call.endsWith(' ada'))).toEqual([
      'read ada',
      'write ada',
      'read ada',
    ]);
  });

  test('without a new refresh token goes on with the old one and writes nothing', async () => {
    const bench = signedIn();
    const { generation } = await ready(bench);
    bench.script(tokens('a2'));
    bench.broker.refused(ada, generation);
    await bench.settled(ada);
    expect(bench.asked[1]?.body).toContain('refresh_token=r1');
    expect(bench.keychain.calls).toEqual(['read ada']);
  });

  test('that cannot be written is used all the same, and written as soon as it can be', async () => {
    const bench = signedIn();
    bench.broker.prepare(ada);
    bench.script(tokens('a1', 'r2'));
    const { read } = bench.keychain;
    bench.keychain.read = async (account) => {
      const text = await read(account);
      bench.keychain.mood = 'locked';
      return text;
    };
    expect(await bench.settled(ada)).toMatchObject({ headers: authorization('a1') });
    expect(stored(bench)).toEqual({ refreshToken: 'r1' });
    expect(bench.logged.join()).toContain('tokenNotKept');
    bench.keychain.read = read;
    bench.keychain.mood = 'well';
    bench.time.advance(2_000);
    await turn();
    expect(stored(bench)).toEqual({ refreshToken: 'r2' });
  });

  test('that is still unwritten when the host stops is written then', async () => {
    const bench = signedIn();
    const { read } = bench.keychain;
    bench.keychain.read = async (account) => {
      const text = await read(account);
      bench.keychain.mood = 'failing';
      return text;
    };
    await ready(bench, 'a1', 'r2');
    bench.keychain.read = read;
    bench.keychain.mood = 'well';
    await bench.broker.stop(1_000);
    expect(stored(bench)).toEqual({ refreshToken: 'r2' });
  });
});

test('T-05: invalid_grant, invalid_client, 429, 503 and a time-out are five different outcomes', async () => {
  const busy = (status: number, headers = {}) => new Response('', { status, headers });
  const refusal = (error: string) => Response.json({ error }, { status: 400 });
  const outcomes = [];
  for (const answer of [
    refusal('invalid_grant'),
    refusal('invalid_client'),
    busy(429, { 'retry-after': '60' }),
    busy(503),
    'silent',
  ] as const) {
    const bench = signedIn();
    bench.script(answer);
    bench.broker.prepare(ada);
    await turn();
    if (answer === 'silent') bench.time.advance(10_000);
    const state = await bench.settled(ada);
    const wait = state.kind === 'trouble' ? state.retryAt - bench.time.clock.now() : null;
    outcomes.push([state.kind, state.kind === 'trouble' ? state.code : null, wait]);
  }
  expect(outcomes).toEqual([
    ['signInNeeded', null, null],
    ['trouble', 'TOKEN_CLIENT_REFUSED', 2_000],
    ['trouble', 'TOKEN_ENDPOINT_BUSY', 60_000],
    ['trouble', 'TOKEN_ENDPOINT_BUSY', 2_000],
    ['trouble', 'TOKEN_ENDPOINT_SLOW', 2_000],
  ]);
});

describe('what is no token', () => {
  const page = new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } });
  test.each([
    ['a page', page, 'TOKEN_ENDPOINT_NONSENSE'],
    ['nothing', new Response(''), 'TOKEN_ENDPOINT_NONSENSE'],
    ['{}', {}, 'TOKEN_ENDPOINT_NONSENSE'],
    ['a number for a token', { access_token: 5 }, 'TOKEN_ENDPOINT_NONSENSE'],
    ['a token with a line break', { access_token: 'a\r\nX: 1' }, 'TOKEN_ENDPOINT_NONSENSE'],
    [
      'a number for a refresh token',
      { access_token: 'a', refresh_token: 5 },
      'TOKEN_ENDPOINT_NONSENSE',
    ],
    ['another type', { access_token: 'a', token_type: 'mac' }, 'TOKEN_ENDPOINT_NONSENSE'],
    ['more than 64 KiB', { access_token: 'a', pad: 'x'.repeat(65_536) }, 'TOKEN_ENDPOINT_NONSENSE'],
    ['a 500', new Response('{}', { status: 500 }), 'TOKEN_ENDPOINT_BUSY'],
    [
      'a redirect',
      new Response(null, { status: 307, headers: { location: 'https://evil.example' } }),
      'TOKEN_ENDPOINT_REDIRECTS',
    ],
    [
      'invalid_client',
      Response.json({ error: 'invalid_client' }, { status: 401 }),
      'TOKEN_CLIENT_REFUSED',
    ],
    ['a portal with 401', new Response('<p>', { status: 401 }), 'TOKEN_ENDPOINT_NONSENSE'],
    ['no connection', 'offline', 'TOKEN_ENDPOINT_UNREACHABLE'],
  ] as const)('%s: trouble, nothing overwritten, and asked again', async (_, answer, code) => {
    const bench = signedIn();
    bench.script(answer);
    bench.broker.prepare(ada);
    const state = await bench.settled(ada);
    expect(state).toEqual({ kind: 'trouble', code, retryAt: bench.time.clock.now() + 2_000 });
    bench.broker.prepare(ada);
    expect(bench.asked).toHaveLength(1);
    expect(stored(bench)).toEqual({ refreshToken: 'r1' });
    expect(bench.saved).toEqual([]);
    bench.script(tokens('a1'));
    bench.time.advance(2_000);
    expect((await bench.settled(ada)).kind).toBe('ready');
  });

  test('no answer within ten seconds is trouble too', async () => {
    const bench = signedIn();
    bench.script('silent');
    bench.broker.prepare(ada);
    await turn();
    bench.time.advance(10_000);
    expect(await bench.settled(ada)).toMatchObject({ code: 'TOKEN_ENDPOINT_SLOW' });
  });

  test('a server that asks for time gets it, also when somebody wakes everything', async () => {
    const bench = signedIn();
    bench.script(new Response('', { status: 429, headers: { 'retry-after': '120' } }));
    bench.broker.prepare(ada);
    const now = bench.time.clock.now();
    expect(await bench.settled(ada)).toMatchObject({ retryAt: now + 120_000 });
    bench.broker.wake();
    bench.time.advance(119_999);
    await turn();
    expect(bench.asked).toHaveLength(1);
    bench.script(tokens('a1'));
    bench.time.advance(1);
    expect((await bench.settled(ada)).kind).toBe('ready');
  });

  test('waking tries at once where nobody asked for time', async () => {
    const bench = signedIn();
    bench.script('offline', tokens('a1'));
    bench.broker.prepare(ada);
    await bench.settled(ada);
    bench.broker.wake();
    expect((await bench.settled(ada)).kind).toBe('ready');
  });

  test('while the token in use is still good nobody notices', async () => {
    const bench = signedIn();
    await ready(bench, 'a1', undefined, 100);
    bench.time.advance(95_000);
    bench.script('offline');
    expect(bench.broker.stateOf(ada).kind).toBe('ready');
    await turn();
    expect(bench.asked).toHaveLength(2);
    expect(bench.broker.stateOf(ada).kind).toBe('ready');
    bench.script(tokens('a2'));
    bench.time.advance(2_000);
    await turn();
    expect(bench.broker.stateOf(ada)).toMatchObject({ headers: authorization('a2') });
  });
});

describe('the end of a session', () => {
  const invalidGrant = () => Response.json({ error: 'invalid_grant' }, { status: 400 });

  test('is invalid_grant: it is written down, and the stored token is not touched', async () => {
    const bench = signedIn();
    bench.script(invalidGrant());
    bench.broker.prepare(ada);
    expect(await bench.settled(ada)).toEqual({ kind: 'signInNeeded' });
    expect(bench.saved).toMatchObject([{ state: 'signInNeeded', keptBy: 'keytar' }]);
    expect(stored(bench)).toEqual({ refreshToken: 'r1' });
    bench.broker.prepare(ada);
    bench.time.advance(86_400_000);
    await turn();
    expect(bench.asked).toHaveLength(1);
  });

  test('is not reached while somebody put another token there', async () => {
    const bench = signedIn();
    await ready(bench);
    bench.store('ada', { refreshToken: 'from-elsewhere' });
    bench.script(invalidGrant(), tokens('a2'));
    bench.broker.refused(ada, 1);
    expect(await bench.settled(ada)).toMatchObject({ headers: authorization('a2') });
    expect(bench.asked[2]?.body).toContain('from-elsewhere');
  });

  test('leaves other accounts alone', async () => {
    const bench = signedIn();
    bench.store('bob', { refreshToken: 'b1' });
    const bob = anAccount({ name: 'bob' });
    bench.script(invalidGrant());
    bench.broker.prepare(ada);
    await bench.settled(ada);
    bench.script(tokens('b-access'));
    bench.broker.prepare(bob);
    expect(await bench.settled(bob)).toMatchObject({ headers: authorization('b-access') });
    expect(bench.broker.stateOf(ada)).toEqual({ kind: 'signInNeeded' });
  });

  test('comes with a refusal where nothing can be refreshed', async () => {
    const bench = brokerBench();
    const fixed = anAccount({ auth: { kind: 'bearer', refresh: null } });
    bench.store('ada', { accessToken: 'a1' });
    bench.broker.prepare(fixed);
    expect(await bench.settled(fixed)).toMatchObject({ headers: authorization('a1') });
    bench.broker.refused(fixed, 1);
    expect(await bench.settled(fixed)).toEqual({ kind: 'signInNeeded' });
  });

  test('is known at the start, without asking anybody', () => {
    const bench = brokerBench();
    const out = anAccount({ session: SIGNED_OUT });
    bench.broker.prepare(out);
    expect(bench.broker.stateOf(out)).toEqual({ kind: 'signInNeeded' });
    expect(bench.keychain.calls).toEqual([]);
  });
});

describe('the life of a token', () => {
  test.each([
    [3_600, 3_540_000],
    [2, 1_800],
    ['3600', 3_540_000],
    [0, 27_000],
    [-1, 27_000],
    ['soon', 27_000],
    [{}, 27_000],
    [1e15, 86_340_000],
    [0.001, 900],
  ])('T-06: expires_in %j: the next one is asked for after %d ms', async (expiresIn, after) => {
    const bench = signedIn();
    await ready(bench, 'a1', undefined, expiresIn);
    bench.time.advance(after);
    bench.broker.stateOf(ada);
    await turn();
    expect(bench.asked).toHaveLength(1);
    bench.script(tokens('a2'));
    bench.time.advance(1);
    bench.broker.stateOf(ada);
    await turn();
    expect(bench.asked).toHaveLength(2);
    expect(bench.broker.stateOf(ada)).toMatchObject({ headers: authorization('a2') });
  });

  test('is what came with the tokens of a sign-in', async () => {
    const bench = brokerBench();
    const out = anAccount({ session: SIGNED_OUT });
    const given = { accessToken: 'a1', refreshToken: 'r1', expiresIn: 3_600 };
    await bench.broker.setTokens(out, given);
    bench.time.advance(3_540_000);
    bench.broker.stateOf(out);
    await turn();
    expect(bench.asked).toEqual([]);
    bench.script(tokens('a2'));
    bench.time.advance(1);
    bench.broker.stateOf(out);
    await turn();
    expect(bench.broker.stateOf(out)).toMatchObject({ headers: authorization('a2') });
  });

  test.each([
    ['whose account has no refresh', { kind: 'bearer', refresh: null }],
    ['that came without a refresh token', ada.auth],
  ] as const)('of one %s lasts to its end, and then somebody has to sign in', async (_, auth) => {
    const bench = brokerBench();
    const out = anAccount({ auth, session: SIGNED_OUT });
    await bench.broker.setTokens(out, { accessToken: 'a1', expiresIn: 3_600 });
    // As each look for work does, also where no item of the account waits.
    const asked = async () => {
      bench.broker.stateOf(out);
      await turn();
      return bench.broker.stateOf(out);
    };
    bench.time.advance(3_599_999);
    expect(await asked()).toMatchObject({ headers: authorization('a1') });
    expect(bench.saved).toEqual([]);
    bench.time.advance(1);
    const calls = bench.keychain.calls.length;
    for (let n = 0; n < 3; n += 1) {
      expect(await asked()).toEqual({ kind: 'signInNeeded' });
      bench.broker.prepare(out);
    }
    expect(bench.saved).toMatchObject([{ state: 'signInNeeded' }]);
    expect([bench.keychain.calls.length, bench.asked]).toEqual([calls, []]);
  });

  test('is as long as the server likes when it does not say', async () => {
    const bench = signedIn();
    bench.script({ access_token: 'a1' });
    bench.broker.prepare(ada);
    await bench.settled(ada);
    bench.time.advance(30 * 86_400_000);
    expect(bench.broker.stateOf(ada)).toMatchObject({ headers: authorization('a1') });
    expect(bench.broker.isFresh(ada, 1)).toBe(true);
  });

  test('passes while the machine sleeps and its monotonic clock stands still', async () => {
    const bench = signedIn();
    await ready(bench);
    bench.time.jump(3_600_000);
    expect(bench.broker.stateOf(ada)).toEqual({ kind: 'refreshing' });
    expect(bench.broker.isFresh(ada, 1)).toBe(false);
  });

  test('does not begin anew when the wall clock is put back', async () => {
    const bench = signedIn();
    await ready(bench);
    bench.time.jump(-86_400_000);
    bench.time.advance(3_600_000);
    expect(bench.broker.stateOf(ada)).toEqual({ kind: 'refreshing' });
  });

  test('counts from the question, not from the answer', async () => {
    const bench = signedIn();
    const { promise, answer } = later();
    bench.script(promise);
    bench.broker.prepare(ada);
    await turn();
    bench.time.advance(1_500);
    answer(tokens('a1', undefined, 2));
    await bench.settled(ada);
    bench.time.advance(499);
    expect(bench.broker.isFresh(ada, 1)).toBe(true);
    bench.time.advance(1);
    expect(bench.broker.isFresh(ada, 1)).toBe(false);
  });

  test('is fresh for the newest generation only, also after that was refused', async () => {
    const bench = signedIn();
    await ready(bench);
    bench.script(tokens('a2'));
    bench.broker.refused(ada, 1);
    expect(bench.broker.isFresh(ada, 1)).toBe(true);
    await bench.settled(ada);
    expect([bench.broker.isFresh(ada, 1), bench.broker.isFresh(ada, 2)]).toEqual([false, true]);
  });

  test('a server that refuses each new one is asked slower and slower, but never given up', async () => {
    const bench = signedIn();
    await ready(bench);
    for (let generation = 1; generation < 5; generation++) {
      bench.script(tokens(`a${generation + 1}`));
      bench.broker.refused(ada, generation);
      expect((await bench.settled(ada)).kind).toBe('ready');
    }
    bench.broker.refused(ada, 5);
    expect(bench.broker.stateOf(ada)).toMatchObject({ code: 'FRESH_TOKENS_REFUSED' });
    await turn();
    expect(bench.asked).toHaveLength(5);
    bench.script(tokens('a6'));
    bench.time.advance(2_000);
    expect((await bench.settled(ada)).kind).toBe('ready');
  });
});

describe('signing in', () => {
  test('keeps the refresh token only, and has the access token in use at once', async () => {
    const bench = brokerBench();
    const out = anAccount({ session: SIGNED_OUT });
    const record = await bench.broker.setTokens(out, { accessToken: 'a1', refreshToken: 'r1' });
    expect(record).toMatchObject({ ok: true, value: { state: 'signedIn', keptBy: 'keytar' } });
    expect(stored(bench)).toEqual({ refreshToken: 'r1' });
    expect(bench.broker.stateOf(out)).toMatchObject({ headers: authorization('a1') });
  });

  test('keeps an access token that nothing could replace', async () => {
    const bench = brokerBench();
    const fixed = anAccount({ auth: { kind: 'bearer', refresh: null }, session: SIGNED_OUT });
    await bench.broker.setTokens(fixed, { accessToken: 'a1' });
    expect(stored(bench)).toEqual({ accessToken: 'a1' });
  });

  test('fixed headers are kept and sent with generation 0', async () => {
    const bench = brokerBench();
    const auth = { kind: 'headers', names: ['X-Api-Key'] } as const;
    const account = anAccount({ auth, session: SIGNED_OUT });
    await bench.broker.setHeaders(account, { 'X-Api-Key': 'k' });
    const headers = [['X-Api-Key', 'k']];
    expect(bench.broker.stateOf(account)).toEqual({ kind: 'ready', headers, generation: 0 });
    const next = brokerBench({ secrets: bench.secrets });
    const known = anAccount({ auth, session: SIGNED_IN });
    next.broker.prepare(known);
    expect(await next.settled(known)).toEqual({ kind: 'ready', headers, generation: 0 });
  });

  test('without any keychain: for this session, or NO_KEYCHAIN where it would end at once', async () => {
    const host = brokerBench();
    host.keychain.mood = 'locked';
    const kept = await host.broker.setTokens(ada, { refreshToken: 'r1' });
    expect(kept).toMatchObject({ value: { keptBy: 'session' } });
    const oneShot = brokerBench({ sessionWillDo: false });
    oneShot.keychain.mood = 'locked';
    const refused = await oneShot.broker.setTokens(ada, { refreshToken: 'r1' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'NO_KEYCHAIN' } });
    oneShot.keychain.mood = 'well';
    oneShot.store('ada', { refreshToken: 'old' });
    oneShot.script(tokens('a-old'));
    oneShot.broker.prepare(ada);
    expect(await oneShot.settled(ada)).toMatchObject({ headers: authorization('a-old') });
  });

  test('as somebody else ends a refresh that is under way: its tokens are neither used nor kept', async () => {
    const bench = signedIn();
    const { promise, answer } = later();
    bench.script(promise);
    bench.broker.prepare(ada);
    await turn();
    await bench.broker.setTokens(ada, { accessToken: 'new-access', refreshToken: 'new' });
    answer(tokens('old-access', 'old-rotated'));
    await turn();
    expect(bench.asked).toHaveLength(1);
    expect(stored(bench)).toEqual({ refreshToken: 'new' });
    expect(bench.broker.stateOf(ada)).toMatchObject({ headers: authorization('new-access') });
  });

  test('a lent token is written nowhere, and after its refusal the stored session goes on', async () => {
    const bench = signedIn();
    bench.broker.lend(ada, 'lent');
    expect(bench.broker.stateOf(ada)).toMatchObject({ headers: authorization('lent') });
    expect(bench.keychain.calls).toEqual([]);
    bench.script(tokens('a1'));
    bench.broker.refused(ada, 1);
    expect(await bench.settled(ada)).toMatchObject({ headers: authorization('a1'), generation: 2 });
  });

  test('forgetting deletes what is stored, and nothing is sent any more', async () => {
    const bench = signedIn();
    await ready(bench);
    expect(await bench.broker.forget(ada)).toEqual({ ok: true, value: null });
    expect(bench.keychain.items.has('ada')).toBe(false);
    expect(bench.broker.stateOf(ada)).toEqual({ kind: 'signInNeeded' });
  });

  test('forgetting in a locked keychain is refused, and changes nothing', async () => {
    const bench = signedIn();
    await ready(bench);
    bench.keychain.mood = 'locked';
    expect(await bench.broker.forget(ada)).toMatchObject({ error: { code: 'NO_KEYCHAIN' } });
    expect(bench.broker.stateOf(ada).kind).toBe('ready');
  });

  test('another way to authenticate is another session', async () => {
    const bench = signedIn();
    await ready(bench);
    const refresh = { kind: 'oauth2', tokenUrl: 'https://other.example' } as const;
    const moved = anAccount({
      auth: { kind: 'bearer', refresh: { ...refresh, clientId: 'app', scope: null, signIn: null } },
      session: SIGNED_OUT,
    });
    expect(bench.broker.stateOf(moved)).toEqual({ kind: 'signInNeeded' });
    bench.broker.prepare(moved);
    await turn();
    expect(bench.asked).toHaveLength(1);
  });
});

describe('T-09: a keychain that does not work', () => {
  test('that is locked is trouble and never a signed-out account; unlocked, it goes on by itself', async () => {
    const bench = signedIn();
    bench.keychain.mood = 'locked';
    bench.broker.prepare(ada);
    expect(await bench.settled(ada)).toMatchObject({ kind: 'trouble', code: 'KEYCHAIN_LOCKED' });
    const asked = bench.keychain.calls.length;
    bench.keychain.mood = 'well';
    bench.script(tokens('a1'));
    // A try may put a question before a person: not one after the other.
    bench.time.advance(14_000);
    expect(bench.keychain.calls).toHaveLength(asked);
    bench.time.advance(1_000);
    expect((await bench.settled(ada)).kind).toBe('ready');
    expect(bench.saved).toEqual([]);
  });

  test('that works and has nothing for a signed-in account is no sign-out either', async () => {
    const bench = brokerBench();
    bench.broker.prepare(ada);
    expect(await bench.settled(ada)).toMatchObject({ code: 'KEYCHAIN_ITEM_MISSING' });
    expect(bench.saved).toEqual([]);
  });

  test('that takes thirty seconds keeps nobody else from sending, and is taken up afterwards', async () => {
    const bench = signedIn();
    const bob = anAccount({ name: 'bob' });
    bench.store('bob', { refreshToken: 'b1' });
    bench.script(tokens('b-access'));
    bench.broker.prepare(bob);
    await bench.settled(bob);
    const { read } = bench.keychain;
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    bench.keychain.read = async (account) => {
      await asked;
      return read(account);
    };
    bench.broker.prepare(ada);
    await turn();
    bench.time.advance(5_000);
    expect(await bench.settled(ada)).toMatchObject({ kind: 'trouble', code: 'KEYCHAIN_SLOW' });
    expect(bench.broker.stateOf(bob)).toMatchObject({ headers: authorization('b-access') });
    bench.time.advance(25_000);
    await turn();
    answer();
    await turn();
    bench.script(tokens('a1'));
    bench.time.advance(bench.time.nextIn() ?? 0);
    expect(await bench.settled(ada)).toMatchObject({ headers: authorization('a1') });
    expect(bench.saved).toEqual([]);
  });

  test('that does not answer is trouble after five seconds', async () => {
    const bench = signedIn();
    bench.keychain.mood = 'hanging';
    bench.broker.prepare(ada);
    await turn();
    bench.time.advance(5_000);
    expect(await bench.settled(ada)).toMatchObject({ code: 'KEYCHAIN_SLOW' });
  });
});

test('no secret shows in the log, in errors, in what is saved, or in an inspected broker', async () => {
  const bench = brokerBench();
  bench.store('ada', { refreshToken: 'CANARY-r1' });
  await ready(bench, 'CANARY-a1', 'CANARY-r2');
  bench.keychain.write = async (_, text) => {
    throw new Error(`cannot write ${text}`);
  };
  bench.script(tokens('CANARY-a2', 'CANARY-r3'));
  bench.broker.refused(ada, 1);
  await bench.settled(ada);
  const reading = await bench.secrets.get('ada', 'keytar');
  expect(reading.kind).toBe('found');
  const refused = await bench.broker.setTokens(ada, { refreshToken: 'CANARY-r4' });
  bench.script(Response.json({ error: 'invalid_grant', hint: 'CANARY-r3' }, { status: 400 }));
  bench.broker.refused(ada, 2);
  await turn();
  expect(bench.logged.join()).toContain('tokenNotKept');
  const seen = [bench.logged, bench.saved, refused, inspect(reading, { depth: 9 })];
  expect(JSON.stringify([seen, reading])).not.toContain('CANARY');
});
