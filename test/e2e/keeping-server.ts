import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

/** A server of a test: keeps what it receives, and while the test holds it reads little of it and answers nothing. */
export async function keepingServer(answer: (request: Received) => Answer) {
  const received: Received[] = [];
  let letGo = (): void => {};
  let free: Promise<void> | null = null;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      let read = 0;
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
        read += (chunk as Buffer).length;
        // The beginning is read, so that something has moved.
        if (read > 4_000_000) await free;
      }
      await free;
      const { url: path = '', headers } = request;
      const one = { path, headers, body: Buffer.concat(chunks) };
      received.push(one);
      const { status, type, body } = answer(one);
      response.writeHead(status, { 'content-type': type }).end(body);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    hold() {
      free = new Promise((resolve) => (letGo = resolve));
    },
    letGo: () => letGo(),
    close() {
      letGo();
      server.closeAllConnections();
      server.close();
    },
  };
}
