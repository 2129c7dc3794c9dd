import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server in a process of its own for uploads that are almost all zeros: it answers each with what it was, and keeps
 * none of it. Prints its port.
 */
export interface CountedUpload {
  readonly contentLength: number;
  readonly bytes: number;
  /** Where something else than zeros was: from which byte, and how many. */
  readonly runs: readonly (readonly [at: number, length: number])[];
}

const ZEROS = Buffer.alloc(1024 * 1024);

async function countedUpload(request: IncomingMessage): Promise<CountedUpload> {
  const runs: [number, number][] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (!chunk.equals(ZEROS.subarray(0, chunk.length))) {
      for (let at = 0; at < chunk.length; at += 1) {
        if (chunk[at] === 0) continue;
        const last = runs.at(-1);
        if (last !== undefined && last[0] + last[1] === bytes + at) last[1] += 1;
        else runs.push([bytes + at, 1]);
      }
    }
    bytes += chunk.length;
  }
  return { contentLength: Number(request.headers['content-length']), bytes, runs };
}

const server = createServer((request, response) => {
  void countedUpload(request).then((counted) => response.end(JSON.stringify(counted)));
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`),
);
