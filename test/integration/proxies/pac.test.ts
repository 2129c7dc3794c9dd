import { rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPacFiles } from '../../../electron/adapters/network/pac/pac-files.ts';
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import type { Host } from '../../../electron/headless/host.ts';
import { hasOpenssl, privateCa } from '../../support/private-ca.ts';
import { requirePart } from '../../support/real-part.ts';
import { hasTinyproxy, type RealProxy, tinyproxy } from '../../support/real-proxies.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from '../cli/in-process.ts';
import { closedPort, listen, rawServer } from '../worker/support.ts';
import { details, host, lastOutcome, send, target, tried } from './support.ts';

afterEach(() => void vi.unstubAllEnvs());

const scriptOf = (body: string): string => `function FindProxyForURL(url, host) { ${body} }`;
const by = (...ways: readonly string[]): string =>
  scriptOf(`return ${JSON.stringify(ways.join('; '))};`);

interface PacServer {
  readonly url: string;
  says: string;
  status: number;
  asked: number;
}

/** A company's server for its PAC file; what it says can be changed. */
async function pacServer(says: string): Promise<PacServer> {
  const server = http.createServer((_, response) => {
    state.asked += 1;
    response.writeHead(state.status, {
      'content-type': 'application/x-ns-proxy-autoconfig',
      location: 'http://portal.example/',
    });
    response.end(state.says);
  });
  const { port } = await listen(server);
  const state = { url: `http://127.0.0.1:${port}/proxy.pac`, says, status: 200, asked: 0 };
  return state;
}

/** A host that goes by a PAC file, for this machine itself as well. */
async function hostBy(pac: string): Promise<Host> {
  const sender = await host();
  await set(sender, 'proxy.except', '<-loopback>');
  await set(sender, 'proxy', `pac+${pac}`);
  await sender.sending.start();
  return sender;
}

async function set(of: Host, key: 'proxy' | 'proxy.except', value: string): Promise<void> {
  const done = await of.api.call('settings.set', { changes: { [key]: value } }, { kind: 'cli' });
  if (!done.ok) throw new Error(done.error.code);
}

const waysOf = async (of: Host) => {
  const ways = await of.api.call('proxies.list', {}, { kind: 'cli' });
  return ways.ok ? ways.value : [];
};

async function account(of: Host, origin: string): Promise<void> {
  const saved = await of.api.call(
    'accounts.save',
    { name: 'field', origins: [origin], auth: { kind: 'none' } },
    { kind: 'cli' },
  );
  if (!saved.ok) throw new Error(saved.error.code);
}

const needs = (...parts: readonly (readonly [string, boolean])[]): boolean =>
  parts.some(([name, isThere]) => requirePart(name, isThere) === 'skip');

const tinyproxies = (count: number): Promise<RealProxy[]> =>
  Promise.all(Array.from({ length: count }, () => tinyproxy()));

