import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWhole } from '../../../renderer/bodies/byte-source.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import { atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { addressOf, tab } from './page-tools.ts';

const MIB = 1024 * 1024;

/** As much of an answer as is kept. */
const KEPT = 10 * MIB;

async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answers(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

async function sendTo(client: OutboxClient, url: string): Promise<string> {
  const added = await client.call('enqueue', { method: 'POST', url });
  if (!added.ok) throw new Error(added.error.code);
  return added.value.id;
}

test('50 MB of JSON are kept to their cap, and hold nobody up: not coming in, not being read', async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const piece = Buffer.from(`${'"ünïcödé <script>alert(1)</script>",'.repeat(1 << 15)}\n`);
  const url = await serverThat((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[');
    const pieces = Math.ceil((50 * MIB) / piece.length);
    const write = (n: number): void => {
      if (n === pieces) return void response.end('0]');
      const next = () => write(n + 1);
      if (n === 3) {
        begun.resolve();
        void goOn.promise.then(() => response.write(piece, next));
      } else response.write(piece, next);
    };
    response.on('error', () => {});
    write(0);
  });
  const host = await realHost(join(tempFolder(), 'home'));
  const { client } = tab(await addressOf(host));
  const id = await sendTo(client, url);
  await host.sending.start();
  await begun.promise;
  expect(await client.call('stats', {})).toMatchObject({ value: { counts: { sending: 1 } } });
  expect(await client.call('get', { id })).toMatchObject({ value: { item: { state: 'sending' } } });
  goOn.resolve();
  await atRest(host);
  expect((await details(host, id)).attempts[0]?.body?.truncated).toBe('cap');

  const answered: string[] = [];
  const note = <T>(name: string, call: Promise<T>): Promise<T> =>
    call.finally(() => answered.push(name));
  const read = (offset: number, length: number) =>
    client.call('responseRange', { id, attempt: 1, offset, length });
  await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => note('range', read((n % 10) * MIB, MIB))),
    note('stats', client.call('stats', {})),
  ]);
  expect(answered.indexOf('stats')).toBeLessThan(answered.length - 1);

  const pieces = await readWhole({ key: id, contentType: null, read }, () => {});
  if (!pieces.ok) throw new Error(pieces.error.code);
  const whole = Buffer.concat(pieces.value);
  expect(whole.length).toBe(KEPT);
  expect(whole.subarray(0, 21).toString()).toBe('["ünïcödé <script');
  expect(pieces.value.length).toBe(10);
  expect(await read(0, KEPT)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  expect(await read(KEPT, MIB)).toMatchObject({ value: { size: KEPT, bytes: new Uint8Array() } });
});

test('an answer with hundreds of headers is told as it was, one with more than can be read as a failure', async () => {
  const many = Array.from({ length: 900 }, (_, n) => [`h${n}`, '<b>'] as const);
  const url = await serverThat((request, response) => {
    const count = request.headers['x-many'] === undefined ? 900 : 10_000;
    const headers = Array.from({ length: count }, (_, n) => [`h${n}`, '<b>']).flat();
    response.writeHead(422, headers).end('no');
  });
  const host = await realHost(join(tempFolder(), 'home'));
  const { client } = tab(await addressOf(host));
  const readable = await sendTo(client, url);
  const tooMany = await client.call('enqueue', {
    method: 'POST',
    url,
    headers: { 'x-many': '1' },
    unknownOutcome: 'ask',
  });
  if (!tooMany.ok) throw new Error(tooMany.error.code);
  await host.sending.start();
  await atRest(host);
  const got = await client.call('get', { id: readable });
  expect(got).toMatchObject({ value: { item: { state: 'attention' } } });
  const headers = got.ok ? (got.value.attempts[0]?.report?.response?.headers ?? []) : [];
  expect(headers.slice(0, many.length)).toEqual(many);
  expect(await client.call('get', { id: tooMany.value.id })).toMatchObject({
    value: {
      item: { state: 'unconfirmed' },
      attempts: [{ outcome: { kind: 'unknown', code: 'HPE_HEADER_OVERFLOW' } }],
    },
  });
});

test('a web page with a script in it is served as data: an attachment that nobody sniffs or runs', async () => {
  const page =
    '<!doctype html><script>fetch("/api/call/remove")</script><img src=x onerror=alert(1)>';
  const url = await serverThat((_, response) => {
    response.writeHead(422, { 'content-type': 'text/html', 'content-disposition': 'inline' });
    response.end(page);
  });
  const host = await realHost(join(tempFolder(), 'home'));
  const address = await addressOf(host);
  const base = `http://${address.authority}`;
  const session = await fetch(`${base}/api/session`, {
    method: 'POST',
    body: JSON.stringify({ code: address.fragment.slice('code='.length) }),
  });
  const { token } = (await session.json()) as { readonly token: string };
  const call = (name: string, input: unknown): Promise<Response> =>
    fetch(`${base}/api/call/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  const added = (await (await call('enqueue', { method: 'POST', url })).json()) as {
    readonly value: { readonly id: string };
  };
  const { id } = added.value;
  await host.sending.start();
  await atRest(host);
  const answers = [
    await call('responseRange', { id, attempt: 1, offset: 0, length: 1_000 }),
    await call('get', { id }),
    await call('request', { id }),
    await call('curl', { id }),
    await call('responseRange', { id, attempt: 7, offset: 0, length: 1_000 }),
  ];
  for (const { headers } of answers) {
    expect(headers.get('content-type')).toMatch(/^application\/(json|vnd\.outtray\.message)$/);
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; sandbox;/);
    expect(headers.get('cache-control')).toBe('no-store');
  }
  expect(await answers[0]?.text()).toContain(page);
});
