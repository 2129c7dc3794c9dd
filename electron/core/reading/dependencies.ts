import type { Dependencies } from '../../../shared/contracts/window-calls.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import { orderScopeOf } from '../settle.ts';
import { shownValues } from './request-view.ts';

/** What an item waits for, and what waits for it. */
export function dependenciesOf(read: StoreReader, item: Item): Dependencies {
  const scope = orderScopeOf(item);
  const values = shownValues(read.request(item.id)?.template?.values ?? []);
  // One that was delivered before the item was handed over is nobody that it follows, and fills in all the same.
  const parents = new Set([
    ...read.parents(item.id).map(({ id }) => id),
    ...values.map(({ parent }) => parent),
  ]);
  return {
    parents: Array.from(parents, (id) => ({
      id,
      item: read.item(id),
      values: values.filter(({ parent }) => parent === id),
    })),
    children: read.children(item.id),
    order:
      scope === null
        ? null
        : { key: scope.key, head: read.orderHead(scope), open: read.orderOpen(scope) },
  };
}
