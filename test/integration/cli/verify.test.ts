import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { outtray } from './outtray.ts';

/** It takes what is posted, or forgets it, and hangs up in place of an answer; by key, it says what it took. */
async function silentServer() {
  const taken = new Set<string>();
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    seen.push(`${request.method} ${url.pathname}`);
    if (request.method === 'GET') {
      const { searchParams } = url;
      response.writeHead(taken.has(searchParams.get('key') ?? '') ? 200 : 404).end();
      return;
    }
    request.resume().on('end', () => {
      const again = seen.filter((one) => one === `POST ${url.pathname}`).length > 1;
      const key = String(request.headers['idempotency-key']);
      if (url.pathname === '/taken' || again) taken.add(key);
      if (again) response.writeHead(201).end();
      else request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const account = (origin: string, get: string) =>
  JSON.stringify({
    name: 'silent',
    origins: [origin],
    auth: { kind: 'none' },
    verify: [{ url: `${origin}/*`, get }],
  });

test.each([
  ['taken', ['POST /taken', 'GET /sent']],
  ['forgotten', ['POST /forgotten', 'GET /sent', 'POST /forgotten']],
])(
  'what was %s without an answer is asked about before it is sent again',
  async (name, requests) => {
    const { url, seen } = await silentServer();
    const home = join(tempFolder(), 'home');
    const stdin = account(url, `${url}/sent?key={{idempotencyKey}}`);
    expect(await outtray(['account', 'add', '--from', '-'], { home, stdin })).toMatchObject({
      code: 0,
    });
    const added = await outtray(['add', 'POST', `${url}/${name}`, '--json', '{}'], { home });
    await outtray(['sync'], { home });
    const why = await outtray(['explain', added.stdout.trim()], { home });
    expect(why.stdout).toMatch(
      /It may have arrived: the server is asked first \(GET .*\/sent\?key=/,
    );
    const synced = await outtray(['sync', '--wait', '--timeout', '60'], { home });
    expect(synced).toMatchObject({ code: 0 });
    expect(seen).toEqual(requests);
    const shown = await outtray(['show', added.stdout.trim()], { home });
    expect(shown.stdout).toMatch(/^Attempt 2 .*: asked whether it arrived: it did/m);
  },
);

test.each([
  ['https://api.example/sent?key={{secret}}', '{{secret}}'],
  ['https://{{ref}}.example/sent', 'must be a URL'],
  ['/sent', 'must be a URL'],
])('a rule that asks at %s is refused by what is wrong with it', async (get, wrong) => {
  const refused = await outtray(['account', 'add', '--from', '-'], {
    home: join(tempFolder(), 'home'),
    stdin: account('https://api.example', get),
  });
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('verify.0.get');
  expect(refused.stderr).toContain(wrong);
});
