import { type ClientRequest, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Job } from '../../shared/contracts/worker-protocol.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { BodyProblem } from '../../shared/outbox/attempt-outcome.ts';
import { REDACTED } from '../../shared/outbox/redaction.ts';
import type { Header } from '../../shared/outbox/request.ts';
import { isSecretName } from '../../shared/outbox/secret-names.ts';
import type { RequestBody } from './body/request-body.ts';

/** By header names in lower case. Repeated ones go out as lines of their own. */
export type SentHeaders = Readonly<Record<string, string | string[]>>;

/** These say how long the request is; only the body itself knows. */
const FRAMING = new Set(['content-length', 'transfer-encoding']);

/**
 * The headers of the request: what the job gives, the account's secret ones in place of any of the same name,
 * and the body's own. REQUEST_INVALID where Node would refuse to send them; never with a value in it.
 */
export function requestHeaders(
  job: Job,
  body: RequestBody | null,
): Result<SentHeaders, BodyProblem> {
  const secret = namesOf(job.secretHeaders);
  const headers: Record<string, string | string[]> = { 'user-agent': 'OutTray' };
  const given = new Set<string>();
  for (const [name, value] of [
    ...job.headers.filter(([key]) => !secret.has(key.toLowerCase())),
    ...job.secretHeaders,
  ]) {
    const key = name.toLowerCase();
    if (FRAMING.has(key) || !isValid(name, value))
      return err({ code: 'REQUEST_INVALID', detail: `header ${JSON.stringify(name)}` });
    const before = given.has(key) ? headers[key] : undefined;
    headers[key] = before === undefined ? value : [before, value].flat();
    given.add(key);
  }
  if (body !== null) {
    if (!isValid('content-type', body.contentType))
      return err({ code: 'REQUEST_INVALID', detail: 'content type' });
    headers['content-type'] = body.contentType;
    headers['content-length'] = String(body.length);
  }
  return ok(headers);
}

/** The headers as they went out, for the record. */
export function recordedHeaders(
  request: ClientRequest,
  secretHeaders: readonly Header[],
): readonly Header[] {
  const secret = namesOf(secretHeaders);
  return request.getRawHeaderNames().flatMap((name) => {
    const value = request.getHeader(name) ?? [];
    const values = Array.isArray(value) ? value : [String(value)];
    return values.map((one): Header => [name, isSecret(name, secret) ? REDACTED : one]);
  });
}

/** A session that a server offers is a secret too, and no use to us. */
export function pairsOf(rawHeaders: readonly string[]): readonly Header[] {
  const pairs: Header[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    pairs.push([name, /^set-cookie2?$/i.test(name) ? REDACTED : (rawHeaders[at + 1] ?? '')]);
  }
  return pairs;
}

const isSecret = (name: string, secret: ReadonlySet<string>): boolean =>
  secret.has(name.toLowerCase()) || isSecretName(name);

const namesOf = (headers: readonly Header[]): ReadonlySet<string> =>
  new Set(headers.map(([name]) => name.toLowerCase()));

function isValid(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
