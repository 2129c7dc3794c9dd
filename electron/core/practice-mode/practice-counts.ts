import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import { ITEM_STATES, type ItemState } from '../../../shared/outbox/item.ts';
import type { StoreReader } from '../ports/store-reader.ts';

/** Practice items by state: whoever counts what needs a person takes them off. */
export function practiceCounts(read: StoreReader): Readonly<Record<ItemState, number>> {
  const counts = Object.fromEntries(
    ITEM_STATES.map((state) => [state, read.count({ account: PRACTICE_ACCOUNT, states: [state] })]),
  );
  return counts as Record<ItemState, number>;
}
