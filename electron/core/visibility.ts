import type { Item, Source } from '../../shared/outbox/item.ts';

/** Own window and scripts see every item; an embedded app sees its own. */
export const maySee = (source: Source, item: Item): boolean =>
  source.kind !== 'app' || (item.source.kind === 'app' && item.source.app === source.app);
