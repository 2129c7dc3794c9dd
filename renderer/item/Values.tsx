import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { inBraces } from '../../shared/messages/value-words.ts';
import type { AwaitedValue } from '../../shared/outbox/request.ts';
import { HeaderList } from '../bodies/HeaderList.tsx';

/** What of a request comes from the answers to other items, and what has come. */
export function Values({ values }: { readonly values: readonly AwaitedValue[] }) {
  return (
    <HeaderList
      headers={values.map(({ wanted, json }) => [inBraces(wanted), json ?? ITEM_WORDS.valueToCome])}
      label={ITEM_WORDS.values}
    />
  );
}
