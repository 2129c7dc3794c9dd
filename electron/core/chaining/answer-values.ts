import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { ResponseBody, ResponseHead } from '../../../shared/outbox/attempt.ts';
import type { ValuePlace } from '../../../shared/outbox/placeholder.ts';
import { REDACTED } from '../../../shared/outbox/redaction.ts';
import type { MissingValueCause } from '../../../shared/outbox/value-causes.ts';
import { jsonSpan } from '../change/json-span.ts';

/** An answer as it is kept. */
export interface KeptAnswer {
  readonly head: Pick<ResponseHead, 'status' | 'headers'>;
  readonly body: ResponseBody | null;
}

/** The bytes of an answer that lies in a file; null when it cannot be read. */
export type ReadKept = (file: string) => Uint8Array | null;

/** A value as JSON, or why there is none. */
export type ReadValue = (place: ValuePlace) => Result<string, MissingValueCause>;

/** What may be copied of one value, in characters: an id or a token, not a document. */
const LONGEST = 256 * 1024;

/** Looks values up in one answer, whose body is read and parsed at most once. */
export function valuesOf({ head, body }: KeptAnswer, readKept: ReadKept): ReadValue {
  let document: Result<string, MissingValueCause> | null = null;
  const value: ReadValue = (place) => {
    switch (place.kind) {
      case 'status':
        return ok(String(head.status));
      case 'header': {
        const found = head.headers.filter(([name]) => name.toLowerCase() === place.name);
        return found.length === 0
          ? err('NOT_THERE')
          : ok(JSON.stringify(found.map(([, text]) => text).join(', ')));
      }
      case 'body': {
        document ??= jsonOf(body, readKept);
        return document.ok ? within(document.value, place.path) : document;
      }
    }
  };
  return (place) => {
    const found = value(place);
    if (!found.ok) return found;
    if (found.value.length > LONGEST) return err('TOO_LONG');
    return MASKED.some((mask) => found.value.includes(mask)) ? err('MASKED') : found;
  };
}

/** What stands in a kept answer where the account's own credentials were repeated. */
const MASKED = [REDACTED, '*'.repeat(8)];

function within(document: string, path: readonly string[]): Result<string, MissingValueCause> {
  const pointer = path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const span = jsonSpan(document, pointer.join(''));
  return span === null ? err('NOT_THERE') : ok(document.slice(span.from, span.to));
}

function jsonOf(body: ResponseBody | null, readKept: ReadKept): Result<string, MissingValueCause> {
  if (body === null) return err('NO_ANSWER');
  if (body.truncated !== null) return err('CUT');
  const bytes = body.inline ?? (body.file === null ? null : readKept(body.file));
  if (bytes === null) return err(body.bytes === 0 ? 'NOT_JSON' : 'NOT_KEPT');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    JSON.parse(text);
    return ok(text);
  } catch {
    return err('NOT_JSON');
  }
}
