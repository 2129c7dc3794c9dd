import type { HostEvents, OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { SOURCE } from './cli.ts';
import { type Following, followChanges } from './follow-changes.ts';

/** Tells each item once for every attempt of it that ended from now on, or after `cursor`, as it is then. */
export function watchItems(
  host: { readonly api: OutboxCalls } & Pick<HostEvents, 'onChange'>,
  tell: (item: Item) => void,
  cursor: number | null = null,
): Following {
  return followChanges(host, cursor, async (change) => {
    if (change.kind !== 'attemptEnded') return;
    const details = await host.api.call('get', { id: change.itemId }, SOURCE);
    if (details.ok) tell(details.value.item);
  });
}