describe.skipIf(needs(['openssl', hasOpenssl()], ['tinyproxy', hasTinyproxy()]))(
  'a PAC file, with tinyproxy',
  () => {
    test('says for each URL by which proxy it goes, or that it goes directly', async () => {
      const ca = privateCa(tempFolder(), 'Example');
      vi.stubEnv('SSL_CERT_FILE', ca.file);
      const [plain, secure, third] = [
        await target(),
        await target(ca.serverFor('127.0.0.1')),
        await target(),
      ];
      const [one, two] = await tinyproxies(2);
      const file = join(tempFolder(), 'company proxy.pac');
      writeFileSync(
        file,
        scriptOf(`
          if (url.substring(0, 6) === 'https:')
            return url === 'https://' + host + ':${new URL(secure.url).port}/' ? 'PROXY ${two?.name}' : 'DIRECT';
          if (shExpMatch(url, '*:${new URL(third.url).port}/*')) return 'DIRECT';
          return isInNet(host, '127.0.0.0', '255.0.0.0') ? 'PROXY ${one?.name}' : 'DIRECT';`),
      );
      const sender = await hostBy(pathToFileURL(file).href);
      for (const { url } of [plain, secure, third]) {
        const id = await send(sender, url);
        expect(await lastOutcome(sender, id)).toEqual({ kind: 'delivered', status: 201 });
      }
      expect(plain.requests).toEqual([expect.objectContaining({ via: expect.any(String) })]);
      expect(one?.log()).not.toMatch(/CONNECT 127\.0\.0\.1:\d+ HTTP/);
      expect(two?.log()).toMatch(/CONNECT 127\.0\.0\.1:\d+ HTTP/);
      expect(third.requests[0]).not.toHaveProperty('via');
    });

    test('a proxy that is down is gone round: the next attempt takes the next one', async () => {
      const { url, requests } = await target();
      const [gone, there] = await tinyproxies(2);
      await gone?.stop();
      const pac = await pacServer(by(`PROXY ${gone?.name}`, `PROXY ${there?.name}`));
      const sender = await hostBy(pac.url);
      const id = await send(sender, url);
      await tried(sender, id, 2);
      const { attempts } = await details(sender, id);
      expect(attempts.map(({ outcome, counted }) => [outcome?.kind, counted])).toEqual([
        ['notSent', false],
        ['delivered', true],
      ]);
      const second = await send(sender, url);
      expect((await details(sender, second)).attempts).toHaveLength(1);
      expect(requests.map(({ via }) => typeof via)).toEqual(['string', 'string']);
    });

    test('is read anew when it changed on disk; one that is broken stops what goes by it, and says so', async () => {
      const { url, origin, requests } = await target();
      const [proxy] = await tinyproxies(1);
      const file = join(tempFolder(), 'proxy.pac');
      writeFileSync(file, by('DIRECT'));
      const sender = await hostBy(pathToFileURL(file).href);
      await account(sender, origin);
      await send(sender, url);
      writeFileSync(file, by(`PROXY ${proxy?.name}`));
      await send(sender, url);
      expect(requests.map(({ via }) => typeof via)).toEqual(['undefined', 'string']);
      expect(await waysOf(sender)).toEqual([
        expect.objectContaining({ proxy: proxy?.name, from: 'pac', problem: null }),
      ]);

      writeFileSync(file, 'function FindProxyForURL(url, host) { return ');
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toEqual({
        kind: 'notSent',
        cause: 'proxy',
        code: 'PAC_INVALID',
      });
      expect((await details(sender, id)).attempts.map(({ counted }) => counted)).toEqual([false]);
      expect(await waysOf(sender)).toEqual([
        expect.objectContaining({ proxy: null, problem: 'PAC_INVALID' }),
      ]);
      expect(requests).toHaveLength(2);
      rmSync(file);
      expect(await waysOf(sender)).toEqual([
        expect.objectContaining({ problem: 'PAC_UNREADABLE' }),
      ]);

      writeFileSync(file, by('DIRECT'));
      await set(sender, 'proxy.except', '<-loopback>,other.example');
      await tried(sender, id, 2);
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
    });

    test('that asks for a sign-in at its proxy gets what was given for that proxy', async () => {
      const ANA = { user: 'ana', password: 'right-password' };
      const { url, requests } = await target();
      const proxy = await tinyproxy(ANA);
      vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', credentials(proxy.name, ANA));
      const sender = await hostBy((await pacServer(by(`PROXY ${proxy.name}`))).url);
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
      expect(requests).toEqual([expect.objectContaining({ via: expect.any(String) })]);
    });
  },
);

function credentials(proxy: string, headers: Readonly<Record<string, string>>): string {
  const file = join(tempFolder(), 'credentials.json');
  writeFileSync(file, JSON.stringify({ [`proxy:${proxy}`]: { headers } }), { mode: 0o600 });
  return file;
}

test('the command line says what a PAC file says, and what is wrong with one', async () => {
  const home = join(tempFolder(), 'home');
  const folder = tempFolder();
  const [file, accountFile] = [join(folder, 'proxy.pac'), join(folder, 'field.json')];
  const origin = 'http://api.example';
  writeFileSync(
    accountFile,
    JSON.stringify({ name: 'field', origins: [origin], auth: { kind: 'none' } }),
  );
  expect((await runHere(['account', 'add', '--from', accountFile], { home })).code).toBe(0);
  const setTo = (value: string) => runHere(['settings', 'set', 'proxy', value], { home });
  expect(await setTo(file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('pac+file:///'),
  });
  const pac = pathToFileURL(file).href;
  expect((await setTo(`pac+${pac}`)).code).toBe(0);
  const line = async (): Promise<string> => {
    const { stdout } = await runHere(['proxy'], { home });
    return stdout.split('\n').find((one) => one.startsWith(origin)) ?? '';
  };
  const finding = async () => {
    const { stdout } = await runHere(['doctor', '--json'], { home });
    return JSON.parse(stdout).findings;
  };

  writeFileSync(file, by('PROXY proxy.example:3128'));
  expect(await line()).toMatch(/ proxy\.example:3128 +the PAC file +none given$/);
  expect(await finding()).toContainEqual(
    expect.objectContaining({ code: 'PAC_WELL', level: 'well' }),
  );
  writeFileSync(file, '<html>');
  expect(await line()).toMatch(/ not at all .*\(PAC_INVALID\)$/);
  rmSync(file);
  expect(await finding()).toContainEqual(
    expect.objectContaining({
      code: 'PAC_WRONG',
      level: 'person',
      sentence: expect.stringContaining('there is no such file'),
    }),
  );
  await setTo(`pac+http://127.0.0.1:${await closedPort()}/proxy.pac`);
  expect(await line()).toMatch(/ directly .*requests go directly \(PAC_UNREACHABLE\)$/);
});

