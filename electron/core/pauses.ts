import { ok, type Result } from '../../shared/lang/result.ts';
import type { Pause } from '../../shared/outbox/gate.ts';
import type { Clock, OutboxStore, StoreFailure } from './ports.ts';

/** Stops or resumes sending for everything, an origin or an account. Survives restarts; running attempts end by themselves. */
export function setPause(
  { store, clock }: { readonly store: OutboxStore; readonly clock: Clock },
  { scope, key }: Pick<Pause, 'scope' | 'key'>,
  paused: boolean,
): Promise<Result<null, StoreFailure>> {
  return store.write((tx) => {
    if (paused) tx.savePause({ scope, key, since: clock.now() });
    else tx.clearPause(scope, key);
    return ok(null);
  });
}
