import { expect, test } from 'vitest';
import {
  nameOfProxy,
  type ProxyChoice,
  proxyOfEnvironment,
  proxyOfPac,
} from '../../../electron/adapters/network/choose-proxy.ts';
import { goesDirectly } from '../../../electron/adapters/network/no-proxy.ts';

const PROXY = 'http://proxy.example:3128';

test.for([
  ['http://api.example', {}, 'unsaid'],
  ['http://api.example', { HTTP_PROXY: '' }, 'unsaid'],
  ['http://api.example', { HTTP_PROXY: PROXY }, 'HTTP_PROXY proxy.example:3128'],
  ['https://api.example', { HTTP_PROXY: PROXY }, 'unsaid'],
  ['https://api.example', { HTTPS_PROXY: PROXY }, 'HTTPS_PROXY proxy.example:3128'],
  [
    'https://api.example',
    { https_proxy: PROXY, HTTPS_PROXY: 'http://no' },
    'HTTPS_PROXY proxy.example:3128',
  ],
  ['http://api.example', { http_proxy: 'proxy.example:8080' }, 'HTTP_PROXY proxy.example:8080'],
  ['http://api.example', { http_proxy: 'http://a:b@proxy.example' }, 'HTTP_PROXY proxy.example:80'],
  ['http://api.example', { http_proxy: 'https://proxy.example' }, 'HTTP_PROXY proxy.example:443'],
  ['http://api.example', { HTTP_PROXY: 'socks5://proxy.example:1080' }, 'unusable'],
  ['http://api.example', { HTTP_PROXY: 'http://' }, 'unusable'],
  ['http://api.example', { HTTP_PROXY: PROXY, NO_PROXY: '*' }, 'direct'],
  ['http://api.example', { HTTP_PROXY: PROXY, no_proxy: 'api.example', NO_PROXY: '' }, 'direct'],
  ['http://127.0.0.1:8080', { HTTP_PROXY: PROXY }, 'direct'],
] as const)('%s with %j: %s', ([url, env, said]) => {
  expect(told(proxyOfEnvironment(new URL(url), env))).toBe(said);
});

const told = (choice: ProxyChoice): string =>
  choice.kind === 'proxy' ? `${choice.from} ${nameOfProxy(choice.url)}` : choice.kind;

test.each([
  ['DIRECT', 'direct'],
  ['PROXY proxy.example:8080', 'system proxy.example:8080'],
  ['PROXY proxy.example:8080; DIRECT', 'system proxy.example:8080'],
  ['HTTPS proxy.example:8443;PROXY other.example:80', 'system proxy.example:8443'],
  ['SOCKS5 socks.example:1080; PROXY proxy.example:8080', 'system proxy.example:8080'],
  ['SOCKS socks.example:1080; DIRECT', 'direct'],
  ['SOCKS socks.example:1080', 'unusable'],
  ['PROXY [nowhere; PROXY; nonsense', 'unusable'],
  ['', 'unsaid'],
])('the system says "%s": %s', (answer, said) => {
  expect(told(proxyOfPac(answer, 'system', () => false))).toBe(said);
});

test.each([
  ['PROXY down.example:1; PROXY up.example:1', 'pac up.example:1'],
  ['PROXY down.example:1; DIRECT', 'direct'],
  ['PROXY down.example:1; SOCKS up.example:1', 'pac down.example:1'],
  ['PROXY down.example:1', 'pac down.example:1'],
  ['PROXY up.example:1; DIRECT', 'pac up.example:1'],
  ['', 'direct'],
])('a PAC file says "%s", of whose proxies one is down: %s', (answer, said) => {
  const isDown = (proxy: URL): boolean => proxy.hostname === 'down.example';
  expect(told(proxyOfPac(answer, 'pac', isDown))).toBe(said);
});

test.for([
  ['http://api.example', 'api.example', true],
  ['http://API.example.', 'api.EXAMPLE', true],
  ['http://api.example', 'localhost, api.example', true],
  ['http://api.example', 'other.example api.example', true],
  ['http://api.example', '.example', true],
  ['http://api.example', '*.example', true],
  ['http://api.example', 'example', true],
  ['http://notexample', 'example', false],
  ['http://api.example', 'pi.example', false],
  ['http://api.example', 'api.example.org', false],
  ['http://api.example:81', 'api.example:80', false],
  ['http://api.example', 'api.example:80', true],
  ['https://api.example', 'example:443', true],
  ['https://api.example', '*:443', true],
  ['http://api.example', '*:443', false],
  ['http://10.1.2.3', '10.0.0.0/8', true],
  ['http://11.1.2.3', '10.0.0.0/8', false],
  ['http://10.1.2.3', '10.1.2.3', true],
  ['http://10.1.2.3:81', '10.1.2.3:80', false],
  ['http://[fd00::1]', 'fd00::/8', true],
  ['http://[fd00::1]', 'fd00:0::1', true],
  ['http://[fd00::1]:81', '[fd00::1]:81', true],
  ['http://[fe80::1]', 'fd00::/8', false],
  ['http://10.1.2.3', '10.0.0.0/99', false],
  ['http://api.example', '10.0.0.0/8', false],
  ['http://api.example', '', false],
  ['http://localhost', '', true],
  ['http://app.localhost', '', true],
  ['http://127.9.9.9', '', true],
  ['http://[::1]', '', true],
  ['http://localhost', '<-loopback>', false],
  ['http://[::1]', 'api.example,<-loopback>', false],
  ['http://localhost', 'localhost,<-loopback>', true],
] as const)('%s with the exceptions "%s" goes directly: %s', ([url, exceptions, directly]) => {
  expect(goesDirectly(new URL(url), exceptions)).toBe(directly);
});
