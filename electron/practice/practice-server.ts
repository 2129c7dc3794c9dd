import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import type { LedgerEntry, TokenNonsense } from '../../shared/contracts/practice-protocol.ts';
import { type Answer, json, problem } from './answer.ts';
import { createInbox } from './inbox.ts';
import { createLedger, type LedgerRecord, type PracticeLedgerReader } from './ledger.ts';
import { openLedgerFile } from './ledger-file.ts';
import { ledgerOfKey, ledgerPage } from './ledger-route.ts';
import { sendAnswer } from './send-answer.ts';
import { createSignIn } from './sign-in.ts';
import {
  isSignInPath,
  nonsenseAnswer,
  type SignInPath,
  signInAnswer,
  whoAnswer,
} from './sign-in-routes.ts';

export interface PracticeOptions {
  /** Every record is appended to this file before it counts; a server that finds it goes on from there. */
  readonly ledgerFile?: string;
  /** Milliseconds since 1970 UTC. */
  readonly now?: () => number;
  readonly newId?: () => string;
  /** Of an access token, in seconds; default an hour. */
  readonly tokenLifeS?: number;
  /** Default true: each refresh token is good for one refresh. */
  readonly rotation?: boolean;
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
  readonly ledger: PracticeLedgerReader;
  /** Ends all access tokens at once, so that the next requests are all met with 401; answers how many. */
  expireTokens(): number;
  /** The next `times` refreshes (default: all, until told otherwise) are met with it. */
  misbehaveAtRefresh(nonsense: TokenNonsense | null, times?: number): void;
  /** Calls `listener` after each thing that happened; answers how to end that. */
  onEvent(listener: (event: PracticeEvent) => void): () => void;
}

const HOST = '127.0.0.1';
const AN_HOUR_S = 3_600;

/**
 * A small API that misbehaves on request, and keeps a ledger of what it got (README.md). On loopback only, and
 * without
 * any authentication but that of `?auth`.
 */
export function createPracticeServer(options: PracticeOptions = {}): PracticeServer {
  const { now = Date.now, newId = randomUUID, ledgerFile } = options;
  const { tokenLifeS = AN_HOUR_S, rotation = true } = options;
  const newToken = (): string => randomBytes(24).toString('base64url');
  const signIn = createSignIn({ now, newToken, tokenLifeS, rotation });
  let atRefresh: { readonly nonsense: TokenNonsense; readonly times: number } | null = null;
  const file = ledgerFile === undefined ? null : openLedgerFile(ledgerFile);
  const deliveries = createLedger(file?.earlier);
  const ledger: PracticeLedgerReader = {
    snapshot: (filter) => ({ ...deliveries.snapshot(filter), signIns: signIn.counts() }),
  };
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
    const entry = deliveries.record(happened);
    emit({ type: happened.event, entry });
    return entry;
  };

  for (const { request } of deliveries.open()) {
    record({ event: 'ended', request, at: now(), status: null });
  }

  function userOf(headers: IncomingMessage['headers']): string | null {
    const token = bearerToken(headers);
    return token === null ? null : signIn.userOf(token);
  }

  const takeIn = createInbox({
    now,
    newId,
    nextRequest: () => deliveries.requests + 1,
    record,
    effectOf: (key) => deliveries.effectOf(key),
    userOf,
    stopped: stopping.signal,
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = URL.parse(req.url ?? '', `http://${HOST}`);
    if (url !== null && /^\/inbox\/./.test(url.pathname)) return takeIn(req, res, url);
    if (url !== null && isSignInPath(url.pathname)) return giveTokens(req, res, url.pathname);
    const answer = url === null ? problem(400, 'This is no URL.') : answerOf(req, url);
    await sendAnswer(res, answer, { slow: null, big: null });
  }

  async function giveTokens(
    req: IncomingMessage,
    res: ServerResponse,
    path: SignInPath,
  ): Promise<void> {
    const body = await text(req).catch(() => null);
    if (body === null) return;
    const nonsense = path === '/login' ? null : takeNonsense();
    const answer =
      req.method !== 'POST'
        ? problem(405, 'This takes POST.', { headers: { Allow: 'POST' } })
        : nonsense === null
          ? signInAnswer(signIn, path, body)
          : nonsenseAnswer(nonsense);
    await sendAnswer(res, answer, { slow: nonsense === 'slow' ? 1 : null, big: null });
  }

  function takeNonsense(): TokenNonsense | null {
    const present = atRefresh;
    if (present === null) return null;
    atRefresh = present.times > 1 ? { ...present, times: present.times - 1 } : null;
    return present.nonsense;
  }

  function answerOf({ method = '', headers }: IncomingMessage, url: URL): Answer {
    const key = /^\/ledger\/(.+)$/.exec(url.pathname)?.[1];
    if (key === undefined && !['/ledger', '/health', '/me'].includes(url.pathname)) {
      return problem(
        404,
        'There are /inbox/<anything>, /login, /token, /refresh, /me, /ledger and /health.',
      );
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return problem(405, 'This can only be read.', { headers: { Allow: 'GET, HEAD' } });
    }
    if (url.pathname === '/me') return whoAnswer(userOf(headers));
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
    expireTokens: () => signIn.expireAll(),
    misbehaveAtRefresh(nonsense, times = Number.POSITIVE_INFINITY) {
      atRefresh = nonsense === null ? null : { nonsense, times };
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** RFC 6750 section 2.1. It is compared and never kept. */
const bearerToken = ({ authorization }: IncomingHttpHeaders): string | null =>
  /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1] ?? null;
