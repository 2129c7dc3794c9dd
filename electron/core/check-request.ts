import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import {
  type EditBodyInput,
  type EditFileInput,
  type EditPartInput,
  priorityOf,
  type RequestInput,
} from '../../shared/contracts/request-input.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { DEFAULT_PRIORITY, type Priority } from '../../shared/outbox/priority.ts';
import { type Header, METHODS } from '../../shared/outbox/request.ts';
import { checkHeaders, headerValue, isHeaderValue } from './check-headers.ts';

/** A request that means something: normalised, but its files not yet read. */
export interface CheckedRequest {
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  readonly headers: readonly Header[];
  readonly body: CheckedBody;
  readonly priority: Priority;
  readonly notBefore: number | null;
  readonly expiresAt: number | null;
}

export type CheckedBody =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'inline';
      readonly as: 'json' | 'text' | 'form';
      readonly text: string;
      readonly contentType: string;
    }
  | { readonly kind: 'multipart'; readonly parts: readonly CheckedPart[] }
  | { readonly kind: 'file'; readonly file: EditFileInput; readonly contentType: string };

export type CheckedPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly file: EditFileInput;
      readonly filename: string;
      readonly contentType: string;
    };

/** Larger texts belong into a file, which is streamed and never held in memory. */
export const INLINE_BODY_BYTES = 8 * 1024 * 1024;

const MAX_URL = 8 * 1024;
const MAX_PARTS = 1000;
const MAX_NAME = 4 * 1024;

/** Looks a media type up by file name; `application/octet-stream` when unknown. */
export type MediaTypeOf = (filename: string) => string;

/** What a file is called where its request does not say; a path is one that its last component names. */
export type FilenameOf = (file: EditFileInput) => string;

/** `checkUrl`, or what reads a URL with placeholders. */
export type ReadUrl = (
  text: string,
) => Result<{ readonly href: string; readonly origin: string }, OutboxError>;

/** Checks what a shape cannot say: method, URL, headers, body. Every failure has a code of its own. */
export function checkRequest(
  input: Omit<RequestInput, 'body'> & { readonly body?: EditBodyInput | undefined },
  mediaTypeOf: MediaTypeOf,
  nameOf: FilenameOf,
  readUrl: ReadUrl,
): Result<CheckedRequest, OutboxError> {
  const method = input.method.toUpperCase();
  if (!METHODS.some((known) => known === method)) {
    return err(outboxError('METHOD_UNKNOWN', { method: input.method.slice(0, 40) }));
  }
  const url = readUrl(input.url);
  if (!url.ok) return url;
  const headers = checkHeaders(input.headers);
  if (!headers.ok) return headers;
  const body = checkBody(input.body ?? { kind: 'none' }, headers.value, mediaTypeOf, nameOf);
  if (!body.ok) return body;
  if (body.value.kind !== 'none' && (method === 'GET' || method === 'HEAD')) {
    return err(outboxError('BODY_NOT_ALLOWED', { method }));
  }
  return ok({
    method,
    url: url.value.href,
    origin: url.value.origin,
    headers: headers.value.filter(
      ([name]) => body.value.kind === 'none' || name.toLowerCase() !== 'content-type',
    ),
    body: body.value,
    priority: input.priority === undefined ? DEFAULT_PRIORITY : priorityOf(input.priority),
    notBefore: timeOf(input.notBefore),
    expiresAt: timeOf(input.expiresAt),
  });
}

/** URL_INVALID, URL_NOT_HTTP or URL_CREDENTIALS. A fragment (RFC 9110 §4.2.5) and an empty query never travel, so they are dropped. */
export function checkUrl(text: string): Result<URL, OutboxError> {
  const shown = text.slice(0, 200);
  if (text.length > MAX_URL || !URL.canParse(text))
    return err(outboxError('URL_INVALID', { url: shown }));
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return err(outboxError('URL_NOT_HTTP', { url: shown }));
  }
  if (url.username !== '' || url.password !== '') {
    return err(outboxError('URL_CREDENTIALS', { origin: url.origin }));
  }
  url.hash = '';
  if (url.search === '') url.search = '';
  return ok(url);
}

