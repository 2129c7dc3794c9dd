import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { Data } from '../bodies/Data.tsx';

/** What is wrong with an item in the words of its server, where there are some. */
export function ServerSaid({
  item,
  className,
}: {
  readonly item: Item;
  readonly className: string;
}) {
  if (item.state !== 'attention' || item.problem === undefined) return null;
  return (
    <p className={className}>
      {ITEM_WORDS.serverSaid} <Data text={item.problem} />
    </p>
  );
}
