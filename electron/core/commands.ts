import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import type { ErrorCode, OutboxError } from '../../shared/contracts/errors.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { type Item, isOpen, type Source } from '../../shared/outbox/item.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import { askAtGate } from './ask-at-gate.ts';
import { counted, inChunks, itemFor, NOTHING_DONE, type One, refused } from './bulk.ts';
import { accountOf, checkUrlFor } from './check-delivery.ts';
import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Random } from './ports/random.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import type { Vault } from './ports/vault.ts';
import { chunksOf, type Selection } from './select-items.ts';
import { saveAndSettle, settleFollowers } from './settle.ts';
import { type ItemEvent, type TransitionContext, transition } from './transition.ts';
import { type ActLog, ActRecord } from './undo/act-record.ts';

/** What a person does with items that are in the tray. */
export type Command =
  | { readonly kind: 'retry'; readonly force: boolean }
  | { readonly kind: 'hold' }
  | { readonly kind: 'release' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'setPriority'; readonly priority: Priority }
  /** `check`: the server is asked, where the item's account says how. */
  | { readonly kind: 'resolve'; readonly arrived: boolean | 'check' };

export interface CommandDeps {
  readonly store: OutboxStore;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: Policy;
  /** Ends the running attempt of an item that was cancelled while it is being sent. */
  readonly abort: (itemId: string) => void;
}

export interface CarryOutOptions {
  readonly undoable?: boolean;
  /** Whether it may be done with the item; TARGET_NOT_GRANTED where not. */
  readonly permits?: (item: Item) => boolean;
}

/**
 * Carries a command out on every item of a selection, a chunk at a time; one refusal stops no other. With `undoable`
 * it can be taken back for a while, where the command is of that kind; else what is removed is gone at once.
 */
export async function carryOut(
  deps: CommandDeps,
  selection: Selection,
  command: Command,
  by: Source,
  { undoable = false, permits }: CarryOutOptions = {},
): Promise<Result<BulkResult, OutboxError>> {
  let result = NOTHING_DONE;
  const record = undoable && canBeUndone(command) ? new ActRecord(deps, by) : null;
  const actIn = (tx: StoreWriter) => {
    const log = record?.in(tx) ?? null;
    return (id: string) => carryOutOne(tx, id, command, by, deps, log, permits);
  };
  for await (const chunk of inChunks(deps.store, chunksOf(deps.store.read, selection), actIn)) {
    record?.committed(chunk.ok);
    if (!chunk.ok) {
      await record?.end();
      return chunk;
    }
    result = counted(result, chunk.value);
    const done = chunk.value.flatMap((one) => (one.ok ? [one.value] : []));
    for (const one of done) if (one.kind === 'aborting') deps.abort(one.id);
    await deps.vault.discard(done.flatMap((one) => (one.kind === 'removed' ? one.files : [])));
  }
  return ok({ ...result, undo: (await record?.end()) ?? null });
}

/** A retry may be on the wire at once, and so may what did not arrive. */
function canBeUndone(command: Command): boolean {
  switch (command.kind) {
    case 'hold':
    case 'release':
    case 'cancel':
    case 'remove':
    case 'setPriority':
      return true;
    case 'resolve':
      return command.arrived === true;
    case 'retry':
      return false;
    default:
      return assertNever(command);
  }
}

type Done =
  | { readonly kind: 'done' }
  | { readonly kind: 'aborting'; readonly id: string }
  | { readonly kind: 'removed'; readonly files: readonly string[] };

