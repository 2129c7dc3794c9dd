import type { Source } from '../../shared/outbox/item.ts';

export const sameSource = (a: Source, b: Source): boolean =>
  a.kind === b.kind && (a.kind !== 'app' || (b.kind === 'app' && a.app === b.app));
