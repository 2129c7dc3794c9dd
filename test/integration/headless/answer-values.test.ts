import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A server whose answer to `/visits` is a JSON of about so many bytes, its id last. */
async function serverAnswering(bytes: number) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    request.resume().on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ pad: 'x'.repeat(bytes), items: [{ id: 'a b' }] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

const MEBIBYTE = 1024 * 1024;

async function chainOver(bytes: number) {
  const server = await serverAnswering(bytes);
  const host = await realHost(join(tempFolder(), 'home'));
  await add(host, { method: 'POST', url: `${server.url}/visits`, ref: 'visit' });
  const request = {
    method: 'POST',
    url: `${server.url}/visits/{{ref:visit.response.body.items.0.id}}`,
  };
  const child = await add(host, request);
  await host.sending.start();
  await atRest(host);
  const later = await host.api.call('enqueue', request, { kind: 'cli' });
  await atRest(host);
  return { ...server, item: (await details(host, child)).item, later };
}

test.each([1, 3 * MEBIBYTE])('a value comes out of an answer of %i bytes', async (bytes) => {
  const { paths, item, later } = await chainOver(bytes);
  expect(item).toMatchObject({ state: 'delivered' });
  expect(later).toMatchObject({ ok: true });
  expect(paths).toEqual(['/visits', '/visits/a%20b', '/visits/a%20b']);
});

test('an answer that is longer than is kept has none, and nothing is sent', async () => {
  const { paths, item, later } = await chainOver(11 * MEBIBYTE);
  expect(item).toMatchObject({
    state: 'attention',
    reason: { code: 'VALUE_MISSING', cause: 'CUT', value: 'ref:visit.response.body.items.0.id' },
  });
  expect(later).toMatchObject({ error: { code: 'VALUE_MISSING', params: { cause: 'CUT' } } });
  expect(paths).toEqual(['/visits']);
});
