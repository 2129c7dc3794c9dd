import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WEB_CALL_BYTES } from '../../../shared/contracts/web-protocol.ts';
import { openRawConnection } from '../../support/raw-connection.ts';
import { realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type Address, addressOf } from './page-tools.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request with exactly these headers; `fetch` would not let a test lie about Host and Origin. */
const ask = (
  { port, authority }: Address,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: { host: authority, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

async function opened() {
  const host = await realHost(tempFolder());
  const address = await addressOf(host);
  const code = address.fragment.replace('code=', '');
  const session = await ask(address, 'POST', '/api/session', {}, JSON.stringify({ code }));
  const { token } = JSON.parse(session.text) as { readonly token: string };
  const authorization = `Bearer ${token}`;
  const call = (headers: Readonly<Record<string, string>>) =>
    ask(
      address,
      'POST',
      '/api/call/stats',
      { 'content-type': 'application/json', ...headers },
      '{}',
    );
  return { host, address, authorization, call };
}

test('a call needs the token, the right Host, and no other site behind it', async () => {
  const { authorization, call } = await opened();
  expect((await call({ authorization })).status).toBe(200);
  expect((await call({})).status).toBe(401);
  expect((await call({ authorization: `${authorization}x` })).status).toBe(401);
  expect((await call({ authorization, host: 'attacker.example' })).status).toBe(403);
  expect((await call({ authorization, origin: 'https://attacker.example' })).status).toBe(403);
  expect((await call({ authorization, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await call({ cookie: authorization })).status).toBe(401);
});

test('every answer is inert, and none lets another site read it', async () => {
  const { address, authorization, call } = await opened();
  const answers = [
    await call({ authorization }),
    await call({}),
    await ask(address, 'GET', '/'),
    await ask(address, 'GET', '/nothing.js'),
  ];
  for (const { headers } of answers) {
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
  }
  expect(answers[0]?.headers).toMatchObject({
    'content-disposition': 'attachment',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining('sandbox'),
  });
});

test.for([
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/../../package.json',
  '/..\\package.json',
  '/.gitignore',
])('%s is no file of the page', async (path) => {
  const { address } = await opened();
  expect((await ask(address, 'GET', path)).status).toBe(404);
});

test('what is malformed or too large is refused, and the host goes on', async () => {
  const { address, authorization, call } = await opened();
  const headers = { authorization, 'content-type': 'application/json' };
  expect((await ask(address, 'POST', '/api/call/stats', headers, '{')).status).toBe(400);
  const large = 'x'.repeat(WEB_CALL_BYTES + 1);
  const refused = await ask(address, 'POST', '/api/call/stats', headers, large);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'CALL_TOO_LARGE' } });
  const unknown = await ask(address, 'POST', '/api/call/constructor', headers, '{}');
  expect(JSON.parse(unknown.text)).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  const raw = await openRawConnection(address.port);
  raw.send(`GET / HTTP/1.1\r\nHost: ${address.authority}\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
  expect((await raw.ended).received).toMatch(/^HTTP\/1.1 431 /);
  expect((await call({ authorization })).status).toBe(200);
});
