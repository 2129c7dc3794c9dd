import { err, ok, type Result } from '../../shared/lang/result.ts';

/** What a URL asks the server to do wrong. `null` and `false`: nothing of the kind. */
export interface Faults {
  /** 2xx: the request is accepted with this status. Anything else: it is not accepted. */
  readonly status: number | null;
  /** Sent as given, so that nonsense can be sent too. */
  readonly retryAfter: string | null;
  readonly html: boolean;
  readonly invalid: boolean;
  readonly redirect: { readonly status: number; readonly to: string } | null;
  /** Bytes of request body after which the connection is reset. */
  readonly dropAfter: number | null;
  readonly commitThenDrop: boolean;
  readonly delayMs: number;
  /** Bytes per second of the answer's body. */
  readonly slow: number | null;
  /** Length of the answer's body in bytes. */
  readonly big: number | null;
  /** An access token is needed, whatever `times` says. */
  readonly auth: boolean;
  /** So many requests of one key to one URL are met with the faults, then all is well. */
  readonly times: number;
}

export const NO_FAULTS: Faults = {
  status: null,
  retryAfter: null,
  html: false,
  invalid: false,
  redirect: null,
  dropAfter: null,
  commitThenDrop: false,
  delayMs: 0,
  slow: null,
  big: null,
  auth: false,
  times: Number.POSITIVE_INFINITY,
};

export const FAULT_PARAMETERS = [
  'status',
  'retry-after',
  'html',
  'invalid',
  'redirect',
  'to',
  'drop-after',
  'commit-then-drop',
  'delay',
  'slow',
  'big',
  'auth',
  'times',
] as const;

type Parameter = (typeof FAULT_PARAMETERS)[number];

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const TEN_MINUTES = 600_000;
const ONE_GIB = 1024 ** 3;

/**
 * Reads the faults from a query. A parameter that is unknown, repeated, out of range or at odds with another
 * one is an error, in words: a misspelt fault must not look like a server that works.
 */
export function parseFaults(query: URLSearchParams): Result<Faults, string> {
  const problems: string[] = [];

  const known: readonly string[] = FAULT_PARAMETERS;
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) {
      problems.push(`unknown parameter "${name}" (known: ${known.join(', ')})`);
    } else if (query.getAll(name).length > 1) {
      problems.push(`"${name}" is given more than once`);
    }
  }

  const number = (name: Parameter, min: number, max: number): number | null => {
    const text = query.get(name);
    if (text === null) return null;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    problems.push(`"${name}" must be a whole number from ${min} to ${max}, not "${text}"`);
    return null;
  };

  const flag = (name: Parameter): boolean => {
    const text = query.get(name);
    if (text !== null && text !== '') problems.push(`"${name}" takes no value`);
    return text !== null;
  };

  const headerValue = (name: Parameter, pattern: RegExp): string | null => {
    const text = query.get(name);
    if (text === null || pattern.test(text)) return text;
    problems.push(`"${name}" does not fit into a header`);
    return null;
  };

  const status = number('status', 200, 599);
  const redirectStatus = number('redirect', 301, 308);
  const to = headerValue('to', /^[\x21-\x7e]+$/);
  const commitThenDrop = flag('commit-then-drop');
  const faults: Faults = {
    status,
    retryAfter: headerValue('retry-after', /^[\x20-\x7e]+$/),
    html: flag('html'),
    invalid: flag('invalid'),
    redirect: redirectStatus === null ? null : { status: redirectStatus, to: to ?? '' },
    dropAfter: number('drop-after', 0, ONE_GIB),
    commitThenDrop,
    delayMs: number('delay', 0, TEN_MINUTES) ?? 0,
    slow: number('slow', 1, ONE_GIB),
    big: number('big', 0, ONE_GIB),
    auth: flag('auth'),
    // Always dropping the answer would be a request that never succeeds and is applied all the same.
    times: number('times', 1, 1_000_000) ?? (commitThenDrop ? 1 : NO_FAULTS.times),
  };

  if (redirectStatus !== null && !REDIRECTS.includes(redirectStatus)) {
    problems.push(`"redirect" must be one of ${REDIRECTS.join(', ')}`);
  }
  if (query.has('redirect') !== query.has('to')) problems.push('"redirect" and "to" go together');
  if (query.has('retry-after') && !query.has('status')) {
    problems.push('"retry-after" goes with "status"');
  }
  const endings = [
    status !== null || faults.html ? 'status or html' : null,
    faults.invalid ? 'invalid' : null,
    redirectStatus === null ? null : 'redirect',
    faults.dropAfter === null ? null : 'drop-after',
    commitThenDrop ? 'commit-then-drop' : null,
  ].filter((name) => name !== null);
  if (endings.length > 1) problems.push(`only one of these at a time: ${endings.join(', ')}`);

  return problems.length === 0 ? ok(faults) : err(problems.join('; '));
}
