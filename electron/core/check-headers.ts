import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import {
  ATTEMPT_HEADER,
  CONNECTION_HEADERS,
  CREDENTIAL_HEADERS,
  KEY_HEADER,
} from '../../shared/outbox/header-names.ts';
import type { Header } from '../../shared/outbox/request.ts';

const SECRET = new Set(CREDENTIAL_HEADERS);

/** The outbox sets these itself, or the connection does. */
const RESERVED = new Set([...CONNECTION_HEADERS, KEY_HEADER, ATTEMPT_HEADER]);

/** RFC 9110 §5.6.2 token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Headers stand in objects on their way, where this one would get lost without a word. */
const LOST = '__proto__';

/** RFC 9110 §5.5 field value: visible characters, space, tab, and obs-text; never CR, LF or NUL. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Servers drop what comes after some number of them, Node's after a thousand, and say nothing. */
const MAX_HEADERS = 100;
const MAX_VALUE = 8 * 1024;

export const isHeaderValue = (value: string): boolean =>
  VALUE.test(value) && value.length <= MAX_VALUE;

/** HEADER_INVALID, SECRET_HEADER or RESERVED_HEADER, naming the header; HEADERS_TOO_MANY. */
export function checkHeaders(
  input: Readonly<Record<string, string>> | readonly Header[] | undefined,
): Result<readonly Header[], OutboxError> {
  const headers: readonly Header[] = isList(input) ? input : Object.entries(input ?? {});
  if (headers.length > MAX_HEADERS) {
    return err(outboxError('HEADERS_TOO_MANY', { count: headers.length, limit: MAX_HEADERS }));
  }
  for (const [name, value] of headers) {
    const shown = JSON.stringify(name.slice(0, 60));
    if (!TOKEN.test(name) || name === LOST)
      return err(outboxError('HEADER_INVALID', { header: shown }));
    const key = name.toLowerCase();
    if (SECRET.has(key)) return err(outboxError('SECRET_HEADER', { header: key }));
    if (RESERVED.has(key)) return err(outboxError('RESERVED_HEADER', { header: key }));
    if (!isHeaderValue(value)) return err(outboxError('HEADER_INVALID', { header: shown }));
  }
  return ok(headers.map(([name, value]) => [name, value.trim()] as const));
}

const isList = (
  input: Readonly<Record<string, string>> | readonly Header[] | undefined,
): input is readonly Header[] => Array.isArray(input);

/** The value of a header, whatever its case. */
export const headerValue = (headers: readonly Header[], name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1];
