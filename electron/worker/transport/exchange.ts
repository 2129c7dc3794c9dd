import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import got, { TimeoutError } from 'got';
import type { Job, TransferLimits } from '../../../shared/contracts/worker-protocol.ts';
import type { ResponseBody, ResponseHead, SendProgress } from '../../../shared/outbox/attempt.ts';
import { BodyError } from '../body/body-error.ts';
import type { RequestBody } from '../body/request-body.ts';
import { asFailure, type Failure } from '../classify/classify-failure.ts';
import { pairsOf, type SentHeaders } from '../headers.ts';
import type { Agents } from './agents.ts';
import { lookUpPublic } from './public-addresses.ts';
import { type BodyEnd, type BodyKeeper, keepBody } from './response-body.ts';
import { trackSending } from './send-progress.ts';
import type { GotPhases } from './timings.ts';
import { startWatchdog } from './watchdog.ts';

export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly reach: Job['reach'];
  readonly route: Job['route'];
  readonly headers: SentHeaders;
  readonly body: RequestBody | null;
  readonly limits: TransferLimits;
  readonly spill: Job['spill'];
  /** Never kept, should the answer repeat them. */
  readonly secrets: readonly string[];
  /** The answer can be judged only as a whole. */
  readonly needsWhole: boolean;
  /** A status that says yes: the body is sent to its end even if the answer comes before. */
  accepts(status: number): boolean;
}

/** What happened on the wire. What it means is for `classify` to say. */
export interface ExchangeResult {
  readonly request: ClientRequest | null;
  readonly progress: SendProgress;
  readonly bytesUp: number;
  readonly head: ResponseHead | null;
  readonly body: ResponseBody | null;
  readonly bodyStart: Uint8Array;
  /** Where it is needed; null where some of it is missing. */
  readonly wholeBody: Uint8Array | null;
  readonly failure: Failure | BodyError | null;
  readonly phases: GotPhases | undefined;
}

export interface Exchange {
  /** Resolves exactly once, never rejects, and only when sockets and files are given back. */
  readonly result: Promise<ExchangeResult>;
  abort(): void;
}

/** For a proxy's own name Node does not ask it. */
const PUBLIC_ONLY = lookUpPublic();

/** Interim answers (RFC 9110 §15.2) that one request may get: hints and signs of life, and no stream without an end. */
const MAX_INTERIMS = 100;

/** Request Timeout and Misdirected Request: the same may succeed over another connection (RFC 9110 §15.5.9, §15.5.20). */
const asksForNewConnection = (status: number): boolean => status === 408 || status === 421;

/**
 * A body in chunks of next to nothing, or with much said about each, costs a hundred times the time of another one. Beyond
 * the first MiB nobody means that: no more of it is taken where it is mostly framing.
 */
const FRAMING_BYTES = 1024 * 1024;

const isMostlyFraming = (onTheWire: number, body: number): boolean =>
  onTheWire > FRAMING_BYTES && onTheWire > 3 * body;

type Sending = 'open' | 'done' | 'stopped';

