import type { Dependencies } from '../../../shared/contracts/window-calls.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import { orderScopeOf } from '../settle.ts';

/** What an item waits for, and what waits for it. */
export function dependenciesOf(read: StoreReader, item: Item): Dependencies {
  const scope = orderScopeOf(item);
  return {
    parents: read.parents(item.id).map(({ id }) => ({ id, item: read.item(id) })),
    children: read.children(item.id),
    order:
      scope === null
        ? null
        : { key: scope.key, head: read.orderHead(scope), open: read.orderOpen(scope) },
  };
}
