import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasOpenssl, privateCa } from '../../support/private-ca.ts';
import { add } from '../../support/real-host.ts';
import { requirePart } from '../../support/real-part.ts';
import { hasSquid, hasTinyproxy, squid, tinyproxy } from '../../support/real-proxies.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { closedPort, onRequest, rawServer } from '../worker/support.ts';
import { details, host, lastOutcome, send, target, useProxy } from './support.ts';

const ANA = { user: 'ana', password: 'right p@ss:word%' };
const ANA_TINY = { user: 'ana', password: 'right-password' };

const skipped = (...parts: readonly (readonly [string, boolean])[]): boolean =>
  parts.some(([name, isThere]) => requirePart(name, isThere) === 'skip');

afterEach(() => void vi.unstubAllEnvs());

describe.skipIf(skipped(['openssl', hasOpenssl()], ['tinyproxy', hasTinyproxy()]))(
  'through tinyproxy',
  () => {
    test('plain requests go in its own form, TLS through a tunnel, and what NO_PROXY names directly', async () => {
      const ca = privateCa(tempFolder(), 'Example');
      const [plain, secure] = [await target(), await target(ca.serverFor('127.0.0.1'))];
      const proxy = await tinyproxy();
      useProxy(proxy);
      vi.stubEnv('SSL_CERT_FILE', ca.file);
      const sender = await host();
      await sender.sending.start();
      for (const url of [plain.url, secure.url]) {
        const id = await send(sender, url);
        expect(await lastOutcome(sender, id)).toEqual({ kind: 'delivered', status: 201 });
      }
      expect(plain.requests).toEqual([expect.objectContaining({ via: expect.any(String) })]);
      expect(secure.requests).toHaveLength(1);
      expect(secure.requests[0]).not.toHaveProperty('via');
      expect(proxy.log()).toMatch(/CONNECT 127\.0\.0\.1:\d+ HTTP/);
      const before = proxy.log();
      for (const exception of ['127.0.0.1', '127.0.0.0/8', '*', new URL(plain.url).host]) {
        vi.stubEnv('NO_PROXY', `<-loopback>,${exception}`);
        const id = await send(sender, plain.url);
        expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
      }
      expect(proxy.log()).toBe(before);
      expect(plain.requests.slice(1).every(({ via }) => via === undefined)).toBe(true);
    });

    test('with its own user and password, which no server sees', async () => {
      const ca = privateCa(tempFolder(), 'Example');
      const [plain, secure] = [await target(), await target(ca.serverFor('127.0.0.1'))];
      useProxy(await tinyproxy(ANA_TINY), ANA_TINY);
      vi.stubEnv('SSL_CERT_FILE', ca.file);
      const sender = await host();
      await sender.sending.start();
      for (const url of [plain.url, secure.url]) {
        const id = await send(sender, url);
        expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
      }
      for (const headers of [...plain.requests, ...secure.requests]) {
        expect(headers).not.toHaveProperty('proxy-authorization');
        expect(headers).not.toHaveProperty('authorization');
      }
    });

    test('a wrong password bars the way and nothing counts, though it says so with a 401', async () => {
      const ca = privateCa(tempFolder(), 'Example');
      const [plain, secure] = [await target(), await target(ca.serverFor('127.0.0.1'))];
      const proxy = await tinyproxy(ANA_TINY);
      useProxy(proxy, { user: 'ana', password: 'wrong' });
      vi.stubEnv('SSL_CERT_FILE', ca.file);
      const sender = await host();
      await sender.sending.start();
      for (const { url } of [plain, secure]) {
        const id = await send(sender, url);
        expect(await lastOutcome(sender, id)).toEqual({
          kind: 'proxySignIn',
          proxy: proxy.name,
          refused: true,
        });
        const { item, attempts } = await details(sender, id);
        expect(item.state).toBe('waiting');
        expect(attempts.map(({ counted }) => counted)).toEqual([false]);
      }
      expect([...plain.requests, ...secure.requests]).toEqual([]);
      const auth = { kind: 'none' } as const;
      const own = { name: 'own', origins: [plain.origin], auth };
      await sender.api.call('accounts.save', own, { kind: 'cli' });
      const tested = await sender.api.call('accounts.test', { name: 'own' }, { kind: 'cli' });
      expect(JSON.stringify(tested)).toContain('"detail":"PROXY_407"');
    });

    test('a server that is down behind it was not reached, and nothing counts', async () => {
      useProxy(await tinyproxy());
      const sender = await host();
      await sender.sending.start();
      for (const scheme of ['http', 'https']) {
        const id = await send(sender, `${scheme}://127.0.0.1:${await closedPort()}/x`);
        expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'notSent', cause: 'proxy' });
        const { item, attempts } = await details(sender, id);
        expect(item.state).toBe('waiting');
        expect(attempts.map(({ counted }) => counted)).toEqual([false]);
      }
    });

    test('a server that takes the request and hangs up behind it: it may have arrived', async () => {
      const { url } = await rawServer((socket) => onRequest(socket, () => socket.end()));
      useProxy(await tinyproxy());
      const sender = await host();
      await sender.sending.start();
      const id = await send(sender, url, { unknownOutcome: 'ask' });
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'unknown' });
      expect((await details(sender, id)).item.state).toBe('unconfirmed');
    });

    test('a proxy that is down: nothing is sent anywhere, and it is said that it is the proxy', async () => {
      const plain = await target();
      const proxy = await tinyproxy();
      await proxy.stop();
      useProxy(proxy);
      const sender = await host();
      await sender.sending.start();
      const ids = [await send(sender, plain.url), await send(sender, plain.url)];
      for (const id of ids)
        expect(await lastOutcome(sender, id)).toEqual({
          kind: 'notSent',
          cause: 'proxy',
          code: 'ECONNREFUSED',
        });
      expect(plain.requests).toEqual([]);
      expect(sender.sending.outlook()).toBe('moving');
    });
  },
);

