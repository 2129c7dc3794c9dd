import { expect, test } from 'vitest';
import { isProxySetting } from '../../../shared/contracts/settings-values.ts';

test.for([
  ['system', true],
  ['none', true],
  ['proxy.example:3128', true],
  ['http://proxy.example:3128', true],
  ['https://proxy.example', true],
  ['socks5://proxy.example:1080', false],
  ['http://ana:secret@proxy.example:3128', false],
  ['http://proxy.example:3128/proxy.pac', false],
  ['pac+http://wpad.example/proxy.pac', true],
  ['pac+https://wpad.example:8443/wpad.dat?site=1', true],
  ['pac+file:///etc/company%20proxy.pac', true],
  ['pac+file:///C:/proxy.pac', true],
  ['pac+file:///', false],
  ['pac+file://server/share/proxy.pac', false],
  ['pac+/etc/proxy.pac', false],
  ['pac+http://ana:secret@wpad.example/proxy.pac', false],
  ['pac+http://', false],
  ['pac+ftp://wpad.example/proxy.pac', false],
  ['pac+', false],
] as const)('"%s" as a proxy: %s', ([text, isOne]) => {
  expect(isProxySetting(text)).toBe(isOne);
});
