import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenPart {
  readonly name: string;
  readonly filename: string | null;
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
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    onSeen(String(request.headers['x-case']), await parse(request));
    response.end(request.method === 'HEAD' ? undefined : 'ok');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
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

/** By the platform's own parser, which reads names as the standard has them written. */
async function partsOf(body: Buffer, contentType: string): Promise<readonly SeenPart[]> {
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  const parts = [...form].map(async ([name, value]): Promise<SeenPart> => {
    if (typeof value === 'string') return { name, filename: null, ...factsOf(Buffer.from(value)) };
    return { name, filename: value.name, ...factsOf(Buffer.from(await value.arrayBuffer())) };
  });
  return Promise.all(parts);
}

const factsOf = (bytes: Buffer) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
