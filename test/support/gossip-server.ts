import http from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Canary } from './canary.ts';

/** A server that repeats every secret it hears, in every place that an answer has. */
export interface GossipServer {
  readonly url: string;
  /** The paths that were asked for, with the secret that came along. */
  readonly heard: { readonly path: string; readonly secret: string }[];
  /** Access tokens that are refused from now on. */
  readonly stale: Set<string>;
  /** Requests to /hang get their answers, the present ones and later ones. */
  letGo(): void;
}

type Answer = (response: http.ServerResponse, gossip: string, secret: string) => void;

const BIG = 400_000;

export async function gossipServer(canary: Canary): Promise<GossipServer> {
  const heard: GossipServer['heard'][number][] = [];
  const stale = new Set<string>();
  const { promise: hanging, resolve: letGo } = Promise.withResolvers<void>();

  const json =
    (status: number): Answer =>
    (response, gossip, secret) => {
      response.setHeader('content-type', 'application/json');
      response.writeHead(status).end(
        JSON.stringify({
          error: secret,
          detail: gossip,
          errors: [{ field: secret, message: secret }],
        }),
      );
    };
  const page =
    (status: number): Answer =>
    (response, gossip) => {
      response.setHeader('content-type', 'text/html');
      response.writeHead(status).end(`<!doctype html><title>${gossip}</title><p>${gossip}`);
    };
  const elsewhere =
    (status: number): Answer =>
    (response, gossip, secret) => {
      response.setHeader('location', `/inbox/good?told=${encodeURIComponent(secret)}`);
      response.writeHead(status).end(gossip);
    };

  const answers: Readonly<Record<string, Answer>> = {
    good: json(200),
    reject: json(422),
    forbidden: json(403),
    moved: elsewhere(302),
    round: elsewhere(307),
    page: page(200),
    big: (response, gossip) => {
      response.writeHead(200).end(`${gossip} `.repeat(Math.ceil(BIG / gossip.length)));
    },
    cut: (response, gossip) => {
      response.writeHead(200, { 'content-length': BIG });
      response.write(gossip.repeat(100), () => response.destroy());
    },
    hang: (response, gossip, secret) =>
      void hanging.then(() => json(200)(response, gossip, secret)),
  };

  const tokens =
    (access: string, refresh: string): Answer =>
    (response) => {
      response.setHeader('content-type', 'application/json');
      response.writeHead(200).end(
        JSON.stringify({
          access_token: canary.secret(access),
          refresh_token: canary.secret(refresh),
          expires_in: 3_600,
          token_type: 'Bearer',
        }),
      );
    };
  /** What the two token endpoints answer, in this order; the last one from then on. */
  const endpoints: Record<string, Answer[]> = {
    '/token': [
      page(200),
      elsewhere(307),
      json(500),
      json(400),
      json(200),
      tokens('access', 'refresh'),
    ],
    '/session': [page(403), json(400), tokens('json-access', 'json-refresh')],
  };

  const server = http.createServer((request, response) => {
    void (async () => {
      const body = await text(request).catch(() => '');
      const { pathname } = new URL(request.url ?? '', 'http://x');
      const { authorization = '', 'x-api-key': key = '' } = request.headers;
      const secret = authorization.replace('Bearer ', '') || String(key) || body;
      heard.push({ path: pathname, secret });
      const gossip = `${authorization} ${String(key)} ${body}`;
      response.statusMessage = 'Heard';
      response.setHeader('x-heard', encodeURI(gossip));
      response.setHeader('set-cookie', `session=${canary.secret('cookie')}`);
      response.setHeader('www-authenticate', `Bearer error="${encodeURI(gossip)}"`);
      const queue = endpoints[pathname];
      const next = queue === undefined ? answers[pathname.split('/').at(-1) ?? ''] : nextOf(queue);
      if (stale.has(secret)) json(401)(response, gossip, secret);
      else (next ?? json(404))(response, gossip, secret);
    })();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    letGo();
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, heard, stale, letGo };
}

const nextOf = (queue: Answer[]): Answer | undefined =>
  queue.length > 1 ? queue.shift() : queue[0];
