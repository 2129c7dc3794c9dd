import type { StoreWriter } from './ports/store-writer.ts';
import { saveTransition } from './settle.ts';
import { type TransitionContext, transition } from './transition.ts';

const CHUNK = 200;

/** Moves what is due, and parks what has expired, a chunk at a time; true when there is more. */
export function promote(tx: StoreWriter, context: TransitionContext): boolean {
  const due = tx.due(context.now, CHUNK);
  const expired = tx.expired(context.now, CHUNK);
  for (const item of due) apply(tx, item.id, 'due', context);
  for (const item of expired) apply(tx, item.id, 'expire', context);
  return due.length === CHUNK || expired.length === CHUNK;
}

function apply(
  tx: StoreWriter,
  id: string,
  type: 'due' | 'expire',
  context: TransitionContext,
): void {
  const item = tx.item(id);
  const next = item && transition(item, { type }, context);
  if (item && next?.kind === 'changed') saveTransition(tx, item, next.item, next.change, context);
}
