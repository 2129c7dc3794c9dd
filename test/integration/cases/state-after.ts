import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { transition } from '../../../electron/core/transition.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { Item, ItemBase } from '../../../shared/outbox/item.ts';
import { aSendingItem } from '../../support/builders.ts';

/** When the attempts of `stateAfter` end, in milliseconds. */
export const NOW = 1_000_000;

/** What an attempt's outcome makes of its item, with the shortest back-off that chance allows. */
export function stateAfter(outcome: AttemptOutcome, fields: Partial<ItemBase> = {}): Item {
  const item = aSendingItem(fields);
  const next = transition(
    item,
    {
      type: 'attemptEnded',
      attempt: item.attempt,
      outcome,
      durationMs: 1,
      probe: false,
      freshToken: false,
      unsigned: false,
      checkUrl: null,
      cannotBeAsked: false,
      cutOffAt: null,
      doubtCounts: true,
    },
    { policy: DEFAULT_POLICY, now: NOW, random: () => 0 },
  );
  if (next.kind === 'ignored') throw new Error('not being sent');
  return next.item;
}
