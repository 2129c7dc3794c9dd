import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Direction = 'up' | 'down';

/** What is wrong with the line: one thing at a time, for open connections as for new ones. */
type LineFault =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'cut';
      readonly after: Readonly<Record<Direction, number | null>>;
      readonly reset: boolean;
    }
  | { readonly kind: 'blackHole' }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'halfClose' }
  | { readonly kind: 'dropAnswers' };

export interface ProxyEvent {
  readonly type: 'connected' | 'cut' | 'closed';
  /** The how manieth connection, from 1. */
  readonly connection: number;
  /** Bytes passed on, from the client and to it. */
  readonly up: number;
  readonly down: number;
}

export interface FaultProxy {
  readonly url: string;
  readonly port: number;
  /** Connections that were ever accepted, that are open, that the proxy itself has cut. */
  readonly counts: { readonly connected: number; readonly open: number; readonly cut: number };
  /** New connections are refused and open ones are reset. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
  /**
   * Passes on exactly so many bytes, counted from now, and ends the connection: with RST, or with FIN. The
   * target always sees a reset. `down: 0` cuts when the answer begins.
   */
  cutAfter(limit: { readonly up?: number; readonly down?: number; readonly reset: boolean }): void;
  /** Takes everything, passes nothing on, says nothing. */
  blackHole(): void;
  /** Holds each piece back so long; pieces keep their order and are not held at the same time. */
  latency(ms: number): void;
  /** Passes the first piece of an answer on and ends the sending half towards the client; goes on taking. */
  halfClose(): void;
  /** Requests arrive, answers vanish, the connection stays. */
  dropAnswers(): void;
  heal(): void;
  onEvent(listener: (event: ProxyEvent) => void): () => void;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

interface Line {
  readonly id: number;
  readonly client: Socket;
  readonly target: Socket;
  readonly passed: Record<Direction, number>;
  readonly sinceFault: Record<Direction, number>;
  /** Nothing is passed on to the client any more. */
  silent: boolean;
}

/** A TCP proxy on loopback between a client and `target`, whose line can be spoilt. */
export async function startFaultProxy(target: { readonly port: number }): Promise<FaultProxy> {
  const lines = new Set<Line>();
  const listeners = new Set<(event: ProxyEvent) => void>();
  const counts = { connected: 0, open: 0, cut: 0 };
  let fault: LineFault = { kind: 'none' };
  let server: Server | null = null;
  let port = 0;

  const emit = (type: ProxyEvent['type'], { id, passed }: Line) => {
    for (const listener of listeners) listener({ type, connection: id, ...passed });
  };

  const spoil = (next: LineFault) => {
    fault = next;
    for (const line of lines) Object.assign(line.sinceFault, { up: 0, down: 0 });
  };

  const reset = (line: Line) => {
    line.client.resetAndDestroy();
    line.target.resetAndDestroy();
  };

  function cut(line: Line, withReset: boolean) {
    counts.cut += 1;
    line.silent = true;
    emit('cut', line);
    if (withReset) return reset(line);
    line.client.end();
    line.target.resetAndDestroy();
  }

  async function passOn(line: Line, direction: Direction, piece: Buffer) {
    const to = direction === 'up' ? line.target : line.client;
    if (!to.writable || piece.length === 0) return;
    line.passed[direction] += piece.length;
    line.sinceFault[direction] += piece.length;
    if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }

  async function pump(line: Line, direction: Direction) {
    const [from, to] = direction === 'up' ? [line.client, line.target] : [line.target, line.client];
    const pieces: AsyncIterable<Buffer> = from.iterator({ destroyOnReturn: false });
    for await (const piece of pieces) {
      if (fault.kind === 'latency') await sleep(fault.ms);
      if (fault.kind === 'blackHole' || (line.silent && direction === 'down')) continue;
      if (fault.kind === 'dropAnswers' && direction === 'down') continue;
      if (fault.kind === 'cut') {
        const limit = fault.after[direction];
        const left = limit === null ? Number.POSITIVE_INFINITY : limit - line.sinceFault[direction];
        const withReset = fault.reset;
        await passOn(line, direction, piece.subarray(0, Math.max(left, 0)));
        if (piece.length >= left && !line.silent) cut(line, withReset);
        continue;
      }
      await passOn(line, direction, piece);
      if (fault.kind === 'halfClose' && direction === 'down') {
        line.silent = true;
        line.client.end();
      }
    }
    to.end();
  }

  function connect(client: Socket) {
    const toTarget = createConnection({ port: target.port, host: HOST, allowHalfOpen: true });
    counts.connected += 1;
    counts.open += 1;
    const line: Line = {
      id: counts.connected,
      client,
      target: toTarget,
      passed: { up: 0, down: 0 },
      sinceFault: { up: 0, down: 0 },
      silent: false,
    };
    lines.add(line);
    emit('connected', line);
    // A side that fails takes the other one with it, as it would without a proxy.
    for (const socket of [client, toTarget]) socket.on('error', () => !line.silent && reset(line));
    for (const direction of ['up', 'down'] as const) {
      pump(line, direction).catch(() => !line.silent && reset(line));
    }
    client.once('close', () => {
      lines.delete(line);
      counts.open -= 1;
      toTarget.destroy();
      emit('closed', line);
    });
  }

  async function listen() {
    const next = createServer({ allowHalfOpen: true }, connect).listen(port, HOST);
    await once(next, 'listening');
    server = next;
    const address = next.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    port = address.port;
  }

  async function refuse() {
    if (server === null) return;
    const closing = server;
    server = null;
    closing.close();
    for (const line of lines) reset(line);
    await once(closing, 'close');
  }

  await listen();
  return {
    url: `http://${HOST}:${port}`,
    port,
    counts,
    refuse,
    accept: async () => (server === null ? listen() : undefined),
    cutAfter: ({ up = null, down = null, reset: withReset }) =>
      spoil({ kind: 'cut', after: { up, down }, reset: withReset }),
    blackHole: () => spoil({ kind: 'blackHole' }),
    latency: (ms) => spoil({ kind: 'latency', ms }),
    halfClose: () => spoil({ kind: 'halfClose' }),
    dropAnswers: () => spoil({ kind: 'dropAnswers' }),
    heal: () => spoil({ kind: 'none' }),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: refuse,
  };
}