describe.skipIf(skipped(['openssl', hasOpenssl()], ['squid', hasSquid()]))('through squid', () => {
  test('that knows who asks; without a word, and with a wrong one, it bars the way and nothing counts', async () => {
    const ca = privateCa(tempFolder(), 'Example');
    const [plain, secure] = [await target(), await target(ca.serverFor('127.0.0.1'))];
    const proxy = await squid(ANA);
    vi.stubEnv('SSL_CERT_FILE', ca.file);
    for (const [person, refused] of [
      [null, false],
      [{ user: 'ana', password: 'wrong' }, true],
    ] as const) {
      useProxy(proxy, person);
      const sender = await host();
      await sender.sending.start();
      for (const { url, origin } of [plain, secure]) {
        const id = await send(sender, url);
        const behind = await add(sender, { method: 'POST', url });
        expect(await lastOutcome(sender, id)).toEqual({
          kind: 'proxySignIn',
          proxy: proxy.name,
          refused,
        });
        const { item, attempts } = await details(sender, id);
        expect(item.state).toBe('waiting');
        expect(attempts.map(({ counted }) => counted)).toEqual([false]);
        expect((await details(sender, behind)).attempts).toEqual([]);
        const stats = await sender.api.call('stats', {}, { kind: 'cli' });
        expect(stats).toMatchObject({
          value: {
            gates: expect.arrayContaining([
              expect.objectContaining({
                key: origin,
                reason: { code: 'PROXY_SIGN_IN', proxy: proxy.name, refused },
              }),
            ]),
          },
        });
      }
      expect(sender.sending.outlook()).toBe('stuck');
      await sender.close(0);
    }
    expect([...plain.requests, ...secure.requests]).toEqual([]);

    useProxy(proxy, ANA);
    const sender = await host();
    await sender.sending.start();
    for (const { url } of [plain, secure]) {
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
    }
    for (const headers of [...plain.requests, ...secure.requests])
      expect(headers).not.toHaveProperty('proxy-authorization');
  });
});
