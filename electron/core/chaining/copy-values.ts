import { type Item, isFinal } from '../../../shared/outbox/item.ts';
import { placeholderOf } from '../../../shared/outbox/placeholder.ts';
import { type AwaitedValue, unfilled } from '../../../shared/outbox/request.ts';
import type { MissingValueCause } from '../../../shared/outbox/value-causes.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import { saveTransition } from '../settle.ts';
import { type TransitionContext, transition } from '../transition.ts';
import type { ReadKept, ReadValue } from './answer-values.ts';
import { answerOf } from './pin-values.ts';

/**
 * An item was delivered: its children get the values that they wait for, in the transaction that says so. From then
 * on nothing that is dropped of the answer is missed. A child for which there is none needs a person.
 */
export function copyValues(
  tx: StoreWriter,
  parent: string,
  readKept: ReadKept,
  context: TransitionContext,
): void {
  const children = tx.awaiting(parent);
  if (children.length === 0) return;
  const value = answerOf(tx, parent, readKept);
  for (const child of children) {
    if (!isFinal(child.state) && child.state !== 'sending')
      copyInto(tx, child, parent, value, context);
  }
}

function copyInto(
  tx: StoreWriter,
  child: Item,
  parent: string,
  value: ReadValue,
  context: TransitionContext,
): void {
  const request = tx.request(child.id);
  const template = request && unfilled(request);
  if (request === null || template === null) return;
  const copied = template.values.map((one) =>
    one.parent === parent && one.json === null ? lookUp(one, value) : { value: one, cause: null },
  );
  const values = copied.map((one) => one.value);
  tx.saveRequest(child.id, { ...request, template: { ...template, values } });
  if (!parkWithout(tx, child, copied, context)) goOn(tx, child, parent, context);
}

/** It was put before a person because that item had no answer; now it has one. */
function goOn(tx: StoreWriter, child: Item, parent: string, context: TransitionContext): void {
  if (child.state !== 'attention' || child.reason.code !== 'VALUE_MISSING') return;
  if (child.reason.parent !== parent) return;
  const retry = { type: 'retry', force: false, newKey: child.idempotencyKey } as const;
  const next = transition(child, retry, context);
  if (next.kind === 'changed') saveTransition(tx, child, next.item, next.change, context);
}

export interface LookedUp {
  readonly value: AwaitedValue;
  readonly cause: MissingValueCause | null;
}

/** A value from its answer; as it was, with the cause, where it is not to be had. */
export function lookUp(wanted: AwaitedValue, value: ReadValue): LookedUp {
  const placeholder = placeholderOf(wanted.wanted);
  if (placeholder === null) return { value: wanted, cause: 'NOT_THERE' };
  const found = value(placeholder.place);
  return found.ok
    ? { value: { ...wanted, json: found.value }, cause: null }
    : { value: wanted, cause: found.error };
}

/** Puts an item before a person that wants a value which is not to be had; false where it has them all. */
export function parkWithout(
  tx: StoreWriter,
  item: Item,
  looked: readonly LookedUp[],
  context: TransitionContext,
): boolean {
  for (const { value, cause } of looked) {
    if (cause === null) continue;
    const { wanted, parent } = value;
    const reason = { code: 'VALUE_MISSING', value: wanted, parent, cause } as const;
    const parked = transition(item, { type: 'unfillable', reason }, context);
    if (parked.kind === 'changed') saveTransition(tx, item, parked.item, parked.change, context);
    return true;
  }
  return false;
}
