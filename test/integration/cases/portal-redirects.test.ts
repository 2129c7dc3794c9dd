import http from 'node:http';
import https from 'node:https';
import { describe, expect, test } from 'vitest';
import { gateSentence } from '../../../shared/messages/explanation-sentences.ts';
import { type CaseHost, caseHost } from '../../support/case-host.ts';
import { type Certificate, hasOpenssl, privateCa } from '../../support/private-ca.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { listen, rawServer } from '../worker/support.ts';

const ITEMS = 4;
const CLI = { kind: 'cli' } as const;

/** A server behind a portal that sends whoever has not signed in to its login page. */
async function behindPortal(status: number, certificate: Certificate | null = null) {
  let connections = 0;
  const portal = await rawServer(() => (connections += 1));
  const login = `${portal.url}login?from=server`;
  let isThere = true;
  const redirected: string[] = [];
  const taken: string[] = [];
  const listener: http.RequestListener = (request, response) => {
    const { url = '' } = request;
    request.resume().on('end', () => {
      if (url.startsWith('/open/') || !isThere) {
        taken.push(String(request.headers['idempotency-key']));
        response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
      } else {
        redirected.push(url);
        response.writeHead(status, { location: login }).end();
      }
    });
  };
  const { port } = await listen(
    certificate === null ? http.createServer(listener) : https.createServer(certificate, listener),
  );
  return {
    origin: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    login,
    /** Of the requests that it sent to the login page, and the keys of those that the server took. */
    redirected,
    taken,
    atPortal: () => connections,
    leave: () => (isThere = false),
  };
}

const post = (host: CaseHost, url: string) =>
  host.add({ method: 'POST', url, body: { kind: 'json', value: { room: 4 } } });

async function statsOf(host: CaseHost) {
  const stats = await host.api.call('stats', {}, CLI);
  if (!stats.ok) throw new Error(stats.error.code);
  return stats.value;
}

const statesOf = async (host: CaseHost, ids: readonly string[]) =>
  (await Promise.all(ids.map((id) => host.details(id)))).map(({ item }) => item.state);

