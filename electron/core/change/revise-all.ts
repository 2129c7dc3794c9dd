import type { BulkResult } from '../../../shared/contracts/bulk-result.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { counted, inChunks, lightChunks, NOTHING_DONE, type One } from '../bulk.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Selection } from '../select-items.ts';

/** A new revision of every item that a selection means; what concerns one item refuses that one alone. */
export async function reviseAll(
  store: OutboxStore,
  selection: Selection,
  revise: (tx: StoreWriter, id: string) => One<null>,
): Promise<Result<BulkResult, OutboxError>> {
  let result = NOTHING_DONE;
  const actIn = (tx: StoreWriter) => (id: string) => revise(tx, id);
  for await (const chunk of inChunks(store, lightChunks(store.read, selection), actIn)) {
    if (!chunk.ok) return chunk;
    result = counted(result, chunk.value);
  }
  return ok(result);
}
