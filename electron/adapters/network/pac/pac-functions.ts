import { isIPv4 } from 'node:net';
import { dateRange, timeRange, weekdayRange } from './pac-dates.ts';

/** What scripts can ask about this machine. */
export interface Here {
  now(): Date;
  /** The first IPv4 address of a name; null when it has none. */
  addressOf(name: string): string | null;
  myAddress(): string;
}

/** A function that scripts call, with the arguments as they came. */
export type PacFunction = (...args: readonly unknown[]) => string | boolean | number | null;

/** The functions that every PAC file may count on, by name (Netscape's "Proxy Auto-Config File Format", 1996). */
export function pacFunctions({
  now,
  addressOf,
  myAddress,
}: Here): Readonly<Record<string, PacFunction>> {
  const resolve = (host: unknown): string | null =>
    isIPv4(String(host)) ? String(host) : addressOf(String(host));
  return {
    isPlainHostName: (host) => !/[.:]/.test(String(host)),
    dnsDomainIs: (host, domain) => lower(host).endsWith(lower(domain)),
    localHostOrDomainIs: (host, full) =>
      lower(host) === lower(full) ||
      (!lower(host).includes('.') && lower(full).startsWith(`${lower(host)}.`)),
    dnsDomainLevels: (host) => String(host).split('.').length - 1,
    shExpMatch: (text, pattern) => matches(String(text), String(pattern)),
    isResolvable: (host) => resolve(host) !== null,
    dnsResolve: resolve,
    isInNet: (host, net, mask) => isInNet(resolve(host), String(net), String(mask)),
    myIpAddress: myAddress,
    weekdayRange: (...args) => weekdayRange(now(), args),
    dateRange: (...args) => dateRange(now(), args),
    timeRange: (...args) => timeRange(now(), args),
    /** Meant for whoever writes the script. */
    alert: () => null,
  };
}

const lower = (text: unknown): string => String(text).toLowerCase();

/** Shell patterns: `*` any text, `?` one character. In steps that grow with both lengths only, whatever the pattern. */
function matches(text: string, pattern: string): boolean {
  let [at, of] = [0, 0];
  let star = { at: 0, of: -1 };
  while (at < text.length) {
    if (pattern[of] === '*') {
      star = { at, of };
      of += 1;
    } else if (pattern[of] === '?' || pattern[of] === text[at]) {
      at += 1;
      of += 1;
    } else if (star.of >= 0) {
      star = { ...star, at: star.at + 1 };
      at = star.at;
      of = star.of + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(of));
}

function isInNet(address: string | null, net: string, mask: string): boolean {
  if (address === null || !isIPv4(net) || !isIPv4(mask)) return false;
  const bits = (text: string): number =>
    text.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);
  return (bits(address) & bits(mask)) === (bits(net) & bits(mask));
}
