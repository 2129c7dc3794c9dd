import type { ItemDetails } from '../../shared/contracts/outbox-api.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { TextPages } from '../bodies/TextPages.tsx';

/** What the outbox has noted of the item, for whoever wants all of it. */
export function RawPanel({ details }: { readonly details: ItemDetails }) {
  const text = JSON.stringify({ ...details.item, attempts: details.attempts }, null, 2);
  return <TextPages pages={[text]} label={ITEM_WORDS.raw} />;
}
