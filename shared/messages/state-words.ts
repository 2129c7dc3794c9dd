import type { ItemState } from '../outbox/item.ts';

/** States as people read them in lists. */
export const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  queued: 'queued',
  waiting: 'waiting',
  sending: 'sending',
  delivered: 'delivered',
  attention: 'needs you',
  unconfirmed: 'unconfirmed',
  held: 'on hold',
  cancelled: 'cancelled',
};

const wordsOf = (state: ItemState, n: number): string =>
  state === 'attention' && n > 1 ? 'need you' : STATE_WORDS[state];

/** `3 delivered, 1 needs you`; null while there are none. */
export function countsWords(counts: Readonly<Record<ItemState, number>>): string | null {
  const parts = (Object.keys(STATE_WORDS) as ItemState[]).flatMap((state) =>
    counts[state] > 0 ? [`${counts[state]} ${wordsOf(state, counts[state])}`] : [],
  );
  return parts.length === 0 ? null : parts.join(', ');
}
