import type { ProxyHop } from '../../../shared/contracts/worker-protocol.ts';

/** A proxy in the form in which Node's agents take one. */
export function proxyEnvironment(proxy: ProxyHop | null): NodeJS.ProcessEnv {
  if (proxy === null) return {};
  const url = new URL(proxy.url);
  url.username = encodeURIComponent(proxy.credentials?.user ?? '');
  url.password = encodeURIComponent(proxy.credentials?.password ?? '');
  return { http_proxy: url.href, https_proxy: url.href };
}
