import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item, ItemState } from '../../shared/outbox/item.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Timers } from './ports/timers.ts';

/** States that end without anybody's doing only when they are final, or need a person. */
const SETTLED: readonly ItemState[] = [
  'delivered',
  'cancelled',
  'attention',
  'unconfirmed',
  'held',
];

/**
 * Resolves when the item is settled; TIMED_OUT after `timeoutMs`, ABORTED when nobody waits any more. Neither changes
 * anything for the item.
 */
export function waitForItem(
  store: OutboxStore,
  timers: Timers,
  id: string,
  timeoutMs: number,
  gone?: AbortSignal,
): Promise<Result<Item, OutboxError>> {
  return new Promise((resolve) => {
    const end = (result: Result<Item, OutboxError>): void => {
      off();
      cancel();
      gone?.removeEventListener('abort', leave);
      resolve(result);
    };
    const leave = (): void => end(err(outboxError('ABORTED')));
    const look = (): void => {
      const item = store.read.item(id);
      if (item === null) end(err(outboxError('ITEM_NOT_FOUND', { id })));
      else if (SETTLED.includes(item.state)) end(ok(item));
    };
    const off = store.onCommit(look);
    const cancel = timers.after(timeoutMs, () => end(err(outboxError('TIMED_OUT', { id }))));
    gone?.addEventListener('abort', leave);
    if (gone?.aborted === true) leave();
    else look();
  });
}
