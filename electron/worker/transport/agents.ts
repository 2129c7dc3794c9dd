import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Job, ProxyHop, Route } from '../../../shared/contracts/worker-protocol.ts';

/**
 * Idle connections are given up after this many milliseconds: before most servers do, so that a request
 * seldom meets a connection that is just being closed and nobody could say whether it arrived.
 */
const IDLE_SOCKET_MS = 4_000;

/** More than the outbox ever has in flight: waiting happens in the queue, where it can be seen. */
const MAX_SOCKETS = 16;

/** Ways out that are remembered; a forgotten one loses its idle connections and no others. */
const REMEMBERED = 32;

/**
 * The connections of this worker, kept alive between attempts. Each way out has its own: an attempt never takes one over
 * that leads elsewhere, goes by another proxy or as somebody else, or whose server was believed because of certificates
 * that only another account trusts. Those that were checked to lead to a public address stand apart as well.
 */
export interface Agents {
  of(
    url: URL,
    reach: Job['reach'],
    route: Route,
  ): { readonly http: http.Agent } | { readonly https: https.Agent };
  /** What comes next goes over new connections: those that are idle now are not used again. */
  renew(): void;
  destroy(): void;
}

/** `beforeTls` runs once, before the first TLS connection. */
export function createAgents(beforeTls: () => void): Agents {
  const agents = new Map<string, http.Agent | https.Agent>();
  let isTlsReady = false;

  function remembered<A extends http.Agent | https.Agent>(key: string, make: () => A): A {
    const agent = (agents.get(key) as A | undefined) ?? make();
    agents.delete(key);
    agents.set(key, agent);
    const [oldest] = agents.keys();
    if (agents.size > REMEMBERED && oldest !== undefined) agents.delete(oldest);
    return agent;
  }

  function makeSecure({ proxy, ca }: Route): https.Agent {
    if (!isTlsReady) beforeTls();
    isTlsReady = true;
    return new TunnelAgent({
      ...optionsFor(proxy),
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED in somebody's environment would switch it off.
      rejectUnauthorized: true,
      ...(ca === null
        ? {}
        : { secureContext: tls.createSecureContext({ ca: [...tls.getCACertificates(), ca] }) }),
    });
  }

  return {
    of(url, reach, route) {
      const way = `${reach} ${digestOf(route)}`;
      return url.protocol === 'https:'
        ? { https: remembered(`https ${way}`, () => makeSecure(route)) }
        : { http: remembered(`http ${way}`, () => new http.Agent(optionsFor(route.proxy))) };
    },
    renew() {
      for (const agent of agents.values())
        for (const sockets of Object.values(agent.freeSockets))
          for (const socket of sockets ?? []) socket.destroy();
    },
    destroy() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** A tunnel through a proxy may take longer than a connection may idle, which Node measures by the same option. */
class TunnelAgent extends https.Agent {
  override createConnection(
    options: https.RequestOptions,
    callback?: Parameters<https.Agent['createConnection']>[1],
  ): ReturnType<https.Agent['createConnection']> {
    return super.createConnection({ ...options, timeout: 0 }, callback);
  }
}

function optionsFor(proxy: ProxyHop | null): http.AgentOptions {
  const proxyEnv = proxy === null ? {} : environmentOf(proxy);
  return { keepAlive: true, timeout: IDLE_SOCKET_MS, maxSockets: MAX_SOCKETS, proxyEnv };
}

/** Node's agents take a proxy in this form only. */
function environmentOf({ url: text, credentials }: ProxyHop): NodeJS.ProcessEnv {
  const url = new URL(text);
  url.username = encodeURIComponent(credentials?.user ?? '');
  url.password = encodeURIComponent(credentials?.password ?? '');
  return { http_proxy: url.href, https_proxy: url.href };
}

/** No secret stands in the key. */
const digestOf = (route: Route): string =>
  createHash('sha256').update(JSON.stringify(route)).digest('hex');

/** Certificates that the system trusts count beside Node's own. Takes some 200 ms, for the whole process. */
export function trustSystemStore(): void {
  const trusted = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  tls.setDefaultCACertificates([...new Set(trusted)]);
}
