import type { ErrorCode } from '../../../shared/contracts/errors.ts';
import type { RequestChange } from '../../../shared/contracts/request-change-calls.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Header, StoredRequest } from '../../../shared/outbox/request.ts';
import { checkHeaders } from '../check-headers.ts';
import { INLINE_BODY_BYTES, utf8Length } from '../check-request.ts';
import { jsonSpan } from './json-span.ts';

export type ChangedRequest =
  | {
      readonly kind: 'changed';
      readonly headers: StoredRequest['headers'];
      readonly body: StoredRequest['body'];
      readonly bytesChanged: boolean;
      /** What stood there and what stands there now, as text; null: nothing. */
      readonly before: string | null;
      readonly after: string | null;
    }
  /** It is so already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

const refused = (code: ErrorCode): ChangedRequest => ({ kind: 'refused', code });

/** What a change makes of one request. Everything that it does not name stays as it is, byte for byte. */
export function changeRequest(
  request: StoredRequest,
  change: RequestChange,
  digest: (text: string) => string,
): ChangedRequest {
  switch (change.kind) {
    case 'header':
      return change.name.toLowerCase() === 'content-type' && request.body.kind !== 'none'
        ? changeContentType(request, change.value)
        : changeHeader(request, change.name, change.value);
    case 'json':
      return changeJson(request, change.pointer, change.value, digest);
    default:
      return assertNever(change);
  }
}

function changeHeader(request: StoredRequest, name: string, value: string | null): ChangedRequest {
  const isNamed = ([key]: Header): boolean => key.toLowerCase() === name.toLowerCase();
  const old = request.headers.filter(isNamed).map(([, was]) => was);
  const first = request.headers.findIndex(isNamed);
  const others = request.headers.filter((header) => !isNamed(header));
  const wanted: readonly Header[] =
    value === null ? others : others.toSpliced(first < 0 ? others.length : first, 0, [name, value]);
  const checked = checkHeaders(wanted);
  if (!checked.ok) return refused(checked.error.code);
  const after = value === null ? null : value.trim();
  const before = old.length === 0 ? null : old.join(', ');
  const isSame = old.length === (after === null ? 0 : 1) && before === after;
  return isSame
    ? { kind: 'same' }
    : {
        kind: 'changed',
        headers: checked.value,
        body: request.body,
        bytesChanged: false,
        before,
        after,
      };
}

/** It belongs to the body: that of a form in parts names its boundary, and no body goes without one. */
function changeContentType(request: StoredRequest, value: string | null): ChangedRequest {
  const { headers, body } = request;
  if (value === null || body.kind === 'none' || body.kind === 'multipart')
    return refused('RESERVED_HEADER');
  const checked = checkHeaders([['content-type', value]]);
  if (!checked.ok) return refused(checked.error.code);
  const contentType = value.trim();
  if (contentType === '') return refused('HEADER_INVALID');
  if (contentType === body.contentType) return { kind: 'same' };
  return {
    kind: 'changed',
    headers,
    body: { ...body, contentType },
    bytesChanged: true,
    before: body.contentType,
    after: contentType,
  };
}

function changeJson(
  { headers, body }: StoredRequest,
  pointer: string,
  value: unknown,
  digest: (text: string) => string,
): ChangedRequest {
  if (body.kind !== 'inline' || body.as !== 'json') return refused('BODY_NOT_JSON');
  const span = jsonSpan(body.text, pointer);
  if (span === null) return refused('JSON_PLACE_MISSING');
  const before = body.text.slice(span.from, span.to);
  const after = JSON.stringify(value);
  if (before === after || meansTheSame(before, after)) return { kind: 'same' };
  const text = body.text.slice(0, span.from) + after + body.text.slice(span.to);
  if (utf8Length(text) > INLINE_BODY_BYTES) return refused('BODY_TOO_LARGE');
  return {
    kind: 'changed',
    headers,
    body: { ...body, text, sha256: digest(text) },
    bytesChanged: true,
    before,
    after,
  };
}

/** Written differently. Numbers that a double cannot hold are never taken for others that it can. */
const meansTheSame = (before: string, after: string): boolean =>
  !/\d{16}/.test(before) && JSON.stringify(JSON.parse(before)) === after;
