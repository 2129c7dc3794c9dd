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
