import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCanary } from '../../support/canary.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { hasOpenssl } from '../../support/private-ca.ts';
import { add, realHost } from '../../support/real-host.ts';
import { requirePart } from '../../support/real-part.ts';
import { hasSquid, squid } from '../../support/real-proxies.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';
import { closedPort, onRequest, rawServer } from '../worker/support.ts';
import { details, host, lastOutcome, send, target, tried, useProxy } from './support.ts';

const skipped = (...parts: readonly (readonly [string, boolean])[]): boolean =>
  parts.some(([name, isThere]) => requirePart(name, isThere) === 'skip');

/** Each request's status, and the credentials that came with it. */
const SHOWN = ['logformat shown %>Hs %{Proxy-Authorization}>h'];

afterEach(() => void vi.unstubAllEnvs());

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe.skipIf(skipped(['openssl', hasOpenssl()], ['squid', hasSquid()]))('a sign-in', () => {
  test('is read from stdin, frees what waits before the proxy, and stands nowhere', async () => {
    const canary = createCanary();
    const person = { user: 'ana', password: canary.secret('password') };
    const plain = await target();
    const proxy = await squid(person);
    useProxy(proxy);
    const credentials = useCredentialsFile();
    const home = join(tempFolder(), 'home');
    const log: string[] = [];
    const sender = await realHost(home, { lasting: true, log: (line) => void log.push(line) });
    await sender.sending.start();
    expect(await sender.listen()).toMatchObject({ ok: true });
    const ids = [
      await send(sender, plain.url),
      await add(sender, { method: 'POST', url: plain.url }),
    ];
    const waiting = await runHere(['status'], { home });
    expect(waiting.code).toBe(3);
    expect(waiting.stdout).toContain(
      `your proxy ${proxy.name} asks for a sign-in: outtray proxy sign-in ${proxy.name} --user NAME`,
    );

    await runHere(['account', 'add', '--from', '-'], {
      home,
      stdin: JSON.stringify({ name: 'a', origins: [plain.origin], auth: { kind: 'none' } }),
    });
    const tested = await runHere(['account', 'test', 'a'], { home });
    expect(tested.code).toBe(3);
    expect(tested.stdout).toContain(`the proxy ${proxy.name} asks for a sign-in`);

    const given = await answer('proxy sign-in', [proxy.name, '--user', person.user], {
      home,
      stdin: `${person.password}\n`,
    });
    expect(given).toMatchObject({ code: 0, value: { proxy: proxy.name } });
    await tried(sender, ids[0] ?? '', 2);
    await tried(sender, ids[1] ?? '');
    for (const id of ids) expect((await details(sender, id)).item.state).toBe('delivered');
    expect((await runHere(['status'], { home })).code).toBe(0);

    expect((await runHere(['account', 'test', 'a'], { home })).code).toBe(0);
    const { value } = await answer('proxy list', [], { home });
    expect(value.ways).toEqual([
      {
        origin: plain.origin,
        proxy: proxy.name,
        from: 'HTTP_PROXY',
        signedIn: true,
        refused: false,
        problem: null,
      },
    ]);
    const said = await Promise.all(
      [
        ['proxy'],
        ['doctor'],
        ['settings'],
        ['show', ids[0] ?? '', '--json'],
        ['export', '--format', 'har'],
        ['export', '--format', 'json'],
      ].map((args) => runHere(args, { home })),
    );
    for (const { stdout, stderr } of said) expect(canary.isIn(stdout + stderr)).toBe(false);
    await sender.close(0);
    expect(canary.isIn(log.join(''))).toBe(false);
    expect(canary.filesUnder(home)).toEqual([]);
    expect(canary.columnsOf(join(home, 'outtray.db'))).toEqual([]);
    expect(canary.isIn(JSON.stringify(plain.requests))).toBe(false);
    expect(canary.isIn(readFileSync(credentials, 'utf8'))).toBe(true);

    const again = await realHost(home);
    await again.sending.start();
    expect(await lastOutcome(again, await send(again, plain.url))).toMatchObject({
      kind: 'delivered',
    });
    expect(
      await again.api.call('proxies.signOut', { proxy: proxy.name }, { kind: 'cli' }),
    ).toMatchObject({
      ok: true,
    });
    expect(canary.isIn(readFileSync(credentials, 'utf8'))).toBe(false);
    expect(await lastOutcome(again, await send(again, plain.url))).toMatchObject({
      kind: 'proxySignIn',
      refused: false,
    });
  });

  test('that is refused is not tried again and again, which would lock the account', async () => {
    const plain = await target();
    const proxy = await squid({ user: 'ana', password: 'right' }, SHOWN, 'shown');
    useProxy(proxy);
    useCredentialsFile();
    const sender = await host();
    await sender.sending.start();
    const signIn = (password: string) =>
      sender.api.call(
        'proxies.signIn',
        { proxy: proxy.name, user: 'ana', password },
        { kind: 'cli' },
      );
    await signIn('wrong');
    const id = await send(sender, plain.url);
    expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'proxySignIn', refused: true });
    for (const tries of [2, 3, 4]) {
      await sender.api.call('sync', {}, { kind: 'cli' });
      await tried(sender, id, tries);
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'proxySignIn', refused: true });
    }
    await signIn('right');
    await tried(sender, id, 5);
    const { item, attempts } = await details(sender, id);
    expect(item.state).toBe('delivered');
    expect(attempts.filter(({ counted }) => counted)).toHaveLength(1);
    await proxy.stop();
    const shown = proxy
      .log()
      .trim()
      .split('\n')
      .map((line) => line.replaceAll('%20', ' '))
      // Somebody looked whether it listens.
      .filter((line) => !line.startsWith('0 '));
    expect(shown).toEqual([
      `407 ${basic('ana', 'wrong')}`,
      '407 -',
      '407 -',
      '407 -',
      `201 ${basic('ana', 'right')}`,
    ]);
  });

  test('the settings say which proxy there is, and what goes past it, at once', async () => {
    const plain = await target();
    const [first, second] = [await squid(), await squid()];
    useProxy(first);
    const sender = await host();
    await sender.sending.start();
    const set = (changes: Record<string, string>) =>
      sender.api.call('settings.set', { changes }, { kind: 'cli' });
    const sent = async (): Promise<void> => {
      const id = await send(sender, plain.url);
      expect(await lastOutcome(sender, id)).toMatchObject({ kind: 'delivered' });
    };
    await set({ proxy: second.name, 'proxy.except': '<-loopback>' });
    await sent();
    expect(plain.requests.at(-1)?.['x-forwarded-for']).toBeDefined();
    await set({ 'proxy.except': '<-loopback>,127.0.0.1' });
    await sent();
    expect(plain.requests.at(-1)?.['x-forwarded-for']).toBeUndefined();
    await set({ proxy: 'none' });
    await sent();
    expect(plain.requests.at(-1)?.['x-forwarded-for']).toBeUndefined();
    await Promise.all([first.stop(), second.stop()]);
    expect(existsSync(first.logFile) ? first.log() : '').not.toContain('/visits');
    expect(second.log().match(/\/visits/g)).toHaveLength(1);
    for (const proxy of [
      'http://ana:secret@proxy.example',
      'ftp://proxy.example',
      'http://p/x',
      '',
    ])
      expect(await set({ proxy })).toMatchObject({ error: { code: 'SETTINGS_INVALID' } });
  });
});

