import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import { type Running, runningOf } from './eligibility.ts';
import { explain } from './explain.ts';
import type { Policy } from './policy.ts';
import type { StoreReader } from './ports.ts';
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
): Result<readonly Explanation[], OutboxError> {
  const item = read.item(id);
  if (item === null) return err(outboxError('ITEM_NOT_FOUND', { id }));
  const scope = orderScopeOf(item);
  return ok(
    explain(
      item,
      {
        parents: read.parents(id),
        orderHead: scope && read.orderHead(scope),
        running: running !== null,
      },
      {
        now,
        gates,
        pauses: read.pauses(),
        running: running ?? read.inState('sending', policy.slots.all).map(runningOf),
        policy,
      },
    ),
  );
}
