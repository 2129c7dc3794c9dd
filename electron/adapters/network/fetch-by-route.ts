import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { Route, Trust } from '../../../shared/contracts/worker-protocol.ts';
import { isCertificateCode } from '../../../shared/outbox/certificate-codes.ts';
import { isProxyRefusal, isTunnelRefusal } from '../../../shared/outbox/proxy-refusal.ts';
import { NoAnswer } from '../../core/ports/no-answer.ts';
import type { Routes } from '../../core/ports/routes.ts';
import { proxyEnvironment } from './proxy-environment.ts';
import { trustedContext } from './trusted-context.ts';

/** A response with one of these has no body, and cannot be made with one. */
const BODILESS = [204, 205, 304];

/**
 * A `fetch` that goes the way that attempts go, through Node's own agents. It follows no redirect and decodes nothing; a
 * connection is closed after its one request.
 */
export const fetchByRoute =
  (routes: Pick<Routes, 'to' | 'refused' | 'down'>) =>
  async (url: string, init: RequestInit, trust: Trust | null): Promise<Response> => {
    const way = await routes.to(url, trust);
    if (!way.ok) throw new NoAnswer(way.error.cause, way.error.code);
    const { route } = way.value;
    const asked = new Request(url, init);
    const body = await asked.text();
    const request = url.startsWith('https:') ? https.request : http.request;
    const agent = agentFor(url, route);
    try {
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
      const { statusCode, headersDistinct } = answer;
      // What comes out of a tunnel is the server's.
      const server =
        route.proxy === null || url.startsWith('https:') ? null : headersDistinct['server'];
      if (route.proxy !== null && isProxyRefusal(statusCode, server?.[0] ?? null)) {
        answer.destroy();
        throw new NoAnswer('proxySignIn', `PROXY_${statusCode}`);
      }
      return responseOf(answer);
    } catch (error) {
      const why = noAnswerOf(error, route);
      if (why instanceof NoAnswer && why.by === 'proxySignIn') routes.refused(route);
      if (why instanceof NoAnswer && why.by === 'proxy' && OF_PROXY.has(why.message))
        routes.down(route);
      throw why;
    }
  };

function agentFor(url: string, { proxy, ca }: Route): http.Agent {
  const options = { proxyEnv: proxyEnvironment(proxy) };
  return url.startsWith('https:')
    ? // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED in somebody's environment would switch it off.
      new https.Agent({ ...options, rejectUnauthorized: true, secureContext: trustedContext(ca) })
    : new http.Agent(options);
}

function responseOf(answer: http.IncomingMessage): Response {
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
}

function noAnswerOf(error: unknown, { proxy }: Route): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (isCertificateCode(code)) return new NoAnswer('certificate', code);
  if (code === 'ERR_PROXY_TUNNEL') {
    const status = 'statusCode' in error ? error.statusCode : null;
    return new NoAnswer(isTunnelRefusal(status) ? 'proxySignIn' : 'proxy', code);
  }
  return proxy !== null && OF_PROXY.has(code) ? new NoAnswer('proxy', code) : error;
}

/** Where there is a proxy, nobody else is looked up and connected to. */
const OF_PROXY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT']);
