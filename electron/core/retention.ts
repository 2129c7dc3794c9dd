import { ok, type Result } from '../../shared/lang/result.ts';
import type { Policy } from './policy.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import type { Vault } from './ports/vault.ts';

const CHUNK = 100;

/**
 * Lets go of what has been delivered or cancelled long enough: bodies first, whole items later. What
 * needs a person is never purged by rule (design.md §9). Works in small chunks, so that nobody waits.
 */
export async function applyRetention(
  store: OutboxStore,
  vault: Vault,
  now: number,
  { retention }: Policy,
): Promise<Result<null, StoreFailure>> {
  const bodies = await inChunks(
    store,
    vault,
    (read) => read.withOldBodies(now - retention.bodies, CHUNK),
    (tx, id) => tx.dropBodies(id),
  );
  if (!bodies.ok) return bodies;
  const items = await inChunks(
    store,
    vault,
    (read) => read.purgeable(now - retention.items, retention.count, CHUNK),
    (tx, id) => tx.remove(id, now),
  );
  if (!items.ok) return items;
  return store.write((tx) => {
    tx.dropMinutes(now - retention.minutes);
    return ok(null);
  });
}

async function inChunks(
  store: OutboxStore,
  vault: Vault,
  choose: (read: StoreReader) => readonly string[],
  letGo: (tx: StoreWriter, id: string) => readonly string[],
): Promise<Result<null, StoreFailure>> {
  for (;;) {
    const done = await store.write((tx) => {
      const ids = choose(tx);
      return ok({ ids, files: ids.flatMap((id) => letGo(tx, id)) });
    });
    if (!done.ok) return done;
    await vault.discard(done.value.files);
    if (done.value.ids.length < CHUNK) return ok(null);
  }
}
