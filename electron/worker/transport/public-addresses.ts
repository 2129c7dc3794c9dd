import dns from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { BodyError } from '../body/body-error.ts';

/**
 * Addresses that do not lead out into the internet: this machine, the local network, and what no host on the internet
 * has (the registries of special-purpose addresses of RFC 6890). Ways of writing an IPv4 address into an IPv6 one
 * count in whole: nobody needs them to reach a public server by name. NAT64 is the exception, and is looked into.
 */
const RANGES = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  ipv6: [
    '::/96',
    '::ffff:0:0/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '5f00::/16',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ],
} as const;

/** One list each: in one for both, a range of addresses in IPv6 clothes would stand for all of IPv4. */
const NOT_PUBLIC = { ipv4: new BlockList(), ipv6: new BlockList() };

for (const family of ['ipv4', 'ipv6'] as const)
  for (const range of RANGES[family]) {
    const [net = '', bits] = range.split('/');
    NOT_PUBLIC[family].addSubnet(net, Number(bits), family);
  }

/** Whether an IP address is one of the internet. */
export function isPublicAddress(given: string): boolean {
  if (isIP(given) === 0) return false;
  const address = behindNat64(given) ?? given;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return !NOT_PUBLIC[family].check(address, family);
}

/** In networks that have IPv6 only, the IPv4 address of a server comes in these clothes (RFC 6052). */
function behindNat64(address: string): string | null {
  const written = isIP(address) === 6 ? new URL(`http://[${address.replace(/%.*/, '')}]/`) : null;
  const found = /^\[64:ff9b::(?:([0-9a-f]+):)?([0-9a-f]+)?\]$/.exec(written?.hostname ?? '');
  if (found === null) return null;
  const [, high = '0', low = '0'] = found;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((part) => [part >> 8, part & 255]).join('.');
}

/** The address that stands in a URL in place of a name; null for a name. */
export function addressIn(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

export const notGranted = (host: string): BodyError =>
  new BodyError({ code: 'ADDRESS_NOT_GRANTED', host });

/**
 * Looks a name up for one connection and refuses it unless all of its addresses are public. The connection is made to
 * what is answered here and to nothing else, so that a name cannot mean another address a moment later.
 */
export const lookUpPublic =
  (lookup: typeof dns.lookup = dns.lookup): LookupFunction =>
  (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(notGranted(host), []);
      return options.all === true
        ? callback(null, addresses)
        : callback(null, first.address, first.family);
    });
