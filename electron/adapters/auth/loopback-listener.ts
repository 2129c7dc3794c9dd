import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a browser is shown, or where it is sent on to. */
export type Page =
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'elsewhere'; readonly url: string };

export interface LoopbackListener {
  readonly origin: string;
  /** Whoever is being answered gets all of it; nobody else is heard. */
  close(): void;
}

/** Whoever holds a connection open without asking anything loses it. */
const SILENCE_MS = 5_000;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/**
 * Hears GET requests of this machine at a port of its own (RFC 8252 section 7.3). A request under another host name
 * comes from a page that made its name lead here, and is refused. Null when there is no port.
 */
export function listenOnLoopback(
  answer: (path: string, query: URLSearchParams) => Promise<Page> | Page,
): Promise<LoopbackListener | null> {
  const server = createServer(
    { headersTimeout: SILENCE_MS, requestTimeout: SILENCE_MS, connectionsCheckingInterval: 1_000 },
    (request, response) => void respond(request, response),
  );

  /** By whether one is being answered on it. */
  const sockets = new Map<Socket, boolean>();
  server.on('connection', (socket) => {
    sockets.set(socket, false);
    socket.once('close', () => sockets.delete(socket));
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    sockets.set(request.socket, true);
    response.on('error', () => {});
    request.resume();
    const { port } = server.address() as AddressInfo;
    const isOurs = request.headers.host === `127.0.0.1:${port}` && request.method === 'GET';
    const target = request.url ?? '';
    if (!isOurs || !URL.canParse(target, 'http://127.0.0.1'))
      return void response.writeHead(403, HEADERS).end();
    const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
    const page = await answer(pathname, searchParams);
    if (page.kind === 'page') response.writeHead(page.status, HEADERS).end(page.html);
    else response.writeHead(302, { ...HEADERS, location: page.url }).end();
  }

  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(0, '127.0.0.1', () => {
      server.on('error', () => {});
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close() {
          server.close();
          for (const [socket, isAnswered] of sockets) if (!isAnswered) socket.destroy();
        },
      });
    });
  });
}
