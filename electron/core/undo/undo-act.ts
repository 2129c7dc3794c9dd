import type { UndoResult } from '../../../shared/contracts/bulk-result.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import { type Item, isFinal, isOpen, type Source } from '../../../shared/outbox/item.ts';
import type { Act, ActStep } from '../ports/acts.ts';
import type { Clock } from '../ports/clock.ts';
import type { OutboxStore, StoreFailure } from '../ports/outbox-store.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Vault } from '../ports/vault.ts';
import { expecting, orderScopeOf, refreshOrderHead, settleReopened } from '../settle.ts';
import type { ActChange } from './act-record.ts';
import { asMarked, isAsMarked } from './item-mark.ts';

export interface UndoDeps {
  readonly store: OutboxStore;
  readonly vault: Pick<Vault, 'discard'>;
  readonly clock: Clock;
}

const CHUNK = 200;

/** Takes an act back, by default the caller's newest: UNDO_EXPIRED when there is none, or no more. */
export async function undoAct(
  deps: UndoDeps,
  token: string | null,
  by: Source,
): Promise<Result<UndoResult, OutboxError>> {
  const begun = await deps.store.write<string, OutboxError>((tx) => {
    const now = deps.clock.now();
    const act = tx
      .acts()
      .findLast(
        (one) =>
          canBeUndone(one, now) &&
          (token === null ? one.source.kind === by.kind : one.token === token),
      );
    if (act === undefined) return err(outboxError('UNDO_EXPIRED'));
    tx.saveAct({ ...act, undoing: true });
    return ok(act.token);
  });
  return begun.ok ? takeBack(deps, begun.value) : begun;
}

/** Not one that is still under way, or is being undone already. */
const canBeUndone = ({ until, undoing }: Act, now: number): boolean =>
  !undoing && until !== null && until > now;

/** Undoes what is left of an act whose undoing has begun, a chunk at a time. */
export async function takeBack(
  deps: UndoDeps,
  token: string,
): Promise<Result<UndoResult, StoreFailure>> {
  let restored = 0;
  let refused = 0;
  for (;;) {
    const chunk = await deps.store.write((tx) => {
      const steps = tx.actSteps(token, CHUNK);
      const undone = steps.map((step) => {
        const one = takeBackStep(tx, step, deps.clock.now());
        tx.dropActStep(token, step.position);
        return one;
      });
      if (steps.length < CHUNK) tx.endAct(token);
      return ok(undone);
    });
    if (!chunk.ok) return chunk;
    restored += chunk.value.filter((one) => one.kind === 'restored').length;
    const refusals = chunk.value.flatMap((one) => (one.kind === 'refused' ? [one] : []));
    refused += refusals.length;
    await deps.vault.discard(refusals.flatMap((one) => one.files));
    if (chunk.value.length < CHUNK) return ok({ restored, refused });
  }
}

/** Followers are not counted: whoever acted did not name them. */
type Undone =
  | { readonly kind: 'restored' }
  | { readonly kind: 'refused'; readonly files: readonly string[] }
  | { readonly kind: 'follower' };

const REFUSED: Undone = { kind: 'refused', files: [] };

function takeBackStep(tx: StoreWriter, step: ActStep, now: number): Undone {
  if (step.change === null) return bringBack(tx, step.itemId, now);
  const change = JSON.parse(step.change) as ActChange;
  const restored = restore(tx, step.itemId, change, now);
  if (change.follower) return { kind: 'follower' };
  return restored ? { kind: 'restored' } : REFUSED;
}

/**
 * What was removed comes back to its old place, unless a request with its `requestId` was accepted meanwhile, or it
 * belongs to a practice mode that has ended. Then it is gone for good.
 */
function bringBack(tx: StoreWriter, id: string, now: number): Undone {
  const aside = tx.asideItem(id);
  if (aside === null) return REFUSED;
  const replaced =
    aside.requestId !== null && tx.byRequestId(aside.source, aside.requestId) !== null;
  const homeless =
    aside.account === PRACTICE_ACCOUNT &&
    !tx.accounts().some((account) => account.name === PRACTICE_ACCOUNT);
  if (replaced || homeless) return { kind: 'refused', files: tx.purgeAside(id) };
  const formerHead = headOf(tx, aside);
  const item = tx.bringBack(id, now);
  if (item === null) return REFUSED;
  if (isOpen(item.state)) settleReopened(tx, item, formerHead);
  return { kind: 'restored' };
}

/**
 * A follower that the act put before a person goes back as well, if it is still as the act left it and what it
 * follows is back: whoever takes a mistake back does not want to look for its consequences. Where the parent did not
 * come back, the reason why the follower needs a person stands.
 */
function restore(tx: StoreWriter, id: string, change: ActChange, now: number): boolean {
  const current = tx.item(id);
  if (current === null || !isAsMarked(current, change.after)) return false;
  if (change.follower && isParentGone(tx, current)) return false;
  const next = asMarked(current, change.before);
  const reopens = isFinal(current.state) && isOpen(next.state);
  // Retention has taken its bodies: there would be nothing to send.
  if (reopens && tx.request(id) === null) return false;
  const formerHead = reopens ? headOf(tx, current) : null;
  if (!tx.save(next, expecting(current), 'undone', now)) return false;
  if (reopens) settleReopened(tx, next, formerHead);
  else if (next.priority !== current.priority) refreshOrderHead(tx, next);
  return true;
}

function isParentGone(tx: StoreWriter, follower: Item): boolean {
  if (follower.state !== 'attention' || follower.reason.code !== 'PARENT_GONE') return false;
  const parent = tx.item(follower.reason.parent);
  return parent === null || parent.state === 'cancelled';
}

function headOf(tx: StoreWriter, item: Item): Item | null {
  const scope = orderScopeOf(item);
  return scope === null ? null : tx.orderHead(scope);
}
