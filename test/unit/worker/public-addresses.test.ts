import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import {
  addressIn,
  isPublicAddress,
  lookUpPublic,
} from '../../../electron/worker/transport/public-addresses.ts';

const NOT_PUBLIC = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  '::7f00:1',
  '64:ff9b::a00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::1',
  '64:ff9b::',
  '2002:7f00:1::',
  '2001:0:1::1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'febf::1',
  'ff02::1',
  'not an address',
  '',
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450::1',
  '64:ff9b::808:808',
  '64:ff9b::8.8.8.8',
];

describe('an address', () => {
  it.each(NOT_PUBLIC)('%s does not lead into the internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(PUBLIC)('%s does', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://[::1]/', '::1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://127.0.0.1.example/', null],
    ['http://localhost/', null],
  ])('in %s is %s', (url, address) => {
    expect(addressIn(new URL(url))).toBe(address);
  });
});

describe('a look-up', () => {
  const answering = (...addresses: readonly string[]) =>
    lookUpPublic(((_host: string, _options: object, callback: (...args: unknown[]) => void) =>
      callback(
        null,
        addresses.map(
          (address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
        ),
      )) as never);
  const ask = (lookup: ReturnType<typeof answering>, all: boolean) =>
    new Promise<readonly unknown[]>((resolve) =>
      lookup('api.example', { all }, (...answer) => resolve(answer)),
    );

  it('answers public addresses, and the connection is made to these', async () => {
    expect(await ask(answering('1.1.1.1', '2a00::1'), true)).toEqual([
      null,
      [
        { address: '1.1.1.1', family: 4 },
        { address: '2a00::1', family: 6 },
      ],
    ]);
    expect(await ask(answering('2a00::1', '1.1.1.1'), false)).toEqual([null, '2a00::1', 6]);
  });

  it.each([[['127.0.0.1']], [['1.1.1.1', '10.0.0.1']], [['2a00::1', '::1']], [[]]])(
    'refuses the name when any of its addresses is another: %o',
    async (addresses) => {
      for (const all of [true, false]) {
        const [error] = await ask(answering(...addresses), all);
        expect(error).toMatchObject({
          problem: { code: 'ADDRESS_NOT_GRANTED', host: 'api.example' },
        });
      }
    },
  );
});