describe.skipIf(skipped(['openssl', hasOpenssl()], ['squid', hasSquid()]))(
  "squid's own pages",
  () => {
    test('are not the word of the server: not sent, or sent and nobody knows', async () => {
      const silent = await silentServer();
      const closed = `http://127.0.0.1:${await closedPort()}/x`;
      useProxy(
        await squid(undefined, [
          'acl forbidden urlpath_regex ^/forbidden',
          'http_access deny forbidden',
        ]),
      );
      const plain = await target();
      const sender = await host();
      await sender.sending.start();
      for (const [url, outcome, counted] of [
        [closed, { kind: 'notSent', cause: 'proxy', code: 'PROXY_503' }, false],
        [
          `${plain.origin}/forbidden`,
          { kind: 'notSent', cause: 'proxy', code: 'PROXY_403' },
          false,
        ],
        [silent, { kind: 'unknown', code: 'PROXY_502' }, true],
      ] as const) {
        const id = await send(sender, url);
        expect(await lastOutcome(sender, id)).toEqual(outcome);
        const { item, attempts } = await details(sender, id);
        expect([item.state, attempts[0]?.counted]).toEqual(['waiting', counted]);
      }
      expect(plain.requests).toEqual([]);
    });
  },
);

/** Takes every request whole, and hangs up without a word. */
async function silentServer(): Promise<string> {
  const { url } = await rawServer((socket) => onRequest(socket, () => socket.end()));
  return url;
}
