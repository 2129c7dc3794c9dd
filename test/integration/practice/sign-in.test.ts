import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function start(options: Parameters<typeof createPracticeServer>[0] = {}) {
  const server = createPracticeServer(options);
  onTestFinished(() => server.stop());
  const { url } = await server.start();
  const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, { method: 'POST', body, headers, redirect: 'manual' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const login = async (user = 'ada'): Promise<Tokens> => {
    const { text } = await send('/login', JSON.stringify({ user, password: 'practice' }));
    return JSON.parse(text) as Tokens;
  };
  const refreshForm = (refreshToken: string, more: Record<string, string> = {}) =>
    send(
      '/token',
      new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: 'app',
        ...more,
      }).toString(),
    );
  return { server, send, login, refreshForm };
}

describe('the OAuth 2 endpoint', () => {
  test('answers a refresh as RFC 6749 has it, and a used token with invalid_grant and an alarm', async () => {
    const { server, login, refreshForm } = await start({ tokenLifeS: 2 });
    const { refreshToken } = await login();
    const first = await refreshForm(refreshToken);
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(JSON.parse(first.text)).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 2,
    });
    const again = await refreshForm(refreshToken);
    expect([again.status, JSON.parse(again.text)]).toEqual([400, { error: 'invalid_grant' }]);
    expect(server.ledger.snapshot().signIns).toEqual({ logins: 1, refreshes: 1, reuseAlarms: 1 });
  });

  test.each([
    [{ client_id: '' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ refresh_token: 'made up' }, 400, 'invalid_grant'],
  ])('refuses %j', async (more: Record<string, string>, status, error) => {
    const { login, refreshForm } = await start();
    const { refreshToken } = await login();
    const answer = await refreshForm(refreshToken, more);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { error }]);
  });

  test.each([
    ['html', 200],
    ['empty', 200],
    ['500', 500],
    ['redirect', 302],
  ] as const)('misbehaves on request: %s, so many times', async (nonsense, status) => {
    const { server, login, refreshForm } = await start();
    const { refreshToken } = await login();
    server.misbehaveAtRefresh(nonsense, 1);
    const first = await refreshForm(refreshToken);
    expect(first.status).toBe(status);
    expect(first.text).not.toContain('access_token');
    expect((await refreshForm(refreshToken)).status).toBe(200);
  });
});

test('the JSON endpoint gives new tokens, and says 401 when the session is over', async () => {
  const { send, login } = await start();
  const { refreshToken } = await login();
  const body = JSON.stringify({ refreshToken });
  expect(JSON.parse((await send('/refresh', body)).text)).toEqual({
    accessToken: expect.any(String),
    refreshToken: expect.any(String),
    expiresIn: 3600,
  });
  expect((await send('/refresh', body)).status).toBe(401);
  expect((await send('/refresh', 'no JSON')).status).toBe(400);
  expect((await send('/login', '{"user":"ada","password":"wrong"}')).status).toBe(401);
});

describe('an inbox with ?auth', () => {
  test('takes what comes with a good token, and says whose it was', async () => {
    const { server, send, login } = await start();
    const { accessToken } = await login('grace');
    const authorization = `Bearer ${accessToken}`;
    expect((await send('/inbox/a?auth', 'x', { authorization })).status).toBe(201);
    expect(server.ledger.snapshot().entries).toMatchObject([{ user: 'grace', verdict: 'applied' }]);
  });

  test('answers 401 to no token, a wrong one and an ended one, also beyond `times`', async () => {
    const { server, send, login } = await start();
    const { accessToken } = await login();
    server.expireTokens();
    for (const authorization of ['', 'Bearer made-up', `Bearer ${accessToken}`]) {
      const answer = await send(
        '/inbox/a?auth&status=503&times=1',
        'x',
        authorization === '' ? {} : { authorization },
      );
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    const { entries, effects } = server.ledger.snapshot();
    expect(entries.map((entry) => entry.verdict)).toEqual(Array(3).fill('unauthorized'));
    expect(effects).toEqual([]);
  });
});

test('no token ever stands in the ledger or its file', async () => {
  const ledgerFile = join(tempFolder(), 'ledger.jsonl');
  const { server, send, login, refreshForm } = await start({ ledgerFile });
  const { accessToken, refreshToken } = await login();
  await send('/inbox/a?auth', 'x', { authorization: `Bearer ${accessToken}` });
  await refreshForm(refreshToken);
  const seen = readFileSync(ledgerFile, 'utf8') + JSON.stringify(server.ledger.snapshot());
  expect(seen).toContain('/inbox/a?auth');
  expect(seen).not.toContain(accessToken);
  expect(seen).not.toContain(refreshToken);
});
