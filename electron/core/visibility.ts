import type { Item, Source } from '../../shared/outbox/item.ts';

/** Own window and scripts see every item; an embedded app sees its own. */
export const maySee = (source: Source, item: Item): boolean =>
  source.kind !== 'app' || (item.source.kind === 'app' && item.source.app === source.app);

/** An item as its caller sees it: who of its people wrote it is no embedded app's business. */
export const shownTo = (source: Source, item: Item): Item =>
  source.kind === 'app' ? { ...item, subject: null } : item;
