import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { isStanding, type Pause } from '../../shared/outbox/gate.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './ports/clock.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';

type Scope = Pick<Pause, 'scope' | 'key'>;

/** Stops sending for everything, an origin or an account, until a time or a person ends it. Survives restarts; running attempts end by themselves. */
export function pauseSending(
  { store, clock }: { readonly store: OutboxStore; readonly clock: Clock },
  { scope, key, until = null }: Scope & { readonly until?: number | null },
): Promise<Result<null, StoreFailure>> {
  return store.write((tx) => {
    tx.savePause({ scope, key, since: clock.now(), until });
    return ok(null);
  });
}

/** What is paused now. Without a host nobody clears a pause whose time has come, so nobody reads them in another way. */
export const standingPauses = (read: Pick<StoreReader, 'pauses'>, now: number): readonly Pause[] =>
  read.pauses().filter((pause) => isStanding(pause, now));

/** Clears the pauses whose time has come. */
export function endPauses(tx: StoreWriter, now: number): void {
  for (const pause of tx.pauses()) {
    if (!isStanding(pause, now)) tx.clearPause(pause.scope, pause.key);
  }
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
