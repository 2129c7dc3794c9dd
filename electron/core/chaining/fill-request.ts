import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Header, StoredBody } from '../../../shared/outbox/request.ts';
import { isHeaderValue } from '../check-headers.ts';
import { type CheckedBody, INLINE_BODY_BYTES, utf8Length } from '../check-request.ts';
import { type FillProblem, fillText, plainText, type ValueOf } from './fill.ts';
import { fillJson } from './fill-json.ts';
import { fillUrl } from './fill-url.ts';

/** What of a request can be filled in. */
export interface Fillable<Body extends CheckedBody | StoredBody> {
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: Body;
}

/**
 * Fills a request in. Nothing that comes from an answer changes its origin, adds a header or a line to one, or ends
 * the JSON string, the form value or the path segment that it stands in.
 */
export function fillRequest<Body extends CheckedBody | StoredBody>(
  { url, headers, body }: Fillable<Body>,
  origin: string,
  valueOf: ValueOf,
): Result<Fillable<Body>, FillProblem> {
  const filledUrl = fillUrl(url, origin, valueOf);
  if (!filledUrl.ok) return filledUrl;
  const filledHeaders: Header[] = [];
  for (const [name, value] of headers) {
    const filled = fillText(value, 'header', valueOf, (text) =>
      isHeaderValue(text) ? ok(text) : err('CHARACTERS'),
    );
    if (!filled.ok) return filled;
    if (!isHeaderValue(filled.value))
      return err({
        kind: 'unfit',
        wanted: value.slice(0, 200),
        place: 'header',
        cause: 'TOO_LARGE',
      });
    filledHeaders.push([name, filled.value.trim()]);
  }
  const filledBody = fillBody(body, valueOf);
  return filledBody.ok
    ? ok({ url: filledUrl.value, headers: filledHeaders, body: filledBody.value as Body })
    : filledBody;
}

function fillBody(
  body: CheckedBody | StoredBody,
  valueOf: ValueOf,
): Result<CheckedBody | StoredBody, FillProblem> {
  switch (body.kind) {
    case 'none':
      return ok(body);
    case 'file': {
      const contentType = plainText(body.contentType, 'a content type');
      return contentType.ok ? ok({ ...body, contentType: contentType.value }) : contentType;
    }
    case 'inline': {
      const contentType = plainText(body.contentType, 'a content type');
      if (!contentType.ok) return contentType;
      const text = fillInline(body, valueOf);
      if (!text.ok) return text;
      return text.value !== body.text && utf8Length(text.value) > INLINE_BODY_BYTES
        ? err({ kind: 'unfit', wanted: '', place: body.as, cause: 'TOO_LARGE' })
        : ok({ ...body, contentType: contentType.value, text: text.value });
    }
    case 'multipart': {
      const parts = fillParts(body.parts, valueOf);
      return parts.ok ? ok({ ...body, parts: parts.value } as CheckedBody | StoredBody) : parts;
    }
    default:
      return assertNever(body);
  }
}

function fillInline(
  { as, text }: Extract<CheckedBody, { kind: 'inline' }>,
  valueOf: ValueOf,
): Result<string, FillProblem> {
  switch (as) {
    case 'json':
      return fillJson(text, valueOf);
    case 'text':
      return fillText(text, 'text', valueOf);
    case 'form':
      return fillForm(text, valueOf);
    default:
      return assertNever(as);
  }
}

function fillForm(text: string, valueOf: ValueOf): Result<string, FillProblem> {
  const fields: [string, string][] = [];
  let same = true;
  for (const [name, value] of new URLSearchParams(text)) {
    const plainName = plainText(name, 'a field name');
    if (!plainName.ok) return plainName;
    const filled = fillText(value, 'form', valueOf);
    if (!filled.ok) return filled;
    same &&= plainName.value === name && filled.value === value;
    fields.push([plainName.value, filled.value]);
  }
  return ok(same ? text : new URLSearchParams(fields).toString());
}

type Part = Extract<CheckedBody | StoredBody, { kind: 'multipart' }>['parts'][number];

function fillParts(parts: readonly Part[], valueOf: ValueOf): Result<readonly Part[], FillProblem> {
  const filled: Part[] = [];
  for (const part of parts) {
    const name = plainText(part.name, 'a field name');
    if (!name.ok) return name;
    if (part.kind === 'field') {
      const value = fillText(part.value, 'field', valueOf);
      if (!value.ok) return value;
      filled.push({ ...part, name: name.value, value: value.value });
      continue;
    }
    const filename = plainText(part.filename, 'a file name');
    const contentType = filename.ok ? plainText(part.contentType, 'a content type') : filename;
    if (!filename.ok) return filename;
    if (!contentType.ok) return contentType;
    filled.push({
      ...part,
      name: name.value,
      filename: filename.value,
      contentType: contentType.value,
    });
  }
  return ok(filled);
}
