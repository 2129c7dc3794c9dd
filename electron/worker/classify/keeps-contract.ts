import { atPointer } from '../../../shared/lang/json-pointer.ts';
import type { Doubt } from '../../../shared/outbox/attempt-outcome.ts';
import type { SuccessContract } from '../../../shared/outbox/success-contract.ts';
import type { Answer } from './answer.ts';
import { headerValue } from './header-value.ts';

const RECEIPT_LENGTH = 200;

/** Whether an answer can only be judged with its whole body. */
export const needsDocument = ({ json, receipt }: SuccessContract): boolean =>
  json !== null || receipt !== null;

/** What of the contract an answer does not keep, beside its status; null: nothing. */
export function doubtOf(answer: Answer, contract: SuccessContract): Doubt | null {
  const { contentType, header, json } = contract;
  if (contentType !== null && mediaType(answer) !== contentType.toLowerCase())
    return 'CONTENT_TYPE';
  if (header !== null) {
    const value = headerValue(answer.headers, header.name.toLowerCase());
    if (value === null || (header.value !== null && value !== header.value)) return 'HEADER';
  }
  if (json !== null) {
    if (answer.body === null && answer.bodyEnded) return 'TOO_LONG';
    const value = atPointer(documentOf(answer), json.pointer) ?? null;
    if (value === null || (json.equals !== null && value !== json.equals)) return 'JSON';
  }
  return null;
}

/** What the server calls what it accepted: a text or a number, of a length that a person can read. */
export function receiptOf(answer: Answer, { receipt }: SuccessContract): string | null {
  if (receipt === null) return null;
  const value = atPointer(documentOf(answer), receipt);
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, RECEIPT_LENGTH)
    : null;
}

const mediaType = ({ headers }: Answer): string | undefined =>
  headerValue(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();

function documentOf({ body }: Answer): unknown {
  if (body === null || isTooDeep(body)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Nobody writes such a document on purpose; parsing 10 MiB of brackets takes half a gigabyte. */
const DEEPEST = 1_000;

/** Brackets within strings count as well: they seldom go a thousand deep without an end. */
function isTooDeep(body: Uint8Array): boolean {
  let depth = 0;
  for (const byte of body) {
    if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
