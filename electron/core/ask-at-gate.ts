import type { Item, Source } from '../../shared/outbox/item.ts';
import { wantedBy } from './gates.ts';
import type { StoreWriter } from './ports/store-writer.ts';

/** `open`: no gate of the item's server is closed, or it is not the caller's to move. */
export type AtGate = 'open' | 'asks' | 'serverAsked';

/** A person tries an item again: it asks at its server's closed gate at once. By force only, where the server asked for time. */
export function askAtGate(
  tx: StoreWriter,
  item: Item,
  by: Source,
  { force, now }: { readonly force: boolean; readonly now: number },
): AtGate {
  const gate = tx.gates().find(({ scope, key }) => scope === 'origin' && key === item.origin);
  if (gate === undefined || by.kind === 'app') return 'open';
  if (!force && gate.floorAt !== null && gate.floorAt > now) return 'serverAsked';
  tx.saveGate(wantedBy(gate, item.id, { force, now }));
  return 'asks';
}
