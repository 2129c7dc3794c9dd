import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { accountOf, checkUrlFor } from './check-delivery.ts';
import { type Running, runningOf, type Situation } from './eligibility.ts';
import { explain, type Surroundings } from './explain.ts';
import { standingPauses } from './pauses.ts';
import type { Policy } from './policy.ts';
import type { StoreReader } from './ports/store-reader.ts';
import { orderScopeOf } from './settle.ts';

/**
 * Why an item moves or does not. `running` is what occupies slots now; without a host nothing is being
 * sent, which the answer then says.
 */
export function explainItem(
  read: StoreReader,
  id: string,
  running: readonly Running[] | null,
  gates: readonly ClosedGate[],
  now: number,
  policy: Policy,
  disk: DiskTrouble | null = null,
): Result<readonly Explanation[], OutboxError> {
  const item = read.item(id);
  if (item === null) return err(outboxError('ITEM_NOT_FOUND', { id }));
  const situation = situationOf(read, running, gates, now, policy, disk);
  return ok(explain(item, surroundingsOf(read, item, running), situation));
}

export const situationOf = (
  read: StoreReader,
  running: readonly Running[] | null,
  gates: readonly ClosedGate[],
  now: number,
  policy: Policy,
  disk: DiskTrouble | null,
): Situation => ({
  now,
  gates,
  pauses: standingPauses(read, now),
  disk,
  running: running ?? read.inState('sending', policy.slots.all).map(runningOf),
  policy,
});

export function surroundingsOf(
  read: StoreReader,
  item: Item,
  running: readonly Running[] | null,
): Surroundings {
  const scope = orderScopeOf(item);
  return {
    parents: read.parents(item.id),
    orderHead: scope && read.orderHead(scope),
    canBeChecked: item.state === 'unconfirmed' && checkUrlFor(accountOf(read, item), item) !== null,
    replaced: replacedBy(read, item),
    running: running !== null,
  };
}

function replacedBy(read: StoreReader, item: Item): Surroundings['replaced'] {
  if (item.state !== 'cancelled' || item.dedupeKey === null) return null;
  if (read.timeline(item.id).at(-1)?.kind !== 'replaced') return null;
  const { source, account, subject, dedupeKey: key } = item;
  return { by: read.byDedupeKey({ source, account, subject, key })?.id ?? null };
}
