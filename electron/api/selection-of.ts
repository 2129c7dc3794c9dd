import type { z } from 'zod';
import type { selectionInput } from '../../shared/contracts/selection.ts';
import type { Source } from '../../shared/outbox/item.ts';
import type { Selection } from '../core/select-items.ts';
import { defined } from './views.ts';

/** What a caller selected; for an embedded app never more than its own items. */
export function selectionOf(items: z.infer<typeof selectionInput>, source: Source): Selection {
  if ('ids' in items) return items;
  const filter = 'filter' in items ? defined(items.filter) : {};
  return { filter: { ...filter, ...(source.kind === 'app' ? { source } : {}) } };
}
