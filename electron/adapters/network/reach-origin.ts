import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import type { ProxyHop, Route, Trust } from '../../../shared/contracts/worker-protocol.ts';
import { isTunnelRefusal } from '../../../shared/outbox/proxy-refusal.ts';
import type { OriginFacts } from '../../core/diagnosis/facts.ts';
import type { Routes } from '../../core/ports/routes.ts';
import { trustedContext } from './trusted-context.ts';

const PATIENCE_MS = 3_000;

/** A proxy's answer to CONNECT is longer only if it is none. */
const MOST_BYTES = 64 * 1024;

interface Trouble {
  readonly detail: string;
  /** Who signed a certificate that is not believed. */
  readonly signer: string | null;
}

/**
 * Goes the way that attempts to an origin go, up to where a request would be sent: the name, the connection, the proxy's
 * tunnel, the certificate. No request is. Answers within three seconds.
 */
export async function reachOrigin(
  origin: string,
  routes: Routes,
  trust: Trust | null,
): Promise<OriginFacts> {
  const began = performance.now();
  const way = await routes.to(origin, trust);
  if (!way.ok)
    return { kind: 'unreachable', detail: way.error.code, signer: null, proxy: null, from: null };
  const { route, from, proxyName: proxy } = way.value;
  const trouble = await walk(new URL(origin), route);
  return trouble === null
    ? { kind: 'reached', tookMs: performance.now() - began, proxy, from }
    : { kind: 'unreachable', ...trouble, proxy, from };
}

/** Null when all of it is passable. */
function walk(origin: URL, { proxy, ca }: Route): Promise<Trouble | null> {
  return new Promise((resolve) => {
    const sockets: Socket[] = [];
    const end = (trouble: Trouble | null): void => {
      clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      resolve(trouble);
    };
    const fail = (detail: string): void => end({ detail, signer: null });
    const timer = setTimeout(() => fail('ETIMEDOUT'), PATIENCE_MS);
    const heard = <S extends Socket>(socket: S): S => {
      sockets.push(socket);
      return socket.on('error', (error: NodeJS.ErrnoException) =>
        fail(error.code ?? error.message),
      );
    };

    function greet(through: Socket | null): void {
      const secure = heard(secured(origin, ca, through));
      secure.once('secureConnect', () =>
        end(
          secure.authorized
            ? null
            : { detail: String(secure.authorizationError), signer: signerOf(secure) },
        ),
      );
    }

    const isSecure = origin.protocol === 'https:';
    if (proxy === null && isSecure) return greet(null);
    const [next, socket] = open(proxy === null ? origin : new URL(proxy.url));
    heard(socket).once(next, () => {
      if (proxy === null) return end(null);
      askForTunnel(socket, origin, proxy, (status) => {
        // A plain request needs no tunnel, but whoever is not signed in is told so first.
        if (isTunnelRefusal(status)) fail('PROXY_407');
        else if (!isSecure) end(null);
        else if (status === 200) greet(socket);
        else fail(status === null ? 'ERR_PROXY_TUNNEL' : `PROXY_${status}`);
      });
    });
  });
}

/** Nothing is sent over it but the handshake, so a certificate that is not believed can be looked at. */
const secured = (origin: URL, ca: string | null, through: Socket | null): tls.TLSSocket =>
  tls.connect({
    ...(through === null ? addressOf(origin) : { socket: through }),
    ...(/^[\d.]+$|:/.test(hostOf(origin)) ? {} : { servername: hostOf(origin) }),
    host: hostOf(origin),
    secureContext: trustedContext(ca),
    rejectUnauthorized: false,
  });

function open(url: URL): readonly [string, Socket] {
  return url.protocol === 'https:'
    ? ['secureConnect', tls.connect({ ...addressOf(url), secureContext: trustedContext(null) })]
    : ['connect', connect(addressOf(url))];
}

/** Answers the proxy's status, or null when it gave none. */
function askForTunnel(
  socket: Socket,
  origin: URL,
  { credentials }: ProxyHop,
  answer: (status: number | null) => void,
): void {
  const { host, port } = addressOf(origin);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${signIn(credentials)}\r\n`);
  let said = '';
  const onData = (chunk: Buffer): void => {
    said += chunk.toString('latin1');
    if (!said.includes('\r\n\r\n') && said.length < MOST_BYTES) return;
    socket.off('data', onData);
    socket.pause();
    const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(said) ?? [];
    answer(status === undefined ? null : Number(status));
  };
  socket.on('data', onData);
  socket.once('end', () => answer(null));
}

/** RFC 7617. */
function signIn(credentials: ProxyHop['credentials']): string {
  if (credentials === null) return '';
  const { user, password } = credentials;
  return `proxy-authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}\r\n`;
}

const hostOf = ({ hostname }: URL): string => hostname.replaceAll(/^\[|\]$/g, '');

const addressOf = (url: URL): { readonly host: string; readonly port: number } => ({
  host: hostOf(url),
  port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
});

function signerOf(socket: tls.TLSSocket): string | null {
  const { issuer } = socket.getPeerCertificate();
  const name = issuer?.CN ?? issuer?.O ?? null;
  return Array.isArray(name) ? name.join(', ') : name;
}
