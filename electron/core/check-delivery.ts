import type { Account } from '../../shared/outbox/account.ts';
import type { AttemptOutcome, Doubt, OutcomeKind } from '../../shared/outbox/attempt-outcome.ts';
import { type Item, isIdempotentMethod, type LastAnswer } from '../../shared/outbox/item.ts';
import type { StoreReader } from './ports/store-reader.ts';

export const accountOf = (read: StoreReader, { account }: Item): Account | null =>
  read.accounts().find(({ name }) => name === account) ?? null;

/** Whether nobody knows after such an outcome whether the item arrived. */
export const leavesDoubt = (outcome: AttemptOutcome): boolean =>
  outcome.kind === 'unknown' ||
  outcome.kind === 'workerLost' ||
  outcome.kind === 'hostLost' ||
  (outcome.kind === 'aborted' && outcome.mayHaveArrived);

/** The server itself answered, only not as the account asks: it may have taken the item, and say so in another way. */
export const mayBeYes = (outcome: AttemptOutcome): boolean =>
  outcome.kind === 'suspect' && OF_THE_SERVER.includes(outcome.doubt);

const OF_THE_SERVER: readonly (Doubt | 'REDIRECT')[] = [
  'STATUS',
  'CONTENT_TYPE',
  'HEADER',
  'JSON',
  'TOO_LONG',
];

/** Of an unconfirmed item: the answer to the question about it, where its server was asked and did not say what to do. */
export const answerToQuestion = ({ last }: Item): Pick<LastAnswer, 'status'> | null =>
  last === null || LEAVES_DOUBT.includes(last.kind) ? null : { status: last.status };

const LEAVES_DOUBT: readonly OutcomeKind[] = ['unknown', 'workerLost', 'hostLost', 'aborted'];

/**
 * Whether its account wants the server asked before it is sent again, and the item has not what to ask with, e.g. no `ref`.
 * It must not be sent unasked then: only a person can tell.
 */
export const cannotBeAsked = (account: Account | null, item: Item): boolean =>
  account !== null && verifyRuleFor(account, item) !== null && checkUrlFor(account, item) === null;

function verifyRuleFor({ verify }: Account, { method, url }: Item) {
  if (isIdempotentMethod(method)) return null;
  return verify.find((rule) => new URLPattern(rule.url).test(url)) ?? null;
}

/**
 * Where to ask whether an item arrived of which nobody knows it, by the rules of its account; null where it has none
 * for it, and for methods that are sent again without harm (RFC 9110 section 9.2.2).
 */
export function checkUrlFor(account: Account | null, item: Item): string | null {
  const rule = account && verifyRuleFor(account, item);
  if (!rule) return null;
  const values: Readonly<Record<string, string | null>> = {
    id: item.id,
    ref: item.ref,
    idempotencyKey: item.idempotencyKey,
  };
  let complete = true;
  const text = rule.get.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name] ?? null;
    if (value === null) complete = false;
    return encodeURIComponent(value ?? '');
  });
  const url = complete ? URL.parse(text) : null;
  return url !== null && account.origins.includes(url.origin) ? url.href : null;
}