function checkBody(
  input: EditBodyInput,
  headers: readonly Header[],
  mediaTypeOf: MediaTypeOf,
  nameOf: FilenameOf,
): Result<CheckedBody, OutboxError> {
  const given = headerValue(headers, 'content-type');
  switch (input.kind) {
    case 'none':
      return ok({ kind: 'none' });
    case 'json': {
      const text = jsonText(input);
      return text.ok ? inline('json', text.value, given ?? 'application/json') : text;
    }
    case 'text':
      return inline('text', input.text, input.contentType ?? given ?? 'text/plain; charset=utf-8');
    case 'form':
      return inline(
        'form',
        new URLSearchParams(input.fields.map(([name, value]) => [name, value])).toString(),
        given ?? 'application/x-www-form-urlencoded',
      );
    case 'file': {
      const contentType = input.contentType ?? given ?? mediaTypeOf(baseName(nameOf(input.file)));
      if (!isHeaderValue(contentType))
        return err(outboxError('HEADER_INVALID', { header: 'content-type' }));
      return ok({ kind: 'file', file: input.file, contentType: contentType.trim() });
    }
    case 'multipart': {
      if (given !== undefined)
        return err(outboxError('RESERVED_HEADER', { header: 'content-type' }));
      return checkParts(input.parts, mediaTypeOf, nameOf);
    }
    default:
      return assertNever(input);
  }
}

function jsonText(input: Extract<EditBodyInput, { kind: 'json' }>): Result<string, OutboxError> {
  if (input.text === undefined) {
    return input.value === undefined
      ? err(outboxError('JSON_INVALID', { detail: 'give "value" or "text"' }))
      : ok(JSON.stringify(input.value));
  }
  if (input.value !== undefined) {
    return err(outboxError('JSON_INVALID', { detail: 'give "value" or "text", not both' }));
  }
  try {
    JSON.parse(input.text);
    return ok(input.text);
  } catch (error) {
    return err(
      outboxError('JSON_INVALID', { detail: error instanceof Error ? error.message : 'not JSON' }),
    );
  }
}

function inline(
  as: 'json' | 'text' | 'form',
  text: string,
  contentType: string,
): Result<CheckedBody, OutboxError> {
  const bytes = utf8Length(text);
  if (bytes > INLINE_BODY_BYTES)
    return err(outboxError('BODY_TOO_LARGE', { bytes, limit: INLINE_BODY_BYTES }));
  if (!isHeaderValue(contentType))
    return err(outboxError('HEADER_INVALID', { header: 'content-type' }));
  return ok({ kind: 'inline', as, text, contentType: contentType.trim() });
}

function checkParts(
  input: readonly EditPartInput[],
  mediaTypeOf: MediaTypeOf,
  nameOf: FilenameOf,
): Result<CheckedBody, OutboxError> {
  if (input.length === 0)
    return err(outboxError('PART_INVALID', { part: 0, detail: 'a multipart body needs a part' }));
  if (input.length > MAX_PARTS) {
    return err(
      outboxError('PART_INVALID', { part: input.length, detail: `at most ${MAX_PARTS} parts` }),
    );
  }
  const parts: CheckedPart[] = [];
  let inlineBytes = 0;
  for (const [index, part] of input.entries()) {
    const wrong = (detail: string): Result<never, OutboxError> =>
      err(outboxError('PART_INVALID', { part: index + 1, detail }));
    if (part.name.length > MAX_NAME) return wrong('its name is too long');
    if (part.name.includes('\0')) return wrong('its name has a NUL character');
    if ('value' in part) {
      inlineBytes += utf8Length(part.value);
      if (inlineBytes > INLINE_BODY_BYTES) {
        return err(outboxError('BODY_TOO_LARGE', { bytes: inlineBytes, limit: INLINE_BODY_BYTES }));
      }
      parts.push({ kind: 'field', name: part.name, value: part.value });
      continue;
    }
    const filename = baseName(part.filename ?? nameOf(part.file));
    if (filename === '' || filename.length > MAX_NAME)
      return wrong('its file name is empty or too long');
    if (filename.includes('\0')) return wrong('its file name has a NUL character');
    const contentType = (part.contentType ?? mediaTypeOf(filename)).trim();
    if (contentType === '' || !isHeaderValue(contentType))
      return wrong('its content type is not valid');
    parts.push({ kind: 'file', name: part.name, file: part.file, filename, contentType });
  }
  return ok({ kind: 'multipart', parts });
}

/** The last component, whichever separator the system uses: a server never learns the caller's folders. */
const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

const timeOf = (input: number | string | undefined): number | null => {
  if (input === undefined) return null;
  return typeof input === 'number' ? input : Date.parse(input);
};
