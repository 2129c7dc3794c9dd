/** Environment variables by name, e.g. `process.env`. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that requests to an origin go through: HTTP_PROXY or HTTPS_PROXY unless NO_PROXY names the host, as
 * Node's own agents read them (small letters first). Null for none.
 */
export function proxyFor(origin: string, env: Environment): URL | null {
  const { protocol, hostname, port } = new URL(origin);
  const named = (name: string): string => env[name] ?? env[name.toUpperCase()] ?? '';
  const proxy = named(protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (!URL.canParse(proxy)) return null;
  const asked = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const spared = named('no_proxy')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => spares(entry.toLowerCase(), hostname.replaceAll(/^\[|\]$/g, ''), asked));
  return spared ? null : new URL(proxy);
}

/** `*`, `host`, `.domain`, `*.domain`, and each of them with a port. */
function spares(entry: string, host: string, port: string): boolean {
  const [, name = entry, only] = /^(.*?):(\d+)$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  if (name === '*') return true;
  const domain = name.replace(/^\*?(?=\.)/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain;
}
