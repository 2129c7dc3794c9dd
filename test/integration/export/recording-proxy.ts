import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** As lines of `name: value`, names in lower case, sorted; without those of the connection itself. */
  readonly headers: readonly string[];
}

/** Theirs to choose: they say how a client wants to talk, not what it says. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'accept-encoding']);

/** Stands before a server and writes down how each request looked; stopped after the test. */
export async function recordingProxy(
  target: string,
): Promise<{ readonly url: string; readonly seen: readonly SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', rawHeaders } = request;
    const lines: string[] = [];
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = rawHeaders[at]?.toLowerCase() ?? '';
      if (!OF_THE_CONNECTION.has(name)) lines.push(`${name}: ${rawHeaders[at + 1]}`);
    }
    seen.push({ method, path, headers: lines.toSorted() });
    const onward = send(`${target}${path}`, { method, headers: rawHeaders }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