describe('2.9: a portal that redirects, over plain http', () => {
  test.each([302, 303, 307])(
    '%i: the origin waits, nobody is asked, and once it is gone all is delivered by itself, once',
    async (status) => {
      const { origin, login, redirected, taken, atPortal, leave } = await behindPortal(status);
      const host = await caseHost();
      const ids: string[] = [];
      for (let n = 0; n < ITEMS; n += 1) ids.push(await post(host, `${origin}/${n}`));
      const [gate] = await host.seen(async () => {
        const { gates } = await statsOf(host);
        return gates.length > 0 ? gates : null;
      });
      expect(gate).toMatchObject({
        key: origin,
        reason: { code: 'SUSPECT', status, doubt: 'REDIRECT', location: login },
      });
      expect(gate && gateSentence(gate.reason)).toMatch(
        /^this network answered instead of the server, .*\(it points to 127\.0\.0\.1:\d+\)$/,
      );

      // As often as it takes to put each of them before a person, if their answers spoke against them.
      const tries = async () => {
        const all = await Promise.all(ids.map((id) => host.details(id)));
        return Math.min(...all.map(({ attempts }) => attempts.length));
      };
      const stillAsking = host.onChange(() => void host.api.call('sync', {}, CLI));
      await host.api.call('sync', {}, CLI);
      await host.seen(async () => ((await tries()) > 3 ? true : null));
      stillAsking();
      expect(await statesOf(host, ids)).not.toContain('attention');
      expect((await statsOf(host)).counts.attention).toBe(0);
      expect(redirected.length).toBeGreaterThan(3 * ITEMS);
      expect(taken).toEqual([]);

      leave();
      const sent = await Promise.all(ids.map((id) => host.seenThrough(id)));
      expect(sent.map(({ item }) => item.state)).toEqual(ids.map(() => 'delivered'));
      expect(taken.toSorted()).toEqual(sent.map(({ item }) => item.idempotencyKey).toSorted());
      expect((await statsOf(host)).gates).toEqual([]);
      expect(atPortal()).toBe(0);
    },
  );

  test('the head of an order key, which nobody can be compared with, waits as long, and all go in their order', async () => {
    const { origin, redirected, taken, leave } = await behindPortal(302);
    const host = await caseHost();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1)
      ids.push(await host.add({ method: 'POST', url: `${origin}/${n}`, orderKey: 'visit 42' }));
    const head = ids[0] ?? '';
    const stillAsking = host.onChange(() => void host.api.call('sync', {}, CLI));
    await host.api.call('sync', {}, CLI);
    await host.seen(async () => ((await host.details(head)).attempts.length > 5 ? true : null));
    stillAsking();
    expect((await statsOf(host)).counts.attention).toBe(0);
    expect(new Set(redirected)).toEqual(new Set(['/0']));

    leave();
    const sent = [];
    for (const id of ids) sent.push(await host.seenThrough(id));
    expect(sent.map(({ item }) => item.state)).toEqual(ids.map(() => 'delivered'));
    expect(taken).toEqual(sent.map(({ item }) => item.idempotencyKey));
  });

  test('what is sent elsewhere while others get through is for a person, who sees where to', async () => {
    const { origin, login, redirected, taken } = await behindPortal(301);
    const host = await caseHost();
    const moved = await post(host, `${origin}/moved`);
    await host.seen(async () =>
      (await host.details(moved)).item.state === 'waiting' ? true : null,
    );
    const right = [await post(host, `${origin}/open/1`), await post(host, `${origin}/open/2`)];
    const { item, attempts } = await host.seenThrough(moved);
    expect(item).toMatchObject({
      state: 'attention',
      reason: { code: 'MISDIRECTED', status: 301, location: login, otherOrigin: true },
    });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(
      [1, 2, 3].map(() => ({ kind: 'suspect', status: 301, doubt: 'REDIRECT', location: login })),
    );
    expect(redirected).toHaveLength(3);
    for (const id of right) await host.seenThrough(id);
    expect(taken).toHaveLength(2);
  });

  test('a server that sends to its own https has said it itself: it needs a person at once', async () => {
    const { url } = await listen(
      http.createServer((request, response) => {
        request.resume();
        response.writeHead(301, { location: `https://127.0.0.1${request.url}` }).end();
      }),
    );
    const host = await caseHost();
    const { item, attempts } = await host.seenThrough(await post(host, `${url}visits`));
    expect(item).toMatchObject({
      state: 'attention',
      reason: { code: 'MISDIRECTED', location: 'https://127.0.0.1/visits', otherOrigin: true },
    });
    expect(attempts).toHaveLength(1);
  });
});

describe.skipIf(requirePart('openssl', hasOpenssl()) === 'skip')('over https', () => {
  test.each([302, 307])(
    '%i to another origin is the word of the server, which a person sees at once',
    async (status) => {
      const ca = privateCa(tempFolder(), 'Example');
      const server = await behindPortal(status, ca.serverFor('127.0.0.1'));
      const host = await caseHost();
      const saved = await host.api.call(
        'accounts.save',
        { name: 'own', origins: [server.origin], auth: { kind: 'none' }, ca: { file: ca.file } },
        CLI,
      );
      expect(saved.ok).toBe(true);
      const { item, attempts } = await host.seenThrough(await post(host, `${server.origin}/a`));
      expect(item).toMatchObject({
        state: 'attention',
        reason: { code: 'MISDIRECTED', status, location: server.login, otherOrigin: true },
      });
      expect(attempts).toHaveLength(1);
      expect(server.redirected).toHaveLength(1);
      expect([server.taken, server.atPortal()]).toEqual([[], 0]);
    },
  );
});
