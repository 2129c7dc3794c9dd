import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { LedgerEntry } from '../../shared/contracts/practice-protocol.ts';
import { type Answer, json, problem } from './answer.ts';
import { createInbox } from './inbox.ts';
import { createLedger, type LedgerReader, type LedgerRecord } from './ledger.ts';
import { openLedgerFile } from './ledger-file.ts';
import { ledgerOfKey, ledgerPage } from './ledger-route.ts';
import { sendAnswer } from './send-answer.ts';

export interface PracticeOptions {
  /** Every record is appended to this file before it counts; a server that finds it goes on from there. */
  readonly ledgerFile?: string;
  /** Milliseconds since 1970 UTC. */
  readonly now?: () => number;
  readonly newId?: () => string;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
}

export type PracticeEvent =
  | { readonly type: LedgerRecord['event']; readonly entry: LedgerEntry }
  | { readonly type: 'online'; readonly url: string }
  | { readonly type: 'offline' };

export interface PracticeServer {
  /** Port 0 lets the system choose. Rejects with the error of `listen`, e.g. EADDRINUSE. */
  start(options?: { readonly port?: number; readonly host?: '127.0.0.1' }): Promise<Listening>;
  /** Stops listening and cuts every connection: from here on connections are refused. */
  goOffline(): Promise<void>;
  /** Listens on the same port again. */
  goOnline(): Promise<Listening>;
  /** For good. What is being worked on is not applied. May be called twice. */
  stop(): Promise<void>;
  readonly ledger: LedgerReader;
  /** Calls `listener` after each thing that happened; answers how to end that. */
  onEvent(listener: (event: PracticeEvent) => void): () => void;
}

const HOST = '127.0.0.1';

/**
 * A small API that misbehaves on request, and keeps a ledger of what it got (README.md). On loopback only, and
 * without any authentication.
 */
export function createPracticeServer(options: PracticeOptions = {}): PracticeServer {
  const { now = Date.now, newId = randomUUID, ledgerFile } = options;
  const file = ledgerFile === undefined ? null : openLedgerFile(ledgerFile);
  const ledger = createLedger(file?.earlier);
  const listeners = new Set<(event: PracticeEvent) => void>();
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let server: Server | null = null;
  let address: Listening | null = null;

  const emit = (event: PracticeEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const record = (happened: LedgerRecord): LedgerEntry => {
    file?.append(happened);
    const entry = ledger.record(happened);
    emit({ type: happened.event, entry });
    return entry;
  };

  for (const { request } of ledger.open()) {
    record({ event: 'ended', request, at: now(), status: null });
  }

  const takeIn = createInbox({
    now,
    newId,
    nextRequest: () => ledger.requests + 1,
    record,
    effectOf: (key) => ledger.effectOf(key),
    stopped: stopping.signal,
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = URL.parse(req.url ?? '', `http://${HOST}`);
    if (url !== null && /^\/inbox\/./.test(url.pathname)) return takeIn(req, res, url);
    const answer = url === null ? problem(400, 'This is no URL.') : answerOf(req.method ?? '', url);
    await sendAnswer(res, answer, { slow: null, big: null });
  }

  function answerOf(method: string, url: URL): Answer {
    const key = /^\/ledger\/(.+)$/.exec(url.pathname)?.[1];
    if (key === undefined && url.pathname !== '/ledger' && url.pathname !== '/health') {
      return problem(404, 'There are /inbox/<anything>, /ledger, /ledger/<key> and /health.');
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return problem(405, 'This can only be read.', { headers: { Allow: 'GET, HEAD' } });
    }
    if (url.pathname === '/health') return json(200, { status: 'ok' });
    return key === undefined ? ledgerPage(ledger, url.searchParams) : ledgerOfKey(ledger, key);
  }

  async function listen(port: number): Promise<Listening> {
    // A rejection ends the process: an exception in here is a bug and must not pass for a fault that was asked for.
    const next = createServer((req, res) => {
      const work = handle(req, res).finally(() => running.delete(work));
      running.add(work);
    });
    next.listen(port, HOST);
    await once(next, 'listening');
    server = next;
    const bound = next.address();
    if (bound === null || typeof bound === 'string') throw new Error('not a TCP server');
    address = { url: `http://${HOST}:${bound.port}`, port: bound.port };
    emit({ type: 'online', url: address.url });
    return address;
  }

  async function goOffline(): Promise<void> {
    if (server === null) return;
    const closing = server;
    server = null;
    closing.close();
    closing.closeAllConnections();
    await once(closing, 'close');
    emit({ type: 'offline' });
  }

  async function shutDown(): Promise<void> {
    stopping.abort();
    await goOffline();
    await Promise.all(running);
    file?.close();
  }

  let down: Promise<void> | null = null;
  return {
    ledger,
    async start({ port = 0 } = {}) {
      if (address !== null) throw new Error('the practice server was started before');
      return listen(port);
    },
    goOffline,
    async goOnline() {
      if (address === null) throw new Error('the practice server was never started');
      return server === null ? listen(address.port) : address;
    },
    stop: () => (down ??= shutDown()),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
