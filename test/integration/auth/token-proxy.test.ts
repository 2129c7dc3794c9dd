import http from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askForTokens } from '../../../electron/adapters/auth/token-endpoint.ts';
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { TokenRefresh } from '../../../shared/outbox/account.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { fetchByEnvironment } from '../../support/network.ts';
import { logIn } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { httpServer } from '../worker/support.ts';

const AWAY = 'http://id.example';

/** A proxy that takes what it is asked for from `server`, whatever its name; and opens no tunnel. */
async function proxyTo(server: string) {
  const asked: string[] = [];
  const { url, server: proxy } = await httpServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', server);
    asked.push(`${request.method} ${request.url}`);
    const passed = http.request(
      `${server}${pathname}`,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(passed);
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  return { url, asked };
}

async function practiceServer() {
  const practice = createPracticeServer();
  onTestFinished(() => practice.stop());
  return { practice, ...(await practice.start()) };
}

const oauth = (server: string): TokenRefresh => ({
  kind: 'oauth2',
  tokenUrl: `${server}/token`,
  clientId: 'app',
  scope: null,
  signIn: null,
});

const ask = (env: NodeJS.ProcessEnv, refresh: TokenRefresh, token: string) =>
  askForTokens(
    { fetch: fetchByEnvironment(env), clock: systemClock, timers: systemTimers },
    refresh,
    new Secret(token),
  );

test('a host asks for tokens through the proxy of its environment', async () => {
  const { practice, url } = await practiceServer();
  const proxy = await proxyTo(url);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  useCredentialsFile();
  const host = await realHost(join(tempFolder(), 'home'));
  const { refreshToken } = await logIn(url, 'ada');
  const auth = { kind: 'bearer', refresh: { kind: 'oauth2', tokenUrl: `${AWAY}/token` } } as const;
  const clientId = 'app';
  const save = {
    name: 'ada',
    origins: [url],
    auth: { ...auth, refresh: { ...auth.refresh, clientId } },
  };
  await host.api.call('accounts.save', save, { kind: 'cli' });
  await host.api.call(
    'accounts.setTokens',
    { name: 'ada', tokens: { refreshToken } },
    { kind: 'cli' },
  );
  const id = await add(host, { method: 'POST', url: `${url}/inbox/x?auth` });
  await host.sending.start();
  await atRest(host);
  expect((await details(host, id)).item.state).toBe('delivered');
  expect(proxy.asked).toEqual([`POST ${AWAY}/token`]);
  expect(practice.ledger.snapshot().signIns.refreshes).toBe(1);
});

test('what NO_PROXY names is asked directly, and so is everything without a proxy', async () => {
  const { url } = await practiceServer();
  const proxy = await proxyTo(url);
  for (const env of [
    { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' },
    { HTTPS_PROXY: proxy.url },
  ]) {
    const { refreshToken } = await logIn(url, 'ada');
    expect((await ask(env, oauth(url), refreshToken)).kind).toBe('tokens');
  }
  expect(proxy.asked).toEqual([]);
});

test('an endpoint behind TLS is asked through a tunnel only, and without one not at all', async () => {
  const { url } = await practiceServer();
  const proxy = await proxyTo(url);
  const answer = await ask({ HTTPS_PROXY: proxy.url }, oauth('https://id.example'), 'r1');
  expect(answer).toMatchObject({ kind: 'trouble', code: 'TOKEN_PROXY_TROUBLE' });
  expect(proxy.asked).toEqual(['CONNECT id.example:443']);
});

test('a proxy that refuses its own password with a 401 says nothing about the account', async () => {
  const server = 'tinyproxy/1.11.1';
  const { url, server: proxy } = await httpServer((request, response) => {
    request.resume();
    response.writeHead(401, { server }).end();
  });
  proxy.on('connect', (_, socket) => {
    socket.end(`HTTP/1.1 401 Unauthorized\r\nServer: ${server}\r\nContent-Length: 0\r\n\r\n`);
  });
  const env = { HTTP_PROXY: url, HTTPS_PROXY: url };
  for (const endpoint of [AWAY, 'https://id.example'])
    expect(await ask(env, oauth(endpoint), 'r1')).toMatchObject({
      kind: 'trouble',
      code: 'TOKEN_PROXY_SIGN_IN',
    });
});

test('T-08: a redirect of the token endpoint is refused, and the place that it names hears nothing', async () => {
  const { practice, url } = await practiceServer();
  const proxy = await proxyTo(url);
  const { refreshToken } = await logIn(url, 'ada');
  for (const [env, server] of [
    [{ HTTP_PROXY: proxy.url }, AWAY],
    [{}, url],
  ] as const) {
    practice.misbehaveAtRefresh('redirect', 1);
    expect(await ask(env, oauth(server), refreshToken)).toMatchObject({
      kind: 'trouble',
      code: 'TOKEN_ENDPOINT_REDIRECTS',
    });
  }
  expect(proxy.asked).toEqual([`POST ${AWAY}/token`]);
  expect(practice.ledger.snapshot().entries).toEqual([]);
});

test.each([204, 304])('an answer that can have no body (%i) is an answer', async (status) => {
  const { url } = await httpServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  const code = status === 204 ? 'TOKEN_ENDPOINT_NONSENSE' : 'TOKEN_ENDPOINT_REDIRECTS';
  expect(await ask({}, oauth(new URL(url).origin), 'r1')).toMatchObject({ code });
});

test('an answer that breaks off in its middle is none', async () => {
  const { url } = await httpServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('{"access_token":"a"', () => response.destroy());
  });
  expect(await ask({}, oauth(new URL(url).origin), 'r1')).toMatchObject({
    code: 'TOKEN_ENDPOINT_UNREACHABLE',
  });
});
