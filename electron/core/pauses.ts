import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { Pause } from '../../shared/outbox/gate.ts';
import type { Outbox } from './outbox.ts';
import type { Clock, OutboxStore, StoreFailure } from './ports.ts';

type Scope = Pick<Pause, 'scope' | 'key'>;

/** Stops sending for everything, an origin or an account. Survives restarts; running attempts end by themselves. */
export function pauseSending(
  { store, clock }: { readonly store: OutboxStore; readonly clock: Clock },
  { scope, key }: Scope,
): Promise<Result<null, StoreFailure>> {
  return store.write((tx) => {
    tx.savePause({ scope, key, since: clock.now() });
    return ok(null);
  });
}

/** Sends again, at once: back-off ends too, but no wait that a server asked for (design.md §8). */
export async function resumeSending(
  { store, outbox }: { readonly store: OutboxStore; readonly outbox: Pick<Outbox, 'wakeAll'> },
  { scope, key }: Scope,
): Promise<Result<null, OutboxError>> {
  const cleared = await store.write((tx) => {
    tx.clearPause(scope, key);
    return ok(null);
  });
  if (!cleared.ok) return cleared;
  const woken = await outbox.wakeAll();
  return woken.ok ? ok(null) : woken;
}
