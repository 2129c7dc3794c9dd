import { expect, test } from 'vitest';
import { createRoutes, type RoutesDeps } from '../../../electron/adapters/network/routes.ts';
import { createProxySignIns } from '../../../electron/core/proxy-sign-ins.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import { NO_CA_FILES } from '../../support/builders.ts';

const PROXY = 'http://proxy.example:3128';
const URL_OF_API = 'https://api.example/visits';

function routes(change: Partial<RoutesDeps> = {}) {
  return createRoutes({
    env: {},
    settings: () => DEFAULT_SETTINGS,
    caFiles: NO_CA_FILES,
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

test('a proxy of a kind that cannot be used is said, and nothing goes past it', async () => {
  const way = await routes({ env: { HTTPS_PROXY: 'socks5://proxy.example:1080' } }).to(
    URL_OF_API,
    null,
  );
  expect(way).toEqual({ ok: false, error: { cause: 'proxy', code: 'PROXY_UNUSABLE' } });
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
