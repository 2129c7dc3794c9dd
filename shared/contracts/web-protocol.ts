import type { Change } from '../outbox/change.ts';
import { type BytesFound, type BytesPath, putBytes, takeBytes } from './bytes-beside.ts';

/**
 * What passes between the page in a browser and its host, over HTTP on 127.0.0.1:
 *
 *     POST /api/session       {"code"}, from the address' fragment, for a token: once, within a minute
 *     POST /api/call/NAME     a call of the contract; its input and its answer as `encodeMessage` writes them
 *     GET  /api/events?cursor=N   what happens, a `StreamLine` a line, without an end
 *
 * Everything but the first asks for the token as `Authorization: Bearer`. Nothing of it is in a query or a cookie.
 */
export const WEB_PATHS = {
  session: '/api/session',
  call: '/api/call/',
  events: '/api/events',
} as const;

/** The largest call from a page. */
export const WEB_CALL_BYTES = 32 * 1024 * 1024;

export interface SessionAnswer {
  readonly token: string;
  /** The newest change there is: what comes after it is news to this page. */
  readonly cursor: number;
}

/** How far an item's request body has got. */
export interface ItemProgress {
  readonly itemId: string;
  readonly bytesUp: number;
  readonly totalUp: number;
}

export type StreamLine =
  /** `cursor` is where to go on from once these have been taken in. */
  | { readonly kind: 'changes'; readonly changes: readonly Change[]; readonly cursor: number }
  /** More happened than is told one by one. */
  | { readonly kind: 'resync'; readonly cursor: number }
  | { readonly kind: 'progress'; readonly items: readonly ItemProgress[] }
  /** Nothing happened, and the host is there. */
  | { readonly kind: 'beat' };

/** The longest silence of a host that is there. */
export const BEAT_MS = 5_000;

/** A message in which bytes follow the JSON as they are. */
const WITH_BYTES = 'application/vnd.outtray.message';

const PLAIN = 'application/json';

const LINE_END = 10;

export interface EncodedMessage {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** JSON; where there are bytes in it, a line of JSON that says which, and then those bytes. */
export function encodeMessage(message: unknown): EncodedMessage {
  const { value, bytes } = takeBytes(message);
  const encoder = new TextEncoder();
  if (bytes.length === 0) {
    return { contentType: PLAIN, body: encoder.encode(JSON.stringify(value)) };
  }
  const places = bytes.map(([path, one]) => [path, one.length]);
  const head = encoder.encode(`${JSON.stringify({ value, bytes: places })}\n`);
  const body = new Uint8Array(bytes.reduce((sum, [, one]) => sum + one.length, head.length));
  body.set(head);
  let at = head.length;
  for (const [, one] of bytes) {
    body.set(one, at);
    at += one.length;
  }
  return { contentType: WITH_BYTES, body };
}

/** The message again. Throws a SyntaxError for what `encodeMessage` never wrote. */
export function decodeMessage(contentType: string, body: Uint8Array): unknown {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (contentType !== WITH_BYTES) return JSON.parse(text(body));
  const end = body.indexOf(LINE_END);
  if (end < 0) throw new SyntaxError('no line of JSON before the bytes');
  const { value, bytes } = headOf(JSON.parse(text(body.subarray(0, end))));
  let at = end + 1;
  const found = bytes.map(([path, length]) => {
    const one = body.subarray(at, at + length);
    at += length;
    return [path, one] as const;
  });
  if (at !== body.length) throw new SyntaxError('more or fewer bytes than were announced');
  return putBytes(value, found satisfies BytesFound);
}

function headOf(head: unknown): {
  readonly value: unknown;
  readonly bytes: readonly (readonly [BytesPath, number])[];
} {
  if (typeof head !== 'object' || head === null || !('value' in head) || !('bytes' in head)) {
    throw new SyntaxError('not the head of a message');
  }
  const { value, bytes } = head;
  if (!Array.isArray(bytes) || !bytes.every(isPlace)) throw new SyntaxError('not places of bytes');
  return { value, bytes };
}

const isPlace = (place: unknown): place is readonly [BytesPath, number] =>
  Array.isArray(place) &&
  place.length === 2 &&
  Array.isArray(place[0]) &&
  place[0].every((step) => typeof step === 'string' || typeof step === 'number') &&
  Number.isSafeInteger(place[1]) &&
  place[1] >= 0;
