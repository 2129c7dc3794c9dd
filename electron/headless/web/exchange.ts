import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodeMessage } from '../../../shared/contracts/web-protocol.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { dataHeaders } from './response-headers.ts';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A client that takes nothing for so long is gone. */
export const STALLED_MS = 60_000;

/** Answers with a whole body. A client that does not read it loses its connection, and nobody else's time. */
export function answer(
  { response }: Exchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

export function answerMessage(exchange: Exchange, message: unknown): void {
  const { contentType, body } = encodeMessage(message);
  answer(exchange, 200, dataHeaders(contentType), body);
}

/** Says why not, in a word for whoever looks into it; what the client still sends is not kept. */
export function refuse(exchange: Exchange, status: number, detail: string): void {
  const { request } = exchange;
  request.resume();
  const headers = { ...dataHeaders('text/plain; charset=utf-8'), connection: 'close' };
  answer(exchange, status, headers, Buffer.from(`${detail}\n`));
}

/** The request's body; `tooLarge` when it has more than `limit` bytes, of which no more are kept; `cut` when it ends early. */
export function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Result<Uint8Array, 'tooLarge' | 'cut'>> {
  return new Promise((resolve) => {
    let chunks: Uint8Array[] = [];
    let bytes = 0;
    const keep = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else refuseRest();
    };
    // Its rest flows on to nowhere: a client listens for an answer only once it has said everything.
    const refuseRest = (): void => {
      request.off('data', keep).resume();
      chunks = [];
      resolve(err('tooLarge'));
    };
    request.on('data', keep);
    request.once('end', () => resolve(ok(Buffer.concat(chunks))));
    request.once('close', () => resolve(err('cut')));
    request.on('error', () => resolve(err('cut')));
    if (Number(request.headers['content-length'] ?? 0) > limit) refuseRest();
  });
}
