import { expect, test } from 'vitest';
import { createRoutes, type RoutesDeps } from '../../../electron/adapters/network/routes.ts';
import { createProxySignIns } from '../../../electron/core/proxy-sign-ins.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import { NO_CA_FILES } from '../../support/builders.ts';

const PROXY = 'http://proxy.example:3128';
const URL_OF_API = 'https://api.example/visits';

function routes(change: Partial<RoutesDeps> = {}) {
  return createRoutes({
    env: {},
    settings: () => DEFAULT_SETTINGS,
    caFiles: NO_CA_FILES,
    clock: { monotonic: () => 0 },
    pacFiles: { ask: () => Promise.reject(new Error('not asked')), lookAgain() {} },
    signIns: { credentialsFor: async () => null, refused: () => {}, isRefused: () => false },
    ...change,
  });
}

const system = async () => 'PROXY system.example:8080; DIRECT';
const settings = () => ({ ...DEFAULT_SETTINGS, proxy: 'set.example:80' });

test.each([
  ['nobody', {}, { from: null, proxyName: null }],
  ['the system', { systemProxy: system }, { from: 'system', proxyName: 'system.example:8080' }],
  [
    'the environment, before the system',
    { env: { HTTPS_PROXY: PROXY }, systemProxy: system },
    { from: 'HTTPS_PROXY', proxyName: 'proxy.example:3128' },
  ],
  [
    'an exception of the environment',
    { env: { HTTPS_PROXY: PROXY, NO_PROXY: 'example' }, systemProxy: system },
    { from: 'HTTPS_PROXY', proxyName: null },
  ],
  [
    'the setting, before all others',
    { settings, env: { HTTPS_PROXY: PROXY }, systemProxy: system },
    { from: 'setting', proxyName: 'set.example:80' },
  ],
  [
    'the setting "none"',
    { settings: () => ({ ...DEFAULT_SETTINGS, proxy: 'none' }), env: { HTTPS_PROXY: PROXY } },
    { from: 'setting', proxyName: null },
  ],
] as const)('which proxy there is, says %s', async (_, deps, way) => {
  expect(await routes(deps).to(URL_OF_API, null)).toMatchObject({ ok: true, value: way });
});

test('a system that cannot be asked has no proxy, and is not asked for this machine itself', async () => {
  const broken = routes({ systemProxy: () => Promise.reject(new Error('no')) });
  expect(await broken.to(URL_OF_API, null)).toMatchObject({ value: { proxyName: null } });
  const asked: string[] = [];
  const counting = routes({
    async systemProxy(url) {
      asked.push(url);
      return 'DIRECT';
    },
  });
  await counting.to('http://127.0.0.1:8080/x', null);
  await counting.to(URL_OF_API, null);
  expect(asked).toEqual([URL_OF_API]);
});

const byPac = () => ({ ...DEFAULT_SETTINGS, proxy: 'pac+http://wpad.example/proxy.pac' });

test('a PAC file that is set goes before all others, and past what is excepted nobody is asked', async () => {
  const asked: string[] = [];
  const here = routes({
    settings: () => ({ ...byPac(), 'proxy.except': 'intra.example' }),
    env: { HTTPS_PROXY: PROXY },
    systemProxy: system,
    pacFiles: {
      async ask(pac, url) {
        asked.push(`${pac} ${url.href}`);
        return ok('PROXY pac.example:8080');
      },
      lookAgain() {},
    },
  });
  expect(await here.to(URL_OF_API, null)).toMatchObject({
    value: { from: 'pac', proxyName: 'pac.example:8080', silent: null },
  });
  for (const url of ['https://intra.example/x', 'http://localhost:1/x'])
    expect(await here.to(url, null)).toMatchObject({ value: { from: 'setting', proxyName: null } });
  expect(asked).toEqual([`http://wpad.example/proxy.pac ${URL_OF_API}`]);
});

test.each([
  [
    'PAC_UNREACHABLE',
    { ok: true, value: { from: 'pac', proxyName: null, silent: 'PAC_UNREACHABLE' } },
  ],
  [
    'PAC_UNREADABLE',
    { ok: false, error: { cause: 'proxy', code: 'PAC_UNREADABLE', detail: 'why' } },
  ],
  ['PAC_INVALID', { ok: false, error: { cause: 'proxy', code: 'PAC_INVALID', detail: 'why' } }],
] as const)(
  'a PAC file that says nothing (%s): directly only where nobody answers',
  async (code, way) => {
    const here = routes({
      settings: byPac,
      pacFiles: { ask: async () => err({ code, detail: 'why' }), lookAgain() {} },
    });
    expect(await here.to(URL_OF_API, null)).toMatchObject(way);
  },
);

test('round a proxy that is down leads another way, for five minutes or until the network is another one', async () => {
  let now = 0;
  let looks = 0;
  const here = routes({
    clock: { monotonic: () => now },
    systemProxy: async () => 'PROXY one.example:1; PROXY two.example:2',
    pacFiles: {
      ask: () => Promise.reject(new Error('not asked')),
      lookAgain: () => void (looks += 1),
    },
  });
  const next = async () => {
    const way = await here.to(URL_OF_API, null);
    if (!way.ok) throw new Error(way.error.code);
    return way.value;
  };
  const first = await next();
  expect(first.proxyName).toBe('one.example:1');
  here.down(first.route);
  expect((await next()).proxyName).toBe('two.example:2');
  now += 5 * 60_000;
  expect((await next()).proxyName).toBe('one.example:1');
  here.down(first.route);
  here.lookAgain();
  expect((await next()).proxyName).toBe('one.example:1');
  expect(looks).toBe(1);
});

test('a proxy of a kind that cannot be used is said, and nothing goes past it', async () => {
  const way = await routes({ env: { HTTPS_PROXY: 'socks5://proxy.example:1080' } }).to(
    URL_OF_API,
    null,
  );
  expect(way).toEqual({
    ok: false,
    error: { cause: 'proxy', code: 'PROXY_UNUSABLE', detail: null },
  });
});

test('what was refused is left out for a quarter of an hour; what somebody gave goes first', async () => {
  let now = 0;
  const kept = { user: 'ana', password: 'kept' };
  const signIns = createProxySignIns({
    clock: { monotonic: () => now },
    secrets: {
      hasFile: false,
      get: async (name) =>
        name === 'proxy:proxy.example:3128'
          ? {
              kind: 'found',
              keptBy: 'session',
              secrets: {
                accessToken: null,
                refreshToken: null,
                subject: null,
                headers: Object.entries(kept).map(([key, text]) => ({
                  name: key,
                  value: new Secret(text),
                })),
              },
            }
          : { kind: 'missing' },
      best: () => Promise.reject(new Error('not asked')),
      set: () => Promise.reject(new Error('not asked')),
      delete: () => Promise.reject(new Error('not asked')),
    },
  });
  const here = routes({ env: { HTTPS_PROXY: 'http://joe:url@proxy.example:3128' }, signIns });
  const hop = async () => {
    const way = await here.to(URL_OF_API, null);
    if (!way.ok) throw new Error(way.error.code);
    return way.value.route;
  };
  const url = { user: 'joe', password: 'url' };
  for (const [credentials, refused] of [
    [kept, false],
    [url, false],
    [null, true],
  ] as const) {
    const route = await hop();
    expect(route.proxy).toEqual({ url: PROXY, credentials, refused });
    here.refused(route);
  }
  now += 15 * 60_000;
  expect((await hop()).proxy).toMatchObject({ credentials: kept, refused: false });
});
