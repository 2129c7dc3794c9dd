import { expect, test } from 'vitest';
import { proxyFor } from '../../../electron/adapters/system/proxy-for.ts';

const PROXY = 'http://proxy.example:3128';

test.for([
  ['http://api.example', {}, null],
  ['http://api.example', { HTTP_PROXY: PROXY }, 'proxy.example:3128'],
  ['https://api.example', { HTTP_PROXY: PROXY }, null],
  ['https://api.example', { https_proxy: PROXY, HTTPS_PROXY: 'http://no' }, 'proxy.example:3128'],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: '*' }, null],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: 'localhost, api.example' }, null],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: '.example' }, null],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: '*.example' }, null],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: 'example' }, 'proxy.example:3128'],
  [
    'http://api.example:81',
    { HTTP_PROXY: PROXY, NO_PROXY: 'api.example:80' },
    'proxy.example:3128',
  ],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: 'api.example:80' }, null],
  ['http://api.example', { HTTP_PROXY: 'nonsense' }, null],
] as const)('%s with %j goes by %s', ([origin, env, proxy]) => {
  expect(proxyFor(origin, env)?.host ?? null).toBe(proxy);
});
