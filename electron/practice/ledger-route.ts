import { type Answer, json, problem } from './answer.ts';
import type { PracticeLedgerReader } from './ledger.ts';

const PARAMETERS = ['key', 'after', 'limit'];
const PAGE = 1_000;
const LARGEST_PAGE = 10_000;

/** `GET /ledger?key=&after=&limit=`: a page of it; `next` of the answer is the `after` of the next page. */
export function ledgerPage(ledger: PracticeLedgerReader, query: URLSearchParams): Answer {
  const unknown = [...query.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) {
    return problem(400, `unknown parameter "${unknown}" (known: ${PARAMETERS.join(', ')})`);
  }
  const after = wholeNumber(query.get('after') ?? '0');
  const limit = wholeNumber(query.get('limit') ?? String(PAGE));
  if (after === null || limit === null || limit < 1 || limit > LARGEST_PAGE) {
    return problem(400, `"after" and "limit" are whole numbers, "limit" from 1 to ${LARGEST_PAGE}`);
  }
  const key = query.get('key');
  return json(200, ledger.snapshot({ ...(key === null ? {} : { key }), after, limit }));
}

/** `GET /ledger/<idempotency-key>`: all that is known about it. */
export function ledgerOfKey(ledger: PracticeLedgerReader, encodedKey: string): Answer {
  const key = decoded(encodedKey);
  if (key === null) return problem(400, 'The key is not percent-encoded UTF-8.');
  const known = ledger.snapshot({ key });
  return known.entries.length > 0
    ? json(200, known)
    : problem(404, 'No request with this key has arrived.');
}

const wholeNumber = (text: string): number | null =>
  /^\d{1,10}$/.test(text) ? Number(text) : null;

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
