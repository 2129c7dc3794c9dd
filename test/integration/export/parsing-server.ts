import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { onTestFinished } from 'vitest';

export interface SeenPart {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly bytes: number;
  readonly sha256: string;
}

/** A request as a server that parses it has it. */
export interface ParsedRequest {
  readonly method: string;
  readonly path: string;
  /** As lines of `name: value`, names in lower case, sorted. */
  readonly headers: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
  /** Null where it is no form of parts. */
  readonly parts: readonly SeenPart[] | null;
}

/** Says yes to everything; calls back with each request, and the value of its header `X-Case`. */
export async function parsingServer(
  onSeen: (key: string, request: ParsedRequest) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    parse(request).then(
      (seen) => {
        onSeen(String(request.headers['x-case']), seen);
        response.end(request.method === 'HEAD' ? undefined : 'ok');
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function parse(request: IncomingMessage): Promise<ParsedRequest> {
  const { method = '', url: path = '', rawHeaders } = request;
  const headers: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.push(`${rawHeaders[at]?.toLowerCase()}: ${rawHeaders[at + 1]}`);
  const body = Buffer.concat(await request.toArray());
  const contentType = request.headers['content-type'] ?? '';
  return {
    method,
    path,
    headers: headers.toSorted(),
    ...factsOf(body),
    parts: contentType.startsWith('multipart/form-data; boundary=')
      ? await partsOf(body, contentType)
      : null,
  };
}

function partsOf(body: Buffer, contentType: string): Promise<readonly SeenPart[]> {
  const parts: (SeenPart | null)[] = [];
  const parser = new Busboy({
    headers: { 'content-type': contentType },
    preservePath: true,
    limits: { fieldNameSize: 1_000_000, fieldSize: 10_000_000 },
  });
  parser.on('field', (name, value) => {
    parts.push({ name, filename: null, contentType: null, ...factsOf(Buffer.from(value)) });
  });
  parser.on('file', (name, stream, filename, _, type) => {
    const at = parts.push(null) - 1;
    void stream.toArray().then((chunks: Buffer[]) => {
      parts[at] = { name, filename, contentType: type, ...factsOf(Buffer.concat(chunks)) };
    });
  });
  return new Promise((resolve, reject) => {
    parser.on('error', reject);
    parser.on('finish', () => setImmediate(() => resolve(parts.filter((part) => part !== null))));
    Readable.from([body]).pipe(parser);
  });
}

const factsOf = (bytes: Buffer) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
