import type { ChangeKind } from '../../shared/outbox/change.ts';
import { type Item, isFinal } from '../../shared/outbox/item.ts';
import type { KeyScope } from './ports/item-queries.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { Expected, StoreWriter } from './ports/store-writer.ts';
import { type TransitionContext, transition } from './transition.ts';

/** The scope of an item's order key; null when it has none. */
export const orderScopeOf = (item: Item): KeyScope | null =>
  item.orderKey === null
    ? null
    : { source: item.source, account: item.account, key: item.orderKey };

/** What must still be true when a change made from this item is saved. */
export const expecting = (item: Item): Expected => ({
  state: item.state,
  revision: item.revision,
  ...(item.state === 'sending' ? { attempt: item.attempt } : {}),
});

/**
 * Saves a transition and everything that follows from it for others. False when the world moved on
 * meanwhile; nothing is written then.
 */
export function saveTransition(
  tx: StoreWriter,
  before: Item,
  after: Item,
  change: ChangeKind,
  context: TransitionContext,
): boolean {
  return saveAndSettle(tx, before, after, change, context) !== null;
}

/** The same, answering the followers that need a person from now on; null when the world moved on. */
export function saveAndSettle(
  tx: StoreWriter,
  before: Item,
  after: Item,
  change: ChangeKind,
  context: TransitionContext,
): readonly Parked[] | null {
  if (!tx.save(after, expecting(before), change, context.now)) return null;
  if (isFinal(after.state)) return settleFollowers(tx, after, context);
  // One that came back to its order key by an undo may have waited for the end of this attempt.
  const attemptEnded = before.state === 'sending' && after.state !== 'sending';
  if (attemptEnded || after.priority !== before.priority) refreshOrderHead(tx, after);
  return [];
}

/** A follower, before and after it was put before a person. */
export interface Parked {
  readonly before: Item;
  readonly after: Item;
}

/**
 * An item ended (or is about to be removed, or was): its order key passes to the next one, its children
 * may go when it was delivered and need a person when it was not.
 */
export function settleFollowers(
  tx: StoreWriter,
  ended: Item,
  context: TransitionContext,
): readonly Parked[] {
  const parked: Parked[] = [];
  refreshOrderHead(tx, ended);
  for (const child of tx.children(ended.id)) {
    if (isFinal(child.state)) continue;
    const current = refreshBlockers(tx, child);
    if (ended.state === 'delivered') continue;
    const gone = transition(current, parentGone(tx, current.id, ended.id), context);
    if (gone.kind === 'ignored') continue;
    if (tx.save(gone.item, expecting(current), gone.change, context.now))
      parked.push({ before: current, after: gone.item });
  }
  return parked;
}

/** What the end of a parent that was not delivered means to an item. */
export const parentGone = (read: StoreReader, id: string, parent: string) =>
  ({
    type: 'parentGone',
    parent,
    fills: read.parents(id).find((one) => one.id === parent)?.fills ?? 0,
  }) as const;

/**
 * An item that had ended, or was set aside, is open again: it takes its old place in its order key, of which
 * `formerHead` was the head without it, and its children wait for it.
 */
export function settleReopened(tx: StoreWriter, reopened: Item, formerHead: Item | null): void {
  for (const id of [reopened.id, formerHead?.id]) {
    const member = id === undefined ? null : tx.item(id);
    if (member !== null) refreshBlockers(tx, member);
  }
  refreshOrderHead(tx, reopened);
  for (const child of tx.children(reopened.id)) {
    if (!isFinal(child.state)) refreshBlockers(tx, child);
  }
}

/** The head of an order key is the only one that may go, with the highest priority of all behind it. */
export function refreshOrderHead(tx: StoreWriter, member: Item): void {
  const scope = orderScopeOf(member);
  const head = scope && tx.orderHead(scope);
  if (!scope || !head) return;
  const effectivePriority = tx.orderTopPriority(scope) ?? head.priority;
  const current = refreshBlockers(tx, head);
  if (current.effectivePriority === effectivePriority) return;
  tx.adjust({ ...current, effectivePriority }, expecting(current));
}

/**
 * An item that an edit took from one order key's scope into another: those behind it in the old one may go, and in
 * the new one it stands where its age puts it. `headBefore` is who headed the new scope until then.
 */
export function moveInOrder(
  tx: StoreWriter,
  before: Item,
  after: Item,
  headBefore: Item | null,
): void {
  refreshOrderHead(tx, before);
  refreshBlockers(tx, after);
  if (headBefore !== null) refreshBlockers(tx, headBefore);
  refreshOrderHead(tx, after);
}

/**
 * Unfinished parents plus an open predecessor under the same order key, counted anew from the rows. A successor that
 * is being sent, which only an undo can bring about, counts like a predecessor: one at a time.
 */
export function countBlockers(read: StoreReader, item: Item): number {
  const parents = read.parents(item.id).filter((one) => one.state !== null && !isFinal(one.state));
  const scope = orderScopeOf(item);
  if (scope === null) return parents.length;
  const head = read.orderHead(scope);
  const waits = (head !== null && head.id !== item.id) || read.orderIsSending(scope, item.id);
  return parents.length + (waits ? 1 : 0);
}

/** An item that was edited waits for others, too. */
export function followToo(tx: StoreWriter, item: Item, parents: readonly string[]): void {
  const before = tx.parents(item.id).map((parent) => parent.id);
  tx.follow(item.id, [...new Set([...before, ...parents])]);
  refreshBlockers(tx, item);
}

function refreshBlockers(tx: StoreWriter, item: Item): Item {
  const blockers = countBlockers(tx, item);
  if (blockers === item.blockers) return item;
  const next = { ...item, blockers };
  tx.adjust(next, expecting(item));
  return next;
}
