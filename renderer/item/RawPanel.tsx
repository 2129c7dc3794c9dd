import type { ItemDetails } from '../../shared/contracts/outbox-api.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { TextPages } from '../bodies/TextPages.tsx';

/** What the outbox has noted of the item, for whoever wants all of it. */
export function RawPanel({ details }: { readonly details: ItemDetails }) {
  const { item, ...more } = details;
  const text = JSON.stringify({ ...item, ...more }, null, 2);
  return <TextPages pages={[text]} label={ITEM_WORDS.raw} />;
}
