import type {
  HarContent,
  HarEntry,
  HarPair,
  HarPostData,
  HarResponse,
  HarTimings,
} from '../../../shared/contracts/har.ts';
import type { Attempt, Timings } from '../../../shared/outbox/attempt.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Header } from '../../../shared/outbox/request.ts';

/** What is told of an attempt beside what is on record. */
export interface HarBodies {
  /** Where it went, and the headers of the request: secrets as they are to be shown. */
  readonly url: string;
  readonly headers: readonly Header[];
  /** Null where the body is left out. */
  readonly postData: HarPostData | null;
  readonly content: Pick<HarContent, 'text' | 'encoding' | 'comment'>;
}

/** An attempt as an entry of an HTTP archive. */
export function harEntry(item: Item, attempt: Attempt, bodies: HarBodies): HarEntry {
  const { number, revision, method, startedAt, report, outcome } = attempt;
  const { url } = bodies;
  const timings = timingsOf(report?.timings ?? null);
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: totalOf(timings),
    request: {
      method,
      url: uriOf(url),
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: bodies.headers.map(pair),
      queryString: [...new URL(url).searchParams].map(pair),
      ...(bodies.postData === null ? {} : { postData: bodies.postData }),
      headersSize: -1,
      bodySize: report?.bytesUp ?? -1,
    },
    response: responseOf(attempt, bodies.content),
    cache: {},
    timings,
    ...(item.title === null ? {} : { comment: item.title }),
    _outtray: {
      item: item.id,
      attempt: number,
      revision,
      outcome: outcome?.kind ?? null,
      error: report?.error?.code ?? codeOf(attempt),
      url,
    },
  };
}

function responseOf({ report, body }: Attempt, content: HarBodies['content']): HarResponse {
  const head = report?.response ?? null;
  const headers = head?.headers ?? [];
  return {
    status: head?.status ?? 0,
    statusText: head?.statusText ?? '',
    httpVersion: head === null ? '' : `HTTP/${head.httpVersion}`,
    cookies: [],
    headers: headers.map(pair),
    content: {
      size: body?.bytes ?? 0,
      mimeType: valueOf(headers, 'content-type') ?? 'x-unknown',
      ...content,
    },
    redirectURL: valueOf(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: body?.bytes ?? -1,
  };
}

/** `send`, `wait` and `receive` are not optional: an attempt that did not get there spent no time on them. */
function timingsOf(timings: Timings | null): HarTimings {
  const { connect = null, tls = null } = timings ?? {};
  return {
    blocked: -1,
    dns: timings?.dns ?? -1,
    connect: connect === null ? -1 : connect + (tls ?? 0),
    ssl: tls ?? -1,
    send: timings?.send ?? 0,
    wait: timings?.firstByte ?? 0,
    receive: timings?.receive ?? 0,
  };
}

/** `ssl` is a part of `connect`. */
const totalOf = ({ dns, connect, send, wait, receive }: HarTimings): number =>
  [dns, connect, send, wait, receive].reduce((sum, ms) => sum + Math.max(0, ms), 0);

function codeOf({ outcome, report }: Attempt): string | null {
  if (outcome === null || (report?.response ?? null) !== null) return null;
  switch (outcome.kind) {
    case 'notSent':
    case 'incomplete':
    case 'unknown':
      return outcome.code;
    case 'unsendable':
      return outcome.problem.code;
    default:
      return outcome.kind;
  }
}

/** URLs may have characters that a URI, which an archive wants, has only encoded (RFC 3986); a host never has. */
function uriOf(url: string): string {
  const { origin } = new URL(url);
  const rest = url.slice(origin.length);
  return (
    origin + rest.replaceAll(/%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=:@/?%-]/g, encodeURIComponent)
  );
}

const pair = ([name, value]: readonly [string, string]): HarPair => ({ name, value });

export const valueOf = (headers: readonly Header[], wanted: string): string | null =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
