import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addMany, details, realHost } from '../support/real-host.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { kill } from '../support/workers.ts';

interface Seen {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly sha256: string;
}

/** It has one id for each key, and what it is told to do happens before or after it answers. */
async function visitServer() {
  const ids = new Map<string, string>();
  const seen: Seen[] = [];
  let before: (path: string) => boolean = () => false;
  let after: (path: string) => void = () => {};
  const server = createServer((request, response) => {
    const hash = createHash('sha256');
    const path = request.url ?? '';
    const key = String(request.headers['idempotency-key']);
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      seen.push({ path, key, type, sha256: hash.digest('hex') });
      if (before(path)) return;
      // Beyond what a double can tell apart.
      const id = ids.get(key) ?? `90071992547409${100 + ids.size}`;
      ids.set(key, id);
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(`{"visit":{"id":${id}}}`, () => after(path));
    });
    request.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    idOf: (key: string) => ids.get(key),
    when(hooks: { readonly before?: typeof before; readonly after?: typeof after }) {
      before = hooks.before ?? (() => false);
      after = hooks.after ?? (() => {});
    },
  };
}

type Server = Awaited<ReturnType<typeof visitServer>>;

/**
 * A host from its start to its death, or to its end where nothing kills it. It dies so many milliseconds after a parent
 * was answered, on the way of that answer into the queue, or before a child is answered.
 */
async function runHost(home: string, server: Server, dies: number | 'child' | 'never') {
  const host = spawnSource('test/support/field-host.ts', [home, '', 'drain']);
  const die = (): true => {
    kill(host.child.pid ?? 0, 'SIGKILL');
    return true;
  };
  server.when({
    ...(dies === 'child' ? { before: (path) => path.endsWith('/photos') && die() } : {}),
    ...(typeof dies === 'number'
      ? { after: (path) => void (path === '/visits' && setTimeout(die, dies)) }
      : {}),
  });
  const code = await host.ended;
  if (dies === 'never') expect(code, host.output()).toBe(0);
}

it('an item gets its value, and sends the same bytes, however often the host is killed meanwhile', async () => {
  const home = join(tempFolder(), 'home');
  const photo = join(tempFolder(), 'photo.jpg');
  writeFileSync(photo, 'a photo');
  const server = await visitServer();
  const host = await realHost(home);
  const chains = Array.from({ length: 5 }, (_, n) => `visit-${n}`);
  const ids = await addMany(
    host,
    chains.flatMap((ref) => {
      const id = `{{ref:${ref}.response.body.visit.id}}`;
      return [
        {
          method: 'POST',
          url: `${server.url}/visits`,
          ref,
          body: { kind: 'json' as const, value: { ref } },
        },
        {
          method: 'POST',
          url: `${server.url}/visits/${id}/photos`,
          headers: { 'X-Visit': id },
          body: {
            kind: 'multipart' as const,
            parts: [
              { name: 'visit', value: id },
              { name: 'photo', file: { path: photo } },
            ],
          },
        },
      ];
    }),
  );
  const pairs = chains.map((_, n) => [ids[2 * n] ?? '', ids[2 * n + 1] ?? ''] as const);
  const keys = await Promise.all(
    ids.map(async (id) => (await details(host, id)).item.idempotencyKey),
  );
  await host.close(0);

  for (const dies of [2, 'child', 15] as const) await runHost(home, server, dies);
  await runHost(home, server, 'never');

  const after = await realHost(home);
  for (const [n, [parent, child]] of pairs.entries()) {
    const [visit, sent] = [await details(after, parent), await details(after, child)];
    expect([visit.item.state, sent.item.state]).toEqual(['delivered', 'delivered']);
    expect([visit.item.idempotencyKey, sent.item.idempotencyKey]).toEqual(
      keys.slice(2 * n, 2 * n + 2),
    );
    const id = server.idOf(visit.item.idempotencyKey);
    expect(sent.item.url).toBe(`${server.url}/visits/${id}/photos`);
    const requests = server.seen.filter(({ key }) => key === sent.item.idempotencyKey);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(sent.attempts.length);
    expect(new Set(requests.map((one) => JSON.stringify(one))).size).toBe(1);
  }
  const tries = server.seen.filter(({ path }) => path.endsWith('/photos'));
  expect(tries.length).toBeGreaterThan(pairs.length);
});