describe('the server of a PAC file', () => {
  test('is asked once for many requests, and again when the settings say something else', async () => {
    const { url } = await target();
    const pac = await pacServer(by('DIRECT'));
    const sender = await hostBy(pac.url);
    await Promise.all(Array.from({ length: 8 }, () => send(sender, url)));
    expect(pac.asked).toBe(1);
    await set(sender, 'proxy.except', '<-loopback>,other.example');
    await send(sender, url);
    expect(pac.asked).toBe(2);
  });

  test('that does not answer, as outside of the company, leaves the direct way, and that is told', async () => {
    const { url, origin, requests } = await target();
    const sender = await hostBy(`http://127.0.0.1:${await closedPort()}/proxy.pac`);
    await account(sender, origin);
    const id = await send(sender, url);
    expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
    expect(requests).toHaveLength(1);
    expect(await waysOf(sender)).toEqual([
      {
        origin,
        proxy: null,
        from: 'pac',
        signedIn: false,
        refused: false,
        problem: 'PAC_UNREACHABLE',
      },
    ]);
    const told = await sender.api.call('health', {}, { kind: 'window' });
    expect(told).toMatchObject({
      value: {
        findings: expect.arrayContaining([
          expect.objectContaining({ code: 'PAC_SILENT', detail: 'ECONNREFUSED' }),
        ]),
      },
    });
  });

  test.each([
    [404, 'Not found'],
    [302, ''],
    [200, '<html>Sign in to this network</html>'],
    [200, `${'x'.repeat(1024 * 1024)}x`],
  ])(
    'that answers %i with something else stops what goes by it, until it is right',
    async (status, says) => {
      const { url, requests } = await target();
      const pac = await pacServer(says);
      pac.status = status;
      const sender = await hostBy(pac.url);
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toMatchObject({
        kind: 'notSent',
        cause: 'proxy',
        code: status === 200 && says.startsWith('<') ? 'PAC_INVALID' : 'PAC_UNREADABLE',
      });
      expect(requests).toEqual([]);
      Object.assign(pac, { status: 200, says: by('DIRECT') });
      await set(sender, 'proxy.except', '<-loopback>,other.example');
      await tried(sender, id, 2);
      expect(requests).toHaveLength(1);
    },
  );

  test.skipIf(needs(['openssl', hasOpenssl()]))(
    'that nobody vouches for is not believed',
    async () => {
      const ca = privateCa(tempFolder(), 'Example');
      const server = https.createServer(ca.serverFor('127.0.0.1'), (_, response) =>
        response.end(by('DIRECT')),
      );
      const { port } = await listen(server);
      const { url, requests } = await target();
      const sender = await hostBy(`https://127.0.0.1:${port}/proxy.pac`);
      const id = await send(sender, url);
      expect(await lastOutcome(sender, id)).toMatchObject({ code: 'PAC_UNREADABLE' });
      expect(requests).toEqual([]);
    },
  );

  test('that takes the connection and says nothing does not answer', async () => {
    const { url } = await rawServer(() => {});
    const delays: number[] = [];
    const files = createPacFiles({
      clock: systemClock,
      timers: {
        after(delayMs, callback) {
          delays.push(delayMs);
          return systemTimers.after(0, callback);
        },
      },
    });
    expect(await files.check(url)).toEqual({ code: 'PAC_UNREACHABLE', detail: 'ETIMEDOUT' });
    expect(delays).toEqual([5_000]);
  });
});
