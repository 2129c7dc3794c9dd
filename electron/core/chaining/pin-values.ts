import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { type Item, type Source, sameSource } from '../../../shared/outbox/item.ts';
import type { Placeholder } from '../../../shared/outbox/placeholder.ts';
import type { AwaitedValue } from '../../../shared/outbox/request.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import { type ReadKept, type ReadValue, valuesOf } from './answer-values.ts';

/** A placeholder of a request, and the item that it means where that is known already. */
export interface Wanted {
  readonly placeholder: Placeholder;
  readonly parent: string | null;
}

/** Where names mean something: within one source and account. */
export interface NameScope {
  readonly source: Source;
  readonly account: string | null;
  /** Whose item it is: nobody is given values from another person's answers. */
  readonly subject: string | null;
  /** The item of that ref among those that are accepted together with it. */
  readonly earlier: (ref: string, account: string | null) => string | null;
}

/** The item that an id names within a scope. */
export function itemInScope(read: StoreReader, id: string, scope: NameScope): Item | null {
  const item = read.item(id);
  return item !== null && sameSource(item.source, scope.source) && item.account === scope.account
    ? item
    : null;
}

export interface Pinned {
  readonly values: readonly AwaitedValue[];
  /** Of the items that have to be delivered first. */
  readonly parents: readonly string[];
}

/**
 * Decides for good which item each value comes from: a ref means the newest item that has it at this moment. What
 * is delivered gives its values at once. REF_UNKNOWN, or VALUE_MISSING where the answer has no such value.
 */
export function pinValues(
  read: StoreReader,
  wanted: readonly Wanted[],
  scope: NameScope,
  readKept: ReadKept,
): Result<Pinned, OutboxError> {
  const answers = new Map<string, ReadValue>();
  const values: AwaitedValue[] = [];
  const parents = new Set<string>();
  for (const { placeholder, parent: known } of wanted) {
    const { name, text } = placeholder;
    const together = placeholder.by === 'ref' ? scope.earlier(name, scope.account) : null;
    const parent = known === null ? (together ?? named(read, placeholder, scope)) : known;
    const item = parent === null ? null : read.item(parent);
    const isTheirs = item !== null && item.subject !== scope.subject;
    const isGone = item === null ? parent !== together : item.state === 'cancelled';
    if (parent === null || isTheirs || isGone)
      return err(outboxError('REF_UNKNOWN', { ref: name }));
    if (item?.state !== 'delivered') {
      parents.add(parent);
      values.push({ wanted: text, parent, json: null });
      continue;
    }
    const value = answers.get(parent) ?? answerOf(read, parent, readKept);
    answers.set(parent, value);
    const found = value(placeholder.place);
    if (!found.ok)
      return err(outboxError('VALUE_MISSING', { value: text, ref: name, cause: found.error }));
    values.push({ wanted: text, parent, json: found.value });
  }
  return ok({ values, parents: [...parents] });
}

function named(read: StoreReader, { by, name }: Placeholder, scope: NameScope): string | null {
  const { source, account } = scope;
  const item =
    by === 'item' ? itemInScope(read, name, scope) : read.byRef({ source, account, key: name });
  return item?.id ?? null;
}

/**
 * Looks values up in the answer by which an item was delivered, the newest if there are several. What its server said
 * when it was asked whether the item arrived is the answer to another request.
 */
export function answerOf(read: StoreReader, id: string, readKept: ReadKept): ReadValue {
  const method = read.item(id)?.method;
  const delivered = read
    .attempts(id)
    .findLast((attempt) => attempt.outcome?.kind === 'delivered' && attempt.method === method);
  const head = delivered?.report?.response ?? null;
  if (delivered === undefined || head === null) return () => err('NO_ANSWER');
  return valuesOf({ head, body: read.responseBody(id, delivered.number) }, readKept);
}