/** One request and its answer through got, with nothing repeated and nothing followed. */
export function startExchange(
  outgoing: OutgoingRequest,
  agents: Agents,
  onProgress: (bytesUp: number, bytesDown: number) => void,
): Exchange {
  const { body, limits, url } = outgoing;
  const keeper: BodyKeeper = keepBody(limits, outgoing.spill, outgoing);
  const { promise, resolve } = Promise.withResolvers<ExchangeResult>();
  let request: ClientRequest | null = null;
  let socket: Socket | null = null;
  let progress = (): SendProgress => 'none';
  let source: Readable | null = null;
  let sending: Sending = 'open';
  let head: ResponseHead | null = null;
  let answer: BodyEnd | null = null;
  let failure: Failure | BodyError | null = null;
  let settled = false;
  let readBefore = 0;

  const watchdog = startWatchdog(limits, body?.length ?? 0, (code) =>
    fail({ code, message: `gave up waiting: ${code}` }),
  );
  watchdog.enter('connecting');
  const stream = got.stream(url, {
    method: outgoing.method,
    headers: { ...outgoing.headers },
    agent: agents.of(url, outgoing.reach, outgoing.route),
    ...(outgoing.reach === 'public' ? { dnsLookup: PUBLIC_ONLY } : {}),
    timeout: { lookup: limits.dnsMs, connect: limits.connectMs, secureConnect: limits.tlsMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });

  stream.on('error', (error) => fail(failureOf(error)));
  stream.once('request', (made: ClientRequest) => follow(made));
  stream.on('uploadProgress', () => report());
  stream.on('data', (chunk: Uint8Array) => {
    if (settled) return;
    const onTheWire = (socket?.bytesRead ?? 0) - readBefore;
    const wanted = keeper.add(chunk) && !isMostlyFraming(onTheWire, keeper.bytes);
    report();
    if (!wanted) answered('cap');
  });
  stream.once('end', () => answered('ended'));
  stream.once('close', () => fail({ code: 'ECONNRESET', message: 'the connection was closed' }));
  send();

  function isAllTaken(): boolean {
    return body !== null && stream.uploadProgress.transferred >= body.length;
  }

  function send(): void {
    if (body === null) {
      // got ends GET and HEAD by itself.
      if (outgoing.method !== 'GET' && outgoing.method !== 'HEAD') stream.end();
      return;
    }
    source = body.open();
    source.on('error', (error) => fail(failureOf(error)));
    source.pipe(stream);
  }

  function follow(made: ClientRequest): void {
    request = made;
    // got listens for the first error only, and a broken connection can report a second one.
    made.on('error', () => {});
    progress = trackSending(made, {
      isAllTaken,
      connected(open) {
        socket = open;
        readBefore = open.bytesRead;
        if (head === null) watchdog.enter('sending', open);
      },
      complete() {
        if (sending === 'open') sending = 'done';
        if (head === null) watchdog.enter('firstByte');
        else receiveOrFinish();
      },
    });
    let interims = 0;
    made.on('information', () => {
      interims += 1;
      if (interims <= MAX_INTERIMS) return;
      fail({ code: 'ERR_HTTP_INTERIMS', message: 'interim answers without an end' });
    });
    made.once('response', (response: IncomingMessage) => {
      received(response);
      if (!asksForNewConnection(response.statusCode ?? 0)) return;
      made.shouldKeepAlive = false;
      agents.renew();
    });
    // An answer of 101 that nobody asked for: got would leave the connection open for ever.
    made.once('upgrade', (response) => {
      received(response);
      fail({ code: 'ERR_HTTP_UPGRADE', message: 'the server changed to another protocol' });
    });
    made.once('close', () => {
      if (sending === 'open') sending = isAllTaken() ? 'done' : 'stopped';
      finishIfOver();
    });
  }

  function received(response: IncomingMessage): void {
    head = {
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      httpVersion: response.httpVersion,
      headers: pairsOf(response.rawHeaders),
    };
    const isEarly = sending === 'open' && body !== null && !isAllTaken();
    if (isEarly && !outgoing.accepts(head.status)) stopSending();
    receiveOrFinish();
  }

  /** A refusal came before the body was out: the rest would be read by nobody. */
  function stopSending(): void {
    sending = 'stopped';
    source?.unpipe(stream);
    void body?.close();
  }

  function receiveOrFinish(): void {
    if (answer === null)
      watchdog.enter(sending === 'open' ? 'sending' : 'receiving', socket ?? undefined);
    finishIfOver();
  }

  function answered(end: BodyEnd): void {
    answer ??= end;
    if (answer === 'cap') finish();
    else finishIfOver();
  }

  function fail(reason: Failure | BodyError): void {
    if (settled) return;
    failure = reason;
    if (head !== null) answer ??= 'cut';
    finish();
  }

  function finishIfOver(): void {
    if (answer !== null && sending !== 'open') finish();
  }

  function report(): void {
    const { transferred } = stream.uploadProgress;
    if (!settled && transferred + keeper.bytes > 0) onProgress(transferred, keeper.bytes);
  }

  function finish(): void {
    if (settled) return;
    settled = true;
    watchdog.stop();
    const kept = keeper.finish(answer ?? 'cut');
    const result = {
      request,
      progress: progress(),
      bytesUp: stream.uploadProgress.transferred,
      head,
      bodyStart: keeper.start(),
      wholeBody: keeper.whole(),
      failure,
      phases: stream.timings?.phases,
    };
    // Only a connection that has nothing left to say can serve another attempt.
    if (!(answer === 'ended' && result.progress === 'complete' && failure === null))
      stream.destroy();
    void (body?.close() ?? Promise.resolve()).then(() =>
      resolve({ ...result, body: head === null ? null : kept }),
    );
  }

  return {
    result: promise,
    abort: () => fail({ code: 'ERR_ABORTED', message: 'aborted' }),
  };
}

const TIMEOUT_OF: Readonly<Record<string, string>> = {
  lookup: 'TIMEOUT_DNS',
  connect: 'TIMEOUT_CONNECT',
  secureConnect: 'TIMEOUT_TLS',
};

/** What a proxy answered that opened no tunnel: `PROXY_` and its status. */
function tunnelFailure(error: Error): Failure | null {
  const { cause } = error;
  if (!(cause instanceof Error) || !('statusCode' in cause)) return null;
  if (!('code' in cause) || cause.code !== 'ERR_PROXY_TUNNEL') return null;
  return { code: `PROXY_${String(cause.statusCode)}`, message: cause.message };
}

function failureOf(error: Error): Failure | BodyError {
  if (error instanceof BodyError) return error;
  if (error.cause instanceof BodyError) return error.cause;
  const failure = tunnelFailure(error) ?? asFailure(error);
  return error instanceof TimeoutError
    ? { ...failure, code: TIMEOUT_OF[error.event] ?? failure.code }
    : failure;
}
