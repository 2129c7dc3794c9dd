import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { fetchFrom } from '../../support/network.ts';
import { hasOpenssl, privateCa } from '../../support/private-ca.ts';
import { requirePart } from '../../support/real-part.ts';
import { hasTinyproxy, tinyproxy } from '../../support/real-proxies.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';
import { listen } from '../worker/support.ts';
import { details, host, lastOutcome, send, target, tried, useProxy } from './support.ts';

afterEach(() => void vi.unstubAllEnvs());

const UNTRUSTED = {
  kind: 'notSent',
  cause: 'certificate',
  code: expect.stringMatching(/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/),
};

async function save(of: Host, account: object): Promise<void> {
  const saved = await of.api.call(
    'accounts.save',
    { auth: { kind: 'none' }, ...account } as Parameters<typeof of.api.call<'accounts.save'>>[1],
    { kind: 'cli' },
  );
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
}

describe.skipIf(requirePart('openssl', hasOpenssl()) === 'skip')(
  "an account's own certificates",
  () => {
    test('are believed at its servers, and at no other account’s', async () => {
      const [one, two] = [privateCa(tempFolder(), 'One'), privateCa(tempFolder(), 'Two')];
      const [own, alike, other] = [
        await target(one.serverFor('127.0.0.1')),
        await target(one.serverFor('127.0.0.1')),
        await target(two.serverFor('127.0.0.1')),
      ];
      const sender = await host();
      await sender.sending.start();
      await save(sender, { name: 'own', origins: [own.origin], ca: { file: one.file } });
      await save(sender, { name: 'other', origins: [other.origin], ca: { file: two.file } });
      await save(sender, { name: 'alike', origins: [alike.origin] });
      for (const { url, outcome } of [
        { url: own.url, outcome: { kind: 'delivered', status: 201 } },
        { url: alike.url, outcome: UNTRUSTED },
        { url: other.url, outcome: { kind: 'delivered', status: 201 } },
      ])
        expect(await lastOutcome(sender, await send(sender, url))).toEqual(outcome);
      expect(alike.requests).toEqual([]);
      // One item closes no gate, and its trouble does not pass by itself.
      const stats = await sender.api.call('stats', {}, { kind: 'cli' });
      expect(stats).toMatchObject({
        ok: true,
        value: {
          gates: [],
          away: [{ origin: alike.origin, reason: { code: 'UNREACHABLE', cause: 'certificate' } }],
        },
      });
    });

    test('are read anew when they change, and missed when they are gone', async () => {
      const [one, two] = [privateCa(tempFolder(), 'One'), privateCa(tempFolder(), 'Two')];
      const { url, origin } = await target(one.serverFor('127.0.0.1'));
      const file = join(tempFolder(), 'company.pem');
      copyFileSync(two.file, file);
      const sender = await host();
      await sender.sending.start();
      await save(sender, { name: 'own', origins: [origin], ca: { file } });
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toEqual(UNTRUSTED);
      rmSync(file);
      const sync = () => sender.api.call('sync', {}, { kind: 'cli' });
      await sync();
      await tried(sender, id, 2);
      expect(await lastOutcome(sender, id)).toEqual({
        kind: 'notSent',
        cause: 'certificate',
        code: 'CA_FILE_NOT_FOUND',
      });
      copyFileSync(one.file, file);
      await sync();
      await tried(sender, id, 3);
      const { item, attempts } = await details(sender, id);
      expect(item.state).toBe('delivered');
      expect(attempts.map(({ counted }) => counted)).toEqual([false, false, true]);
    });

    test('are believed at its token endpoint too, by the way of its proxy', async () => {
      const ca = privateCa(tempFolder(), 'One');
      const api = await target(ca.serverFor('127.0.0.1'));
      let asked = 0;
      const server = https.createServer(ca.serverFor('127.0.0.1'), (request, response) => {
        asked += 1;
        request.resume().on('end', () => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end('{"access_token":"a1","refresh_token":"r2","expires_in":3600}');
        });
      });
      const { port } = await listen(server);
      const tokenUrl = `https://127.0.0.1:${port}/token`;
      useCredentialsFile();
      const sender = await host();
      await sender.sending.start();
      const refresh = { kind: 'oauth2', tokenUrl, clientId: 'c' };
      const account = { name: 'own', origins: [api.origin], auth: { kind: 'bearer', refresh } };
      await save(sender, { ...account, ca: { file: ca.file } });
      await sender.api.call(
        'accounts.setTokens',
        { name: 'own', tokens: { refreshToken: 'r1' } },
        { kind: 'cli' },
      );
      expect(await lastOutcome(sender, await send(sender, api.url))).toMatchObject({
        kind: 'delivered',
      });
      expect(api.requests[0]?.authorization).toBe('Bearer a1');
      expect(asked).toBe(1);
      await save(sender, account);
      expect(
        await sender.api.call('accounts.test', { name: 'own' }, { kind: 'cli' }),
      ).toMatchObject({
        value: {
          findings: [
            { code: 'ACCOUNT_IN_TROUBLE', trouble: 'TOKEN_CERTIFICATE' },
            { code: 'ORIGIN_UNREACHABLE', origin: api.origin, signer: 'One Issuing CA' },
          ],
        },
      });
      expect(asked).toBe(1);
    });

    test('cannot be switched off from outside', async () => {
      const [one, two] = [privateCa(tempFolder(), 'One'), privateCa(tempFolder(), 'Two')];
      const { url, requests } = await target(one.serverFor('127.0.0.1'));
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      for (const trust of [null, { account: 'own', file: two.file }])
        await expect(fetchFrom({})(url, {}, trust)).rejects.toMatchObject({ by: 'certificate' });
      expect(requests).toEqual([]);
      expect((await fetchFrom({})(url, {}, { account: 'own', file: one.file })).status).toBe(201);
    });

    test('are told of by doctor and by "account test", and refused when they are not right', async () => {
      const ca = privateCa(tempFolder(), 'One', 20);
      const { origin } = await target(ca.serverFor('127.0.0.1'));
      const home = join(tempFolder(), 'home');
      const file = join(dirname(home), 'company.pem');
      copyFileSync(ca.file, file);
      const add = (account: object) =>
        runHere(['account', 'add', '--from', '-'], {
          home,
          stdin: JSON.stringify({
            name: 'own',
            origins: [origin],
            auth: { kind: 'none' },
            ...account,
          }),
        });
      expect((await add({})).code).toBe(0);
      const without = await runHere(['account', 'test', 'own'], { home });
      expect(without).toMatchObject({ code: 3 });
      expect(without.stdout).toMatch(
        /shows a certificate that is not trusted, signed by "One Issuing CA".*give the account its CA file/,
      );
      // Named from where the command runs.
      expect((await add({ ca: { file: 'company.pem' } })).code).toBe(0);
      expect((await runHere(['account', 'test', 'own'], { home })).code).toBe(0);
      const { value } = await answer('doctor', [], { home });
      expect(value.findings).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ code: 'CA_FILE_ENDS_SOON', account: 'own', file }),
          expect.objectContaining({ code: 'ORIGIN_WELL', origin, proxy: null }),
        ]),
      );
      expect(await add({ ca: { file: 'gone.pem' } })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('gone.pem'),
      });
      rmSync(file);
      const gone = await answer('doctor', [], { home });
      expect(gone.value.findings).toContainEqual(
        expect.objectContaining({ code: 'CA_FILE_WRONG', account: 'own' }),
      );
    });
  },
);

