import type { AttemptReport, ResponseHead } from '../../../shared/outbox/attempt.ts';
import { headerValue } from '../check-headers.ts';
import { withoutIds } from './route-pattern.ts';

const LONGEST = 120;

/** Of bytes, enough for any title; JSON is read as a whole, up to what is kept inline. */
const LOOKED_AT = 16 * 1024;

const LINE_LOOKED_AT = 1_000;

const BINARY_TYPE =
  /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip|x-.*)$/;

/**
 * What a server said is wrong, as one line: title or type of a problem document (RFC 9457 §3.1), the message of
 * another JSON answer, the title of a page, else the first line of a text. Ids are taken out. Null where there is
 * nothing to be said, and for bodies that lie in a file.
 */
export function problemOf({ response, body }: AttemptReport): string | null {
  if (response === null) return null;
  const bytes = body?.inline ?? null;
  const said = bytes === null ? null : saidInBody(bytes, response);
  return said ?? challengeWords(response);
}

function saidInBody(bytes: Uint8Array, { headers }: ResponseHead): string | null {
  const type = mediaType(headerValue(headers, 'content-type') ?? '');
  if (BINARY_TYPE.test(type)) return null;
  const start = new TextDecoder().decode(bytes.subarray(0, LOOKED_AT));
  // Without a type, what is no text is known by its NUL bytes.
  if (start.includes('\0')) return null;
  const first = start.trimStart()[0];
  if (first === '<') return oneLine(pageTitle(start));
  if (first === '{' || first === '[' || first === '"') {
    const said = jsonProblem(parsed(bytes), type);
    if (said !== null) return oneLine(said);
  }
  return oneLine(start);
}

/** What a 401 or 403 says of the token where nothing else is said (RFC 6750 §3): why, or which rights it lacks. */
function challengeWords({ status, headers }: ResponseHead): string | null {
  if (status !== 401 && status !== 403) return null;
  const challenge = headerValue(headers, 'www-authenticate') ?? '';
  const parameter = (name: string): string | null =>
    new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`, 'i').exec(challenge)?.[1] ?? null;
  const why = parameter('error_description') ?? parameter('error');
  const scope = parameter('scope');
  if (why === null) return null;
  return oneLine(scope === null ? why : `${why} (${scope})`);
}

const mediaType = (header: string): string => header.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Undefined also for what was cut. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function jsonProblem(document: unknown, mediatype: string): string | null {
  if (typeof document === 'string') return document;
  if (typeof document !== 'object' || document === null) return null;
  const { title, type, status, error, message, errors } = document as Readonly<
    Record<string, unknown>
  >;
  // Many servers send problem documents under the common type; other JSON may have a title that is none of ours.
  const isProblem =
    mediatype === 'application/problem+json' ||
    typeof status === 'number' ||
    typeof type === 'string';
  const kind = type === 'about:blank' ? null : text(type);
  return (
    (isProblem ? (text(title) ?? kind) : null) ??
    messageOf(message) ??
    messageOf(error) ??
    messageOf(errors)
  );
}

/** A text, the `message` of an object, or the first of several. */
function messageOf(value: unknown): string | null {
  if (Array.isArray(value)) return messageOf(value[0]);
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null || !('message' in value)) return null;
  return text(value.message);
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

const pageTitle = (html: string): string =>
  (/<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? '').replaceAll(
    /&(amp|lt|gt|quot|#0*39|nbsp);/g,
    (_, name: string) => ENTITIES[name.replace(/^#0*/, '#')] ?? ' ',
  );

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

/** Control characters and those that turn the writing direction are nobody's message. */
function oneLine(said: string): string | null {
  const line =
    said
      .split(/[\r\n]+/)
      .map((one) =>
        one.replaceAll(/[\p{Bidi_Control}\uFEFF]/gu, '').replaceAll(/[\p{Cc}\s]+/gu, ' '),
      )
      .find((one) => one.trim() !== '') ?? '';
  const characters = Array.from(withoutIds(line.trim().slice(0, LINE_LOOKED_AT)));
  if (characters.length === 0) return null;
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
