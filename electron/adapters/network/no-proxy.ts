import { BlockList, isIP } from 'node:net';

/** In a list of exceptions: also what is on this machine goes through the proxy. */
const NOT_LOOPBACK = '<-loopback>';

const LOOPBACK = addresses(['127.0.0.0/8', '::1']);

/**
 * Whether a URL is asked directly although a proxy is set. `exceptions` as in NO_PROXY, by commas or spaces: `*` for all;
 * a name, which stands for itself and all below it (also written `.name` or `*.name`); an address; a range of them in
 * CIDR form; each but the last also with a `:port`. What is on this machine never goes through a proxy, unless
 * `<-loopback>` says so.
 */
export function goesDirectly({ protocol, hostname, port }: URL, exceptions: string): boolean {
  const host = hostname.replaceAll(/^\[|\]$|\.$/g, '').toLowerCase();
  const asked = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const entries = exceptions
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '');
  if (!entries.includes(NOT_LOOPBACK) && isLoopback(host)) return true;
  return entries.some((entry) => names(entry, host, asked));
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || includes(LOOPBACK, host);

function names(entry: string, host: string, port: string): boolean {
  if (isIP(host) !== 0 && includes(addresses([entry]), host)) return true;
  const [, text = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const name = text.replaceAll(/^\[|\]$/g, '');
  if (name === '*') return true;
  if (isIP(name) !== 0) return includes(addresses([name]), host);
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

const includes = (list: BlockList, host: string): boolean => {
  const kind = isIP(host);
  return kind !== 0 && list.check(host, kind === 6 ? 'ipv6' : 'ipv4');
};

/** What is no address and no range is left out. */
function addresses(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits = null] = entry.split('/');
    const kind = isIP(address);
    if (kind === 0) continue;
    const family = kind === 6 ? 'ipv6' : 'ipv4';
    const most = kind === 6 ? 128 : 32;
    if (bits === null) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
      list.addSubnet(address, Number(bits), family);
  }
  return list;
}
