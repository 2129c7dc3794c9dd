import type { Settings } from '../../../shared/contracts/settings.ts';
import { PAC } from '../../../shared/contracts/settings-values.ts';
import type { ProxySource } from '../../../shared/outbox/finding.ts';
import { goesDirectly } from './no-proxy.ts';

/** Environment variables by name, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is said about the way to a URL. */
export type ProxyChoice =
  | { readonly kind: 'direct'; readonly from: ProxySource | null }
  /** `url` may have a user name and a password in it. */
  | { readonly kind: 'proxy'; readonly url: URL; readonly from: ProxySource }
  /** Something is set of which no use can be made. */
  | { readonly kind: 'unusable'; readonly from: ProxySource }
  /** Nobody says anything. */
  | { readonly kind: 'unsaid' };

/** The PAC file at `url` says it. */
export type PacChoice = { readonly kind: 'pac'; readonly url: string };

/** The settings `proxy` and `proxy.except`; `system` says nothing. */
export function proxyOfSetting(
  url: URL,
  { proxy, 'proxy.except': exceptions }: Pick<Settings, 'proxy' | 'proxy.except'>,
): ProxyChoice | PacChoice {
  if (proxy === 'system') return { kind: 'unsaid' };
  if (proxy === 'none' || goesDirectly(url, exceptions)) return { kind: 'direct', from: 'setting' };
  return proxy.startsWith(PAC)
    ? { kind: 'pac', url: proxy.slice(PAC.length) }
    : chosen(proxy, 'setting');
}

/** HTTP_PROXY or HTTPS_PROXY, by the URL's scheme, unless NO_PROXY names the host; small letters first. */
export function proxyOfEnvironment(url: URL, env: Environment): ProxyChoice {
  const set = (name: string): string => env[name] || env[name.toUpperCase()] || '';
  const [name, from] =
    url.protocol === 'https:'
      ? (['https_proxy', 'HTTPS_PROXY'] as const)
      : (['http_proxy', 'HTTP_PROXY'] as const);
  const proxy = set(name).trim();
  if (proxy === '') return { kind: 'unsaid' };
  if (goesDirectly(url, set('no_proxy'))) return { kind: 'direct', from };
  return chosen(proxy, from);
}

/**
 * What a PAC file or the system says, e.g. `PROXY proxy:8080; PROXY other:8080; DIRECT`: the first way that we can go, and
 * that does not lead over a proxy which is down, as long as there is another. SOCKS is none that we can go.
 */
export function proxyOfPac(
  answer: string,
  from: Extract<ProxySource, 'pac' | 'system'>,
  isDown: (proxy: URL) => boolean,
): ProxyChoice {
  if (answer.trim() === '') return from === 'pac' ? { kind: 'direct', from } : { kind: 'unsaid' };
  const ways = answer.split(';').flatMap((way) => wayOfPac(way, from));
  const open = ways.find((way) => way.kind === 'direct' || !isDown(way.url));
  return open ?? ways[0] ?? { kind: 'unusable', from };
}

type Way = Extract<ProxyChoice, { kind: 'direct' | 'proxy' }>;

function wayOfPac(text: string, from: Extract<ProxySource, 'pac' | 'system'>): readonly Way[] {
  const [kind = '', place = ''] = text.trim().split(/\s+/);
  // The system says so where nobody has set anything.
  if (kind.toUpperCase() === 'DIRECT')
    return [{ kind: 'direct', from: from === 'system' ? null : from }];
  const scheme = PAC_SCHEMES[kind.toUpperCase()];
  if (scheme === undefined || place === '') return [];
  const way = chosen(`${scheme}://${place}`, from);
  return way.kind === 'proxy' ? [way] : [];
}

const PAC_SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
};

/** A proxy as people write it: with or without a scheme. Only http and https ones are spoken to. */
function chosen(
  text: string,
  from: ProxySource,
): Extract<ProxyChoice, { kind: 'proxy' | 'unusable' }> {
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== ''
    ? { kind: 'proxy', url, from }
    : { kind: 'unusable', from };
}

/** Host and port, as people know a proxy. */
export function nameOfProxy({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;
}
