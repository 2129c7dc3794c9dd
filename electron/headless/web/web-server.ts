import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import {
  decodeMessage,
  type SessionAnswer,
  type StreamLine,
  WEB_PATHS,
} from '../../../shared/contracts/web-protocol.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { type News, newestCursor, streamEvents } from '../../api/event-stream.ts';
import type { Log } from '../../core/ports/log.ts';
import { dataHeaders, pageHeaders } from '../../page/response-headers.ts';
import { NOT_BUILT, staticFile } from '../../page/static-files.ts';
import { answerCall, isRepeatable } from './calls.ts';
import { answer, answerMessage, type Exchange, readBody, refuse, STALLED_MS } from './exchange.ts';
import { refusalOf } from './guard.ts';
import { createSessions, type SessionDeps } from './sessions.ts';

export interface WebOptions extends News, SessionDeps {
  /** The folder of the built page. */
  readonly pageFolder: string;
  readonly log: Log;
}

export interface WebServer {
  /** A new address: it opens the page once, within a minute. */
  address(): string;
  /** No further calls; those that run get `graceMs`, if asking again would not be safe. */
  close(graceMs: number): Promise<void>;
}

const MOST_CONNECTIONS = 128;
const CODE_BYTES = 1024;
/** Of a client that sends what it wants to say byte by byte. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 30_000,
} as const;

/** Serves the page, to browsers of this machine only. Fails with PAGE_UNAVAILABLE. */
export async function serveWeb(options: WebOptions): Promise<Result<WebServer, OutboxError>> {
  const { api, log } = options;
  const sessions = createSessions(options);
  const calls = new Set<{ readonly settled: Promise<void>; readonly repeatable: boolean }>();
  const streams = new Set<() => void>();
  let stopping = false;

  async function route(exchange: Exchange): Promise<void> {
    const target = exchange.request.url ?? '';
    if (!target.startsWith('/api/')) return servePage(exchange, options.pageFolder);
    if (target === WEB_PATHS.session) return openSession(exchange);
    if (!sessions.isToken(bearerOf(exchange.request))) return refuse(exchange, 401, 'no session');
    if (target.startsWith(WEB_PATHS.call)) return takeCall(exchange, target);
    const cursor = cursorOf(target);
    return cursor === null ? refuse(exchange, 404, 'no such path') : openStream(exchange, cursor);
  }

  async function openSession(exchange: Exchange): Promise<void> {
    const token = sessions.exchange(await codeIn(exchange.request));
    if (token === null) return refuse(exchange, 401, 'this code is not valid, or not any more');
    const session: SessionAnswer = { token, cursor: await newestCursor(api) };
    answerMessage(exchange, session);
  }

  async function takeCall(exchange: Exchange, target: string): Promise<void> {
    if (stopping) return answerMessage(exchange, err(outboxError('HOST_STOPPED', { begun: 'no' })));
    const settled = answerCall(exchange, api);
    const call = { settled, repeatable: isRepeatable(target) };
    calls.add(call);
    await settled.finally(() => calls.delete(call));
  }

  function openStream({ response }: Exchange, cursor: number): void {
    if (stopping) return void response.destroy();
    response.writeHead(200, dataHeaders('application/x-ndjson'));
    response.flushHeaders();
    // Nothing passes while the other side does not read; otherwise there is a beat every few seconds.
    response.setTimeout(STALLED_MS, () => response.destroy());
    const listener = {
      write: (line: StreamLine) => response.write(`${JSON.stringify(line)}\n`),
      onDrain: (callback: () => void) => void response.on('drain', callback),
    };
    const stop = streamEvents(options, listener, cursor);
    const end = (): void => void response.end();
    streams.add(end);
    response.once('close', () => {
      stop();
      streams.delete(end);
    });
  }

  const server = createServer(LIMITS, (request, response) => {
    const exchange = { request, response };
    request.on('error', () => {});
    response.on('error', () => {});
    const refusal = refusalOf(headOf(request), authorityOf(server));
    if (refusal !== null) {
      refuse(exchange, refusal.status, refusal.detail);
      return;
    }
    route(exchange).catch((error: unknown) => {
      // A mistake of ours in one request: its client learns that no answer comes, all others go on.
      log.error('pageRequestFailed', { detail: String(error) });
      response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await listen(server);
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    return err(outboxError('PAGE_UNAVAILABLE', { detail }));
  }

  return ok({
    address: () => `http://${authorityOf(server)}/#code=${sessions.newCode()}`,
    async close(graceMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const end of streams) end();
      const unrepeatable = Array.from(calls)
        .filter((call) => !call.repeatable)
        .map((call) => call.settled);
      await within(options, graceMs, Promise.allSettled(unrepeatable));
      server.closeIdleConnections();
      await within(options, FLUSH_MS, closed);
      server.closeAllConnections();
      await closed;
    },
  });
}

/** For answers that are on their way when the host ends. */
const FLUSH_MS = 500;

async function servePage(exchange: Exchange, folder: string): Promise<void> {
  const path = (exchange.request.url ?? '').split('?')[0] ?? '';
  const file = await staticFile(folder, path);
  if (file !== null) {
    answer(exchange, 200, pageHeaders(file.contentType, file.lasting), file.bytes);
  } else if (path === '/') {
    answer(exchange, 503, pageHeaders('text/plain; charset=utf-8', false), Buffer.from(NOT_BUILT));
  } else refuse(exchange, 404, 'no such file');
}

async function codeIn(request: IncomingMessage): Promise<string> {
  const body = await readBody(request, CODE_BYTES);
  if (!body.ok) return '';
  try {
    const message = decodeMessage('application/json', body.value);
    const hasCode = typeof message === 'object' && message !== null && 'code' in message;
    return hasCode ? String(message.code) : '';
  } catch {
    return '';
  }
}

const headOf = ({ method = '', url = '', headers }: IncomingMessage) => {
  const site = headers['sec-fetch-site'];
  return {
    method,
    target: url,
    host: headers.host,
    origin: headers.origin,
    site: Array.isArray(site) ? site.join() : site,
  };
};

const bearerOf = ({ headers }: IncomingMessage): string =>
  /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1] ?? '';

/** Of the event stream's target; null for any other. */
function cursorOf(target: string): number | null {
  const [path, query = ''] = target.split('?');
  const cursor = /^cursor=(\d{1,15})$/.exec(query)?.[1];
  return path === WEB_PATHS.events && cursor !== undefined ? Number(cursor) : null;
}

const authorityOf = (server: Server): string =>
  `127.0.0.1:${(server.address() as AddressInfo | null)?.port ?? 0}`;

const listen = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

async function within({ timers }: News, ms: number, what: Promise<unknown>): Promise<void> {
  let cancel = (): void => {};
  const late = new Promise<void>((resolve) => {
    cancel = timers.after(ms, resolve);
  });
  await Promise.race([what, late]);
  cancel();
}
