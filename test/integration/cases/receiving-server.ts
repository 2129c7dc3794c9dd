import type { Socket } from 'node:net';
import { rawServer } from '../worker/support.ts';

/** A request as the bytes of its connection tell it. */
export interface Received {
  readonly head: string;
  /** By its Content-Length. */
  readonly length: number;
  /** As much of it as came. */
  readonly body: Buffer;
}

export interface ReceivingServer {
  readonly url: string;
  /** Those that came at least as far as the end of their head. */
  readonly requests: () => readonly Received[];
  /** Resolves when no connection is open: then nothing more comes of what was sent before. */
  closed(): Promise<void>;
}

/** Said, so that no other request comes on a connection that is just being closed. */
const LAST_OK = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';

/** Takes one request a connection, answers what comes whole, and remembers every byte. */
export async function receivingServer(): Promise<ReceivingServer> {
  const connections: Buffer[][] = [];
  const open = new Set<Socket>();
  let onClosed = () => {};
  const { url } = await rawServer((socket) => {
    const pieces: Buffer[] = [];
    connections.push(pieces);
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) onClosed();
    });
    socket.on('data', (piece) => {
      pieces.push(piece);
      const request = received(pieces);
      if (request !== null && request.body.length >= request.length) socket.end(LAST_OK);
    });
  });
  return {
    url,
    requests: () => connections.flatMap((pieces) => received(pieces) ?? []),
    closed: () =>
      new Promise((resolve) => {
        onClosed = resolve;
        // A connection of this very process is accepted in the next round at the latest.
        setImmediate(() => open.size === 0 && resolve());
      }),
  };
}

function received(pieces: readonly Buffer[]): Received | null {
  const all = Buffer.concat(pieces);
  const end = all.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = all.subarray(0, end).toString('latin1');
  return {
    head,
    length: Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? Number.NaN),
    body: all.subarray(end + 4),
  };
}
