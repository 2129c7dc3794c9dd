import { STATUS_CODES } from 'node:http';
import type { LedgerEffect } from '../../shared/contracts/practice-protocol.ts';
import type { Faults } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Headers = Answer['headers'];

export const json = (status: number, value: unknown, headers: Headers = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: `${JSON.stringify(value)}\n`,
});

/** Says what is wrong in a form that programs and people can read (RFC 9457). */
export function problem(
  status: number,
  detail: string,
  more: { readonly headers?: Headers; readonly members?: Readonly<Record<string, unknown>> } = {},
): Answer {
  const title = STATUS_CODES[status] ?? 'Unknown';
  return json(
    status,
    { type: 'about:blank', title, status, detail, ...more.members },
    { 'Content-Type': 'application/problem+json', ...more.headers },
  );
}

export const accepted = ({ status, id, received }: LedgerEffect, headers: Headers = {}): Answer =>
  json(status, { id, received }, headers);

/** The answer that the URL asked for in place of an acceptance; null if the request is to be accepted. */
export function answerInstead(faults: Faults): Answer | null {
  if (faults.html) return signInPage(faults.status ?? 200, retryAfter(faults));
  if (faults.redirect !== null) {
    const { status, to } = faults.redirect;
    return problem(status, `This moved to ${to}.`, { headers: { Location: to } });
  }
  if (faults.invalid) {
    return problem(422, 'The submission is well-formed, but two of its values cannot be right.', {
      members: {
        errors: [
          { pointer: '#/customer', detail: 'must not be empty' },
          { pointer: '#/date', detail: 'must be a date such as 2026-01-31' },
        ],
      },
    });
  }
  if (faults.status === null || (faults.status >= 200 && faults.status <= 299)) return null;
  return problem(faults.status, 'The URL of this request asked for this status.', {
    headers: { ...retryAfter(faults), ...challenge(faults.status) },
  });
}

const retryAfter = (faults: Faults): Headers =>
  faults.retryAfter === null ? {} : { 'Retry-After': faults.retryAfter };

/** A 401 names the way to sign in (RFC 9110 section 15.5.2, RFC 6750 section 3). */
const challenge = (status: number): Headers => (status === 401 ? CHALLENGE : {});

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="practice", error="invalid_token"' };

/** To `?auth` without an access token that is good. */
export const unauthorized = (): Answer =>
  problem(401, 'An access token is needed here; /login and /token give one.', {
    headers: CHALLENGE,
  });

/** What a captive portal or a proxy sends in place of the server's own answer. */
export const signInPage = (status: number, headers: Headers): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  body: `<!doctype html>
<html lang="en">
<title>Sign in to the network</title>
<h1>Welcome to Practice Wi-Fi</h1>
<form method="post" action="/sign-in">
<label>Room number <input name="room"></label>
<button>Connect</button>
</form>
</html>
`,
});
