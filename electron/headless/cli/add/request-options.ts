import type { BodyInput, RequestInput } from '../../../../shared/contracts/request-input.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import type { DuplicatePolicy, UnknownOutcomePolicy } from '../../../../shared/outbox/item.ts';
import type { PriorityWord } from '../../../../shared/outbox/priority.ts';
import { type UsageError, usage } from '../cli-error.ts';

export const UNKNOWN_OUTCOMES = ['retry', 'ask'] as const satisfies readonly UnknownOutcomePolicy[];

/** The options of `add` that describe the request itself, as commander reads them. */
export interface RequestOptions {
  readonly header?: readonly string[];
  readonly priority?: string;
  readonly account?: string;
  readonly ref?: string;
  readonly orderKey?: string;
  readonly dedupeKey?: string;
  readonly onDuplicate?: string;
  readonly after?: readonly string[];
  readonly notBefore?: string;
  readonly expiresAt?: string;
  readonly requestId?: string;
  readonly idempotencyKey?: string;
  readonly unknownOutcome?: (typeof UNKNOWN_OUTCOMES)[number];
  readonly title?: string;
  readonly label?: readonly string[];
}

/** The request as the API takes it. Only what has the wrong form is refused here; the outbox checks the rest. */
export function requestOf(
  method: string,
  url: string,
  body: BodyInput,
  options: RequestOptions,
): Result<RequestInput, UsageError> {
  const headers = headersOf(options.header);
  if (!headers.ok) return headers;
  const priority = priorityOf(options.priority);
  return ok({
    method,
    url,
    body,
    ...(headers.value.length === 0 ? {} : { headers: headers.value }),
    ...(priority === undefined ? {} : { priority }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.ref === undefined ? {} : { ref: options.ref }),
    ...(options.orderKey === undefined ? {} : { orderKey: options.orderKey }),
    ...(options.dedupeKey === undefined ? {} : { dedupeKey: options.dedupeKey }),
    ...(options.onDuplicate === undefined
      ? {}
      : { onDuplicate: options.onDuplicate as DuplicatePolicy }),
    ...(options.after === undefined ? {} : { after: [...options.after] }),
    ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
    ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
    ...(options.requestId === undefined ? {} : { requestId: options.requestId }),
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    ...(options.unknownOutcome === undefined ? {} : { unknownOutcome: options.unknownOutcome }),
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.label === undefined ? {} : { labels: [...options.label] }),
  });
}

/** USAGE for a text without a colon, or with nothing before it. */
export function headersOf(
  texts: readonly string[] = [],
): Result<[name: string, value: string][], UsageError> {
  const headers: [string, string][] = [];
  for (const text of texts) {
    const colon = text.indexOf(':');
    if (colon < 1) return usage(`--header takes 'Name: value', not "${text}"`);
    headers.push([text.slice(0, colon), text.slice(colon + 1).replace(/^[ \t]+/, '')]);
  }
  return ok(headers);
}

/** A number or a word; one that does not exist goes on as it is, so that the API names it. */
function priorityOf(text: string | undefined): RequestInput['priority'] {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : text;
  return value as PriorityWord;
}
