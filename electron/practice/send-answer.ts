import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';

export interface Pace {
  /** Bytes per second of the body; null: as fast as it goes. */
  readonly slow: number | null;
  /** Length of the body in bytes; null: as long as it is. */
  readonly big: number | null;
}

const PIECE = 64 * 1024;
const DRIPS_PER_SECOND = 10;

/**
 * Resolves when the last byte was handed to the socket, or when the client is gone. A body is made longer
 * with spaces at its end: JSON and HTML stay what they are, and nothing large is held in memory.
 */
export async function sendAnswer(res: ServerResponse, answer: Answer, pace: Pace): Promise<void> {
  const text = Buffer.from(answer.body);
  const length = Math.max(text.length, pace.big ?? 0);
  const hasBody = res.req.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;
  res.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { 'Content-Length': length }),
  });
  if (!hasBody || length === 0) {
    res.end();
    return;
  }

  const drip = pace.slow === null ? PIECE : Math.ceil(pace.slow / DRIPS_PER_SECOND);
  const size = Math.min(drip, PIECE);
  for (let sent = 0; sent < length; sent += size) {
    const piece = pieceOf(text, sent, Math.min(sent + size, length));
    if (res.destroyed) return;
    if (sent + size >= length) {
      res.end(piece);
      return;
    }
    if (!res.write(piece)) await drained(res);
    if (pace.slow !== null) await sleep((size / pace.slow) * 1000);
  }
}

function pieceOf(text: Buffer, from: number, to: number): Buffer {
  const piece = Buffer.alloc(to - from, ' ');
  text.subarray(from, to).copy(piece);
  return piece;
}

function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
}
