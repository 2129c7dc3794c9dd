import { once } from 'node:events';
import { createConnection } from 'node:net';

export interface RawConnection {
  send(bytes: string | Uint8Array): void;
  /** Ends the sending half. */
  end(): void;
  destroy(): void;
  /** Resolves when so much of the answer is there that it contains `text`. */
  untilReceived(text: string): Promise<string>;
  /** Resolves with all that came, and how the connection ended. */
  readonly ended: Promise<{ readonly received: string; readonly how: 'end' | 'reset' }>;
}

/** A client that sends exactly the bytes that it is given: for what a proper HTTP client would not do or tell. */
export async function openRawConnection(port: number): Promise<RawConnection> {
  const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  let received = '';
  let check = () => {};
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    check();
  });
  const ended = new Promise<{ received: string; how: 'end' | 'reset' }>((resolve) => {
    socket.on('end', () => resolve({ received, how: 'end' }));
    socket.on('error', () => resolve({ received, how: 'reset' }));
  });
  return {
    send: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    untilReceived: (text) =>
      new Promise((resolve) => {
        check = () => received.includes(text) && resolve(received);
        check();
      }),
    ended,
  };
}

/** The text of a request with a body, with its right Content-Length. */
export const requestText = (path: string, body: string, ...headers: readonly string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
    '',
    body,
  ].join('\r\n');