function carryOutOne(
  tx: StoreWriter,
  id: string,
  command: Command,
  by: Source,
  deps: CommandDeps,
  log: ActLog | null,
  permits: CarryOutOptions['permits'],
): One<Done> {
  const context: TransitionContext = {
    policy: deps.policy,
    now: deps.clock.now(),
    random: deps.random,
  };
  const found = itemFor(tx, id, by);
  if (!found.ok) return found;
  const item = found.value;
  if (permits?.(item) === false) return refused(id, 'TARGET_NOT_GRANTED', item.state);
  if (command.kind === 'remove') {
    if (item.state === 'sending') return refused(id, 'ITEM_SENDING', item.state);
    return ok({ kind: 'removed', files: removeItem(tx, item, context, log) });
  }
  // What it asks for is so already.
  if (command.kind === 'setPriority' && isOpen(item.state) && item.priority === command.priority)
    return ok({ kind: 'done' });
  if (command.kind === 'retry' && item.state === 'queued' && item.blockers === 0)
    return retryQueued(tx, item, by, { force: command.force, now: context.now });
  const event = eventOf(tx, item, command, deps.ids);
  if (event === null) {
    const isOpenQuestion = item.state === 'unconfirmed';
    const code = isOpenQuestion ? 'CHECK_NOT_POSSIBLE' : whyIgnored(item, command, context.now);
    return refused(id, code, item.state);
  }
  const next = transition(item, event, context);
  if (next.kind === 'ignored')
    return refused(id, whyIgnored(item, command, context.now), item.state);
  const parked = saveAndSettle(tx, item, next.item, next.change, context);
  // What goes out is not called back: an attempt that was ended may have arrived.
  if (command.kind === 'cancel' && item.state === 'sending') return ok({ kind: 'aborting', id });
  if (command.kind === 'retry')
    askAtGate(tx, next.item, by, { force: command.force, now: context.now });
  if (parked !== null) log?.changed({ before: item, after: next.item }, parked);
  return ok({ kind: 'done' });
}

/** It may be sent as it is; what it can wait for is its server. */
function retryQueued(
  tx: StoreWriter,
  item: Item,
  by: Source,
  how: { readonly force: boolean; readonly now: number },
): One<Done> {
  switch (askAtGate(tx, item, by, how)) {
    case 'asks':
      return ok({ kind: 'done' });
    case 'serverAsked':
      return refused(item.id, 'SERVER_ASKED', item.state);
    case 'open':
      return refused(item.id, 'ITEM_STATE', item.state);
  }
}

/**
 * What followed the item is settled as if it had been cancelled. A damaged record goes at once: nobody knows whether
 * its row could be put back.
 */
function removeItem(
  tx: StoreWriter,
  item: Item,
  context: TransitionContext,
  log: ActLog | null,
): readonly string[] {
  const damaged = item.state === 'attention' && item.reason.code === 'DAMAGED_RECORD';
  const kept = log !== null && !damaged && tx.setAside(item.id, context.now);
  const files = kept ? [] : tx.remove(item.id, context.now);
  const parked = isOpen(item.state) ? settleFollowers(tx, item, context) : [];
  if (kept) log.setAside(item.id, parked);
  return files;
}

/** Null: there is nowhere to ask. */
function eventOf(
  read: StoreReader,
  item: Item,
  command: Exclude<Command, { kind: 'remove' }>,
  ids: Ids,
): ItemEvent | null {
  switch (command.kind) {
    case 'retry':
      return { type: 'retry', force: command.force, newKey: ids.idempotencyKey() };
    case 'hold':
    case 'release':
    case 'cancel':
      return { type: command.kind };
    case 'setPriority':
      return { type: 'prioritise', priority: command.priority };
    case 'resolve': {
      if (command.arrived !== 'check') return { type: 'resolve', arrived: command.arrived };
      const checkUrl = checkUrlFor(accountOf(read, item), item);
      return checkUrl === null ? null : { type: 'check', checkUrl };
    }
    default:
      return assertNever(command);
  }
}

function whyIgnored(item: Item, command: Command, now: number): ErrorCode {
  const serverAsked = item.state === 'waiting' && item.floorAt !== null && item.floorAt > now;
  if (command.kind === 'retry' && serverAsked) return 'SERVER_ASKED';
  return item.state === 'sending' ? 'ITEM_SENDING' : 'ITEM_STATE';
}
