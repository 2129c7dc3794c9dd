import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

type Environment = NodeJS.ProcessEnv;

/** A response with one of these has no body, and cannot be made with one. */
const BODILESS = [204, 205, 304];

/**
 * A `fetch` that goes by the proxy of the environment as the worker does: through Node's own agents (`proxyFor` says
 * which way that is). It follows no redirect and decodes nothing; a connection is closed after its one request.
 */
export function fetchByProxy(
  env: Environment,
): (url: string, init: RequestInit) => Promise<Response> {
  const plain = new http.Agent({ proxyEnv: env });
  // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED in somebody's environment would switch it off.
  const secure = new https.Agent({ proxyEnv: env, rejectUnauthorized: true });

  return async (url, init) => {
    const asked = new Request(url, init);
    const body = await asked.text();
    const [{ request }, agent] = url.startsWith('https:') ? [https, secure] : [http, plain];
    const sent = request(url, {
      agent,
      method: asked.method,
      headers: { ...Object.fromEntries(asked.headers), 'accept-encoding': 'identity' },
      signal: asked.signal,
    });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
    // What breaks from here on is told by the body.
    sent.on('error', () => {});
    const status = answer.statusCode ?? 0;
    const headers = new Headers(
      Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value): [string, string] => [name, value]),
      ),
    );
    if (BODILESS.includes(status)) {
      answer.resume();
      return new Response(null, { status, headers });
    }
    return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
  };
}