const hasBoth =
  requirePart('openssl', hasOpenssl()) === 'run' &&
  requirePart('tinyproxy', hasTinyproxy()) === 'run';

describe.skipIf(!hasBoth)('behind a proxy', () => {
  test('both count: the system’s folder of certificates, and those of the account', async () => {
    const [one, two] = [privateCa(tempFolder(), 'One'), privateCa(tempFolder(), 'Two')];
    const [systems, accounts] = [
      await target(one.serverFor('127.0.0.1')),
      await target(two.serverFor('127.0.0.1')),
    ];
    const folder = join(tempFolder(), 'certs');
    mkdirSync(folder);
    copyFileSync(one.file, join(folder, 'one.pem'));
    execFileSync('openssl', ['rehash', folder]);
    vi.stubEnv('SSL_CERT_DIR', folder);
    const proxy = await tinyproxy();
    useProxy(proxy);
    const sender = await host();
    await sender.sending.start();
    await save(sender, { name: 'own', origins: [accounts.origin], ca: { file: two.file } });
    for (const { url } of [systems, accounts])
      expect(await lastOutcome(sender, await send(sender, url))).toMatchObject({
        kind: 'delivered',
      });
    expect(proxy.log().match(/CONNECT 127/g)).toHaveLength(2);
  });

  test('a page of its own is never a delivery', async () => {
    const portal = http.createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Please sign in</title>');
      });
    });
    const { port } = await listen(portal);
    useProxy(`http://127.0.0.1:${port}`);
    const plain = await target();
    const sender = await host();
    await sender.sending.start();
    const id = await send(sender, plain.url);
    expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'suspect', doubt: 'HTML_INSTEAD' });
    expect(plain.requests).toEqual([]);
  });
});
