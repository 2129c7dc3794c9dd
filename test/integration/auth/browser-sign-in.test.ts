import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSignInBrowser } from '../../../electron/adapters/auth/sign-in-browser.ts';
import type { BrowserSignIn, SignInTokens } from '../../../electron/core/ports/sign-in-browser.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import type { Account, SignInPlace } from '../../../shared/outbox/account.ts';
import { anAccount, later, type Scripted, tokens, turn } from '../../support/broker-bench.ts';
import { createManualTime } from '../../support/manual-time.ts';

const AUTHORIZE = 'https://id.example/authorize?tenant=7';
const TOKEN_URL = 'https://id.example/token';
const MINUTES_5 = 5 * 60_000;

const signingInAt = (place: Partial<SignInPlace>, scope: string | null = 'upload'): Account =>
  anAccount({
    auth: {
      kind: 'bearer',
      refresh: {
        kind: 'oauth2',
        tokenUrl: TOKEN_URL,
        clientId: 'app',
        scope,
        signIn: { authorizationUrl: null, issuer: null, ...place },
      },
    },
  });

const ada = signingInAt({ authorizationUrl: AUTHORIZE });

/** A sign-in whose servers, and time, are in the hands of the test; what is kept of it is noted. */
function bench(...answers: readonly Scripted[]) {
  const time = createManualTime();
  const script = [...answers];
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const kept: SignInTokens[] = [];
  const logged: string[] = [];
  const note = (event: string, fields?: unknown): void =>
    void logged.push(`${event} ${JSON.stringify(fields)}`);
  const browser = createSignInBrowser({
    clock: time.clock,
    timers: time.timers,
    log: { info: note, warn: note, error: note },
    async fetch(url, init) {
      asked.push({ url, init });
      const answer = await script.shift();
      if (answer === undefined || answer === 'offline') throw new TypeError('fetch failed');
      if (answer === 'silent')
        return new Promise((_, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      return answer instanceof Response ? answer : Response.json(answer);
    },
  });
  const begin = (account = ada) =>
    browser.begin(account, async (given) => {
      kept.push(given);
      return ok(account);
    });
  /** One that has begun. */
  async function begun(account = ada): Promise<BrowserSignIn> {
    const result = await begin(account);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    onTestFinished(() => result.value.cancel());
    return result.value;
  }
  return { time, asked, kept, logged, begin, begun };
}

const parameter = ({ url }: BrowserSignIn, name: string): string =>
  new URL(url).searchParams.get(name) ?? '';

/** Comes back as the server sends the browser back. */
const comeBack = (signIn: BrowserSignIn, answer: Readonly<Record<string, string>> = {}) => {
  const query = new URLSearchParams({
    code: 'c0de',
    state: parameter(signIn, 'state'),
    ...answer,
  });
  return fetch(`${parameter(signIn, 'redirect_uri')}?${query.toString()}`);
};

const failed = (reason: string) => ({ error: { code: 'SIGN_IN_FAILED', params: { reason } } });
const portIsClosed = (signIn: BrowserSignIn) =>
  expect(fetch(parameter(signIn, 'redirect_uri'))).rejects.toThrow('fetch failed');

describe('a sign-in in the browser', () => {
  test('asks with PKCE and a state, and trades the code for tokens', async () => {
    const { asked, kept, begun } = bench(tokens('a1', 'r1', 60));
    const signIn = await begun();
    const { origin, pathname, searchParams } = new URL(signIn.url);
    const { state, code_challenge, redirect_uri, ...plain } = Object.fromEntries(searchParams);
    expect([origin + pathname, plain]).toEqual([
      'https://id.example/authorize',
      {
        tenant: '7',
        response_type: 'code',
        client_id: 'app',
        scope: 'upload',
        code_challenge_method: 'S256',
      },
    ]);
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(redirect_uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);

    const page = await comeBack(signIn);
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringMatching(/You are signed in.*You may close this page/),
    ]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await signIn.ended).toEqual(ok(ada));
    expect(kept).toEqual([
      { accessToken: 'a1', refreshToken: 'r1', goodForMs: 60_000, person: null },
    ]);
    const [{ url, init } = { url: '', init: {} }] = asked;
    expect([url, init.method, init.redirect]).toEqual([TOKEN_URL, 'POST', 'manual']);
    const { code_verifier = '', ...rest } = Object.fromEntries(init.body as URLSearchParams);
    expect(rest).toEqual({
      grant_type: 'authorization_code',
      client_id: 'app',
      code: 'c0de',
      redirect_uri,
    });
    expect(createHash('sha256').update(code_verifier).digest('base64url')).toBe(code_challenge);
    await portIsClosed(signIn);
  });

  test('asks for a consent of its own where somebody is to stay signed in', async () => {
    const scope = 'openid offline_access';
    const signIn = await bench().begun(signingInAt({ authorizationUrl: AUTHORIZE }, scope));
    expect(parameter(signIn, 'prompt')).toBe('consent');
    expect(parameter(await bench().begun(), 'prompt')).toBe('');
  });

  test('is not there for an account that names no place for it', async () => {
    const { begin } = bench();
    for (const account of [anAccount(), anAccount({ auth: { kind: 'none' } })])
      expect(await begin(account)).toMatchObject({ error: { code: 'SIGN_IN_UNAVAILABLE' } });
  });

  test('ends after five minutes, and its port with it', async () => {
    const { time, begun, kept } = bench(tokens('a1'));
    const signIn = await begun();
    time.advance(MINUTES_5 - 1);
    expect((await fetch(parameter(signIn, 'redirect_uri'))).status).toBe(400);
    time.advance(1);
    expect(await signIn.ended).toMatchObject({ error: { code: 'SIGN_IN_TIMED_OUT' } });
    await portIsClosed(signIn);
    expect(kept).toEqual([]);
  });

  test('that is given up keeps nothing, not even what was on its way', async () => {
    const answer = later();
    const { begun, kept } = bench(answer.promise);
    const signIn = await begun();
    const page = comeBack(signIn);
    await expect.poll(() => comeBack(signIn).then(({ status }) => status)).toBe(410);
    signIn.cancel();
    expect(await signIn.ended).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
    answer.answer(tokens('a1', 'r1'));
    expect((await page).status).toBe(410);
    expect(kept).toEqual([]);
  });

  test('takes one answer', async () => {
    const answer = later();
    const { begun, asked } = bench(answer.promise);
    const signIn = await begun();
    const first = comeBack(signIn);
    await expect.poll(() => asked.length).toBe(1);
    expect((await comeBack(signIn, { code: 'other' })).status).toBe(410);
    answer.answer(tokens('a1'));
    expect((await first).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  test('has an address for command lines that says nothing, and leads there once', async () => {
    const signIn = await bench().begun();
    expect(signIn.launchUrl).not.toContain(parameter(signIn, 'state'));
    const launch = () => fetch(signIn.launchUrl, { redirect: 'manual' });
    const first = await launch();
    expect([first.status, first.headers.get('location')]).toEqual([302, signIn.url]);
    expect((await launch()).status).toBe(410);
  });

  test('that cannot be kept says so in the browser too', async () => {
    const time = createManualTime();
    const log = { info() {}, warn() {}, error() {} };
    const browser = createSignInBrowser({
      ...time,
      log,
      fetch: async () => Response.json(tokens('a1')),
    });
    const refused = err(outboxError('NO_KEYCHAIN', { account: 'ada', detail: 'it is locked' }));
    const begun = await browser.begin(ada, async () => refused);
    if (!begun.ok) throw new Error('not begun');
    expect(await (await comeBack(begun.value)).text()).toMatch(
      /You are not signed in.*There is no keychain.*it is locked/,
    );
    expect(await begun.value.ended).toBe(refused);
  });
});

describe('whoever else comes to the port', () => {
  test('without the state changes nothing', async () => {
    const { begun, asked } = bench(tokens('a1'));
    const signIn = await begun();
    const callback = parameter(signIn, 'redirect_uri');
    const state = parameter(signIn, 'state');
    for (const query of [
      '',
      '?code=x',
      '?code=x&state=',
      `?code=x&state=${state.slice(1)}`,
      `?code=x&state=${state}&state=${state}`,
      '?error=access_denied',
    ])
      expect((await fetch(callback + query)).status).toBe(400);
    expect(asked).toEqual([]);
    expect((await comeBack(signIn)).status).toBe(200);
  });

  test('at another place, by another method or under another name is sent away', async () => {
    const { begun, asked } = bench(tokens('a1'));
    const signIn = await begun();
    const callback = parameter(signIn, 'redirect_uri');
    const { origin, host } = new URL(callback);
    const query = `?code=x&state=${parameter(signIn, 'state')}`;
    for (const path of ['/', '/favicon.ico', `/sign-in/${query}`, `/callback/${query}`])
      expect((await fetch(origin + path)).status).toBe(404);
    expect((await fetch(callback + query, { method: 'POST' })).status).toBe(403);
    for (const name of ['evil.example', 'localhost', host.replace('127', '128')]) {
      const asking = request(callback + query, { headers: { host: name } }).end();
      const [answer] = (await once(asking, 'response')) as [{ statusCode: number }];
      expect(answer.statusCode).toBe(403);
    }
    expect(asked).toEqual([]);
    expect((await comeBack(signIn)).status).toBe(200);
  });

  test('and says nothing keeps nobody from signing in, and is let go of afterwards', async () => {
    const { begun } = bench(tokens('a1'));
    const signIn = await begun();
    const { port } = new URL(parameter(signIn, 'redirect_uri'));
    const silent = Array.from({ length: 50 }, () => connect(Number(port), '127.0.0.1'));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    const ends = silent.map((socket) =>
      once(
        socket.on('error', () => {}),
        'close',
      ),
    );
    expect((await comeBack(signIn)).status).toBe(200);
    await Promise.all(ends);
  });
});

describe('a no', () => {
  test('is told with its code, and nobody is asked for tokens', async () => {
    const { begun, asked, kept } = bench();
    const signIn = await begun();
    const page = await comeBack(signIn, { error: 'access_denied' });
    expect(await page.text()).toContain('access_denied');
    expect(await signIn.ended).toMatchObject({
      error: { code: 'SIGN_IN_REFUSED', params: { reason: 'access_denied' } },
    });
    expect([asked, kept]).toEqual([[], []]);
  });

  test('quotes nobody', async () => {
    const { begun, logged } = bench();
    const signIn = await begun();
    const page = await comeBack(signIn, {
      error: '<b>call 555</b>',
      error_description: 'call 555',
    });
    expect(await page.text()).not.toContain('555');
    expect(JSON.stringify([await signIn.ended, logged])).not.toContain('555');
  });
});

describe('the issuer (RFC 9207)', () => {
  const ISSUER = 'https://id.example/realm';
  const described = (more: object = {}): object => ({
    issuer: ISSUER,
    authorization_endpoint: AUTHORIZE,
    ...more,
  });
  const says = { authorization_response_iss_parameter_supported: true };
  const named = signingInAt({ authorizationUrl: AUTHORIZE, issuer: ISSUER });
  const found = signingInAt({ issuer: ISSUER });

  test.each([
    ['the one of the account', named, [], ISSUER, true],
    ['another', named, [], 'https://id.example', false],
    ['none, where none is promised', named, [], null, true],
    ['the one that was asked', found, [described()], ISSUER, true],
    ['another than was asked', found, [described()], 'https://evil.example', false],
    ['none, although it was promised', found, [described(says)], null, false],
    ['one, as was promised', found, [described(says)], ISSUER, true],
    ['one of the same server', ada, [], 'https://id.example/any', true],
    ['one of another server', ada, [], 'https://evil.example', false],
    ['no address', ada, [], 'evil', false],
  ] as const)('%s', async (_, account, answers, iss, isTaken) => {
    const { begun, kept } = bench(...answers, tokens('a1'));
    const signIn = await begun(account);
    await comeBack(signIn, iss === null ? {} : { iss });
    if (isTaken) expect(await signIn.ended).toEqual(ok(account));
    else expect(await signIn.ended).toMatchObject(failed('ISSUER_DIFFERS'));
    expect(kept).toHaveLength(isTaken ? 1 : 0);
  });

  test('is looked for at both places where it may describe itself', async () => {
    const { begun, asked } = bench(new Response(null, { status: 404 }), described());
    expect((await begun(found)).url).toMatch(/^https:\/\/id\.example\/authorize\?tenant=7&/);
    expect(asked.map(({ url, init }) => [url, init.redirect])).toEqual([
      ['https://id.example/realm/.well-known/openid-configuration', 'manual'],
      ['https://id.example/.well-known/oauth-authorization-server/realm', 'manual'],
    ]);
  });

  test.each([
    ['a web page', new Response('<html>'), 'ISSUER_NONSENSE'],
    ['a redirect', Response.redirect('https://evil.example/x'), 'ISSUER_NONSENSE'],
    ['no place to sign in', { issuer: ISSUER }, 'ISSUER_NONSENSE'],
    ['another issuer', described({ issuer: 'https://evil.example' }), 'ISSUER_NONSENSE'],
    ['a script', described({ authorization_endpoint: 'javascript:alert(1)' }), 'ISSUER_NONSENSE'],
    ['a file', described({ authorization_endpoint: 'file:///etc/passwd' }), 'ISSUER_NONSENSE'],
    ['no TLS', described({ authorization_endpoint: 'http://id.example/a' }), 'ISSUER_NONSENSE'],
    ['more than it can', described({ pad: 'x'.repeat(70_000) }), 'ISSUER_NONSENSE'],
    ['nothing', 'offline', 'ISSUER_UNREACHABLE'],
  ] as const)('that answers with %s is not followed', async (_, answer, reason) => {
    const { begin } = bench(answer instanceof Response ? answer.clone() : answer);
    expect(await begin(found)).toMatchObject(failed(reason));
  });

  test('that does not answer within ten seconds is given up', async () => {
    const { begin, time } = bench('silent');
    const begun = begin(found);
    await turn();
    time.advance(10_000);
    expect(await begun).toMatchObject(failed('ISSUER_UNREACHABLE'));
  });
});

describe('the token endpoint', () => {
  const status = (code: number, body: object) => Response.json(body, { status: code });
  test.each([
    ['a web page', () => new Response('<html>'), 'TOKEN_ENDPOINT_NONSENSE'],
    ['{}', () => ({}), 'TOKEN_ENDPOINT_NONSENSE'],
    ['a token that no header takes', () => tokens('a\nb'), 'TOKEN_ENDPOINT_NONSENSE'],
    [
      'a token of another type',
      () => ({ access_token: 'a', token_type: 'DPoP' }),
      'TOKEN_ENDPOINT_NONSENSE',
    ],
    [
      'a redirect',
      () => Response.redirect('https://evil.example/', 307),
      'TOKEN_ENDPOINT_REDIRECTS',
    ],
    ['503', () => status(503, {}), 'TOKEN_ENDPOINT_BUSY'],
    ['invalid_grant', () => status(400, { error: 'invalid_grant' }), 'CODE_REFUSED'],
    ['invalid_client', () => status(401, { error: 'invalid_client' }), 'TOKEN_CLIENT_REFUSED'],
    ['nothing', () => 'offline' as const, 'TOKEN_ENDPOINT_UNREACHABLE'],
  ])('that answers with %s leaves everything as it was', async (_, answer, reason) => {
    const { begun, kept, asked } = bench(answer());
    const signIn = await begun();
    expect(await (await comeBack(signIn)).text()).toContain('You are not signed in');
    expect(await signIn.ended).toMatchObject(failed(reason));
    expect([kept, asked.length]).toEqual([[], 1]);
  });

  test('that does not answer within ten seconds is given up', async () => {
    const { begun, time, asked } = bench('silent');
    const signIn = await begun();
    const page = comeBack(signIn);
    await expect.poll(() => asked.length).toBe(1);
    await turn();
    time.advance(10_000);
    await page;
    expect(await signIn.ended).toMatchObject(failed('TOKEN_ENDPOINT_SLOW'));
  });

  test('is not asked where the browser brings neither code nor error', async () => {
    const { begun, asked } = bench();
    const signIn = await begun();
    await fetch(`${parameter(signIn, 'redirect_uri')}?state=${parameter(signIn, 'state')}`);
    expect(await signIn.ended).toMatchObject(failed('ANSWER_NONSENSE'));
    expect(asked).toEqual([]);
  });
});

test('no secret of a sign-in shows in the log or in an error', async () => {
  for (const answers of [
    [tokens('CANARY-a', 'CANARY-r')],
    [{ hint: 'CANARY' }],
    [Response.json({ error: 'invalid_grant', error_description: 'CANARY' }, { status: 400 })],
  ]) {
    const { begun, logged } = bench(...answers);
    const signIn = await begun();
    const page = await (await comeBack(signIn, { code: 'CANARY-code' })).text();
    const ended = await signIn.ended;
    const seen = JSON.stringify([logged, page, ended.ok ? null : ended.error]);
    expect(seen).not.toContain('CANARY');
    expect(seen).not.toContain(parameter(signIn, 'state'));
    expect(seen).not.toContain(parameter(signIn, 'code_challenge'));
    expect(logged.join()).toContain('signInBegun {"account":"ada"}');
  }
});
