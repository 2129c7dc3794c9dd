import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningAttempt, startAttempt } from '../../../electron/worker/attempt.ts';
import { type Agents, createAgents } from '../../../electron/worker/transport/agents.ts';
import {
  DEFAULT_LIMITS,
  type Job,
  type JobBody,
  type JobFile,
  type Route,
  type TransferProgress,
} from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptReport } from '../../../shared/outbox/attempt.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';
import { tempFolder } from '../../support/temp-folder.ts';

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A file on disk and what the outbox wrote down about it. */
export function fileOf(path: string, bytes: string | Uint8Array): JobFile {
  writeFileSync(path, bytes);
  const size = Buffer.byteLength(bytes);
  return { path, size, sha256: sha256(bytes), unchangedSince: null };
}

export const jsonBody = (text: string): JobBody => ({
  kind: 'inline',
  text,
  contentType: 'application/json',
  sha256: sha256(text),
});

/** Straight to the server. */
export const DIRECT: Route = { proxy: null, ca: null };

/** By a proxy, without a sign-in. */
export const byProxy = (url: string): Route => ({
  proxy: { url: new URL(url).origin, credentials: null, refused: false },
  ca: null,
});

export function jobFor(url: string, change: Partial<Job> = {}): Job {
  const spill = join(tempFolder(), 'spill');
  return {
    attemptId: 'item/1',
    method: 'POST',
    url,
    reach: 'anywhere',
    route: DIRECT,
    headers: [['X-Outbox-Attempt', '1']],
    secretHeaders: [],
    body: { kind: 'none' },
    contract: DEFAULT_CONTRACT,
    limits: DEFAULT_LIMITS,
    spill: { path: spill, name: 'spill' },
    ...change,
  };
}

export const limits = (change: Partial<typeof DEFAULT_LIMITS>) => ({
  ...DEFAULT_LIMITS,
  ...change,
});

/** Agents of their own for each test. */
export function agentsForTest(): Agents {
  const agents = createAgents(() => {});
  onTestFinished(() => agents.destroy());
  return agents;
}

export function start(
  job: Job,
  agents: Agents = agentsForTest(),
  onProgress: (progress: TransferProgress) => void = () => {},
): RunningAttempt {
  return startAttempt(
    job,
    { agents, now: () => Date.now(), monotonic: () => performance.now() },
    onProgress,
  );
}

export const attempt = (job: Job, agents?: Agents): Promise<AttemptReport> =>
  start(job, agents).report;

interface Listening<S> {
  readonly server: S;
  readonly port: number;
  readonly url: string;
}

export async function listen<S extends net.Server>(server: S): Promise<Listening<S>> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port, url: `http://127.0.0.1:${address.port}/` };
}

export const httpServer = (listener: http.RequestListener) =>
  listen(http.createServer({ requestTimeout: 0 }, listener));

/** A server that speaks no HTTP of its own: the test sees and says every byte. */
export const rawServer = (listener: (socket: net.Socket) => void) =>
  listen(net.createServer(listener));

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Calls back once `count` bytes have come in on the socket. */
export function afterBytes(socket: net.Socket, count: number, then: () => void): void {
  let seen = 0;
  const onData = (chunk: Buffer) => {
    seen += chunk.length;
    if (seen < count) return;
    socket.off('data', onData);
    then();
  };
  socket.on('data', onData);
}

export interface RawRequest {
  readonly head: string;
  readonly body: Buffer;
}

/** Calls back once a raw request is there, whole. */
export function onRequest(socket: net.Socket, then: (request: RawRequest) => void): void {
  const chunks: Buffer[] = [];
  let seen = 0;
  let expected = Number.POSITIVE_INFINITY;
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    seen += chunk.length;
    if (expected === Number.POSITIVE_INFINITY) expected = lengthOf(Buffer.concat(chunks));
    if (seen < expected) return;
    socket.off('data', onData);
    const all = Buffer.concat(chunks);
    const end = all.indexOf(HEAD_END);
    then({ head: all.subarray(0, end).toString('latin1'), body: all.subarray(end + 4) });
  };
  socket.on('data', onData);
}

const HEAD_END = '\r\n\r\n';

/** Of the whole request; infinite until its head is there. */
function lengthOf(beginning: Buffer): number {
  const end = beginning.indexOf(HEAD_END);
  if (end < 0) return Number.POSITIVE_INFINITY;
  const head = beginning.subarray(0, end).toString('latin1');
  return end + 4 + Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
}

export const wholeRequest = (socket: net.Socket): Promise<RawRequest> =>
  new Promise((resolve) => onRequest(socket, resolve));

export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
