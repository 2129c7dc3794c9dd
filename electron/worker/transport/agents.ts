import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Job } from '../../../shared/contracts/worker-protocol.ts';

/**
 * Idle connections are given up after this many milliseconds: before most servers do, so that a request
 * seldom meets a connection that is just being closed and nobody could say whether it arrived.
 */
const IDLE_SOCKET_MS = 4_000;

/** More than the outbox ever has in flight: waiting happens in the queue, where it can be seen. */
const MAX_SOCKETS = 16;

/**
 * The connections of this worker, kept alive between attempts. Those that were checked to lead to a public address stand
 * apart: an attempt that may go nowhere else never takes one over that leads elsewhere.
 */
export interface Agents {
  of(
    url: URL,
    reach: Job['reach'],
  ): { readonly http: http.Agent } | { readonly https: https.Agent };
  /** What comes next goes over new connections: those that are idle now are not used again. */
  renew(): void;
  destroy(): void;
}

/**
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment are honoured. `beforeTls` runs once,
 * before the first TLS connection.
 */
export function createAgents(env: NodeJS.ProcessEnv, beforeTls: () => void): Agents {
  const options = {
    keepAlive: true,
    timeout: IDLE_SOCKET_MS,
    maxSockets: MAX_SOCKETS,
    proxyEnv: env,
  };
  const plain = { anywhere: new http.Agent(options), public: new http.Agent(options) };
  const secure: { [Reach in Job['reach']]: https.Agent | null } = { anywhere: null, public: null };
  const makeSecure = (): https.Agent => {
    beforeTls();
    // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED in somebody's environment would switch it off.
    return new https.Agent({ ...options, rejectUnauthorized: true });
  };
  const all = () =>
    [...Object.values(plain), ...Object.values(secure)].filter((agent) => agent !== null);
  return {
    of: (url, reach) =>
      url.protocol === 'https:'
        ? { https: (secure[reach] ??= makeSecure()) }
        : { http: plain[reach] },
    renew: () => {
      for (const agent of all())
        for (const sockets of Object.values(agent.freeSockets))
          for (const socket of sockets ?? []) socket.destroy();
    },
    destroy: () => {
      for (const agent of all()) agent.destroy();
    },
  };
}

/** Certificates that the system trusts count beside Node's own. Takes some 200 ms, for the whole process. */
export function trustSystemStore(): void {
  const trusted = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  tls.setDefaultCACertificates([...new Set(trusted)]);
}
