import type { BulkResult, Refusal } from '../../shared/contracts/bulk-result.ts';
import type { ErrorCode } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Item, isFinal, type Source } from '../../shared/outbox/item.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import { chunksOf, type Selection } from './select-items.ts';
import { maySee } from './visibility.ts';

/** What became of one item of a selection. */
export type One<T> = Result<T, Refusal>;

export const refused = (id: string, code: ErrorCode, state: Refusal['state'] = ''): One<never> =>
  err({ id, code, state });

/** Does the same with every item of a selection, a chunk in a transaction; one refusal stops no other. */
export async function* inChunks<T>(
  store: OutboxStore,
  chunks: Iterable<readonly string[]>,
  actIn: (tx: StoreWriter) => (id: string) => One<T>,
): AsyncGenerator<Result<readonly One<T>[], StoreFailure>> {
  for (const ids of chunks) {
    yield await store.write((tx) => {
      const act = actIn(tx);
      return ok(ids.map((id) => act(id)));
    });
  }
}

/** What is read and written in one go, where bodies are: more of it would hold up the others. */
const BYTES_IN_CHUNK = 4 * 1024 * 1024;

/** The chunks of a selection, cut where their bodies come to more than a few megabytes. */
export function* lightChunks(
  read: StoreReader,
  selection: Selection,
): Generator<readonly string[]> {
  for (const ids of chunksOf(read, selection)) {
    let chunk: string[] = [];
    let bytes = 0;
    for (const id of ids) {
      const more = read.item(id)?.bodyBytes ?? 0;
      if (chunk.length > 0 && bytes + more > BYTES_IN_CHUNK) {
        yield chunk;
        chunk = [];
        bytes = 0;
      }
      chunk.push(id);
      bytes += more;
    }
    yield chunk;
  }
}

/** ITEM_NOT_FOUND also for an item that is not the caller's to see. */
export function itemFor(read: StoreReader, id: string, by: Source): One<Item> {
  const item = read.item(id);
  return item !== null && maySee(by, item) ? ok(item) : refused(id, 'ITEM_NOT_FOUND');
}

/** An item of which there may be a new revision now. */
export function editableItem(read: StoreReader, id: string, by: Source): One<Item> {
  const item = itemFor(read, id, by);
  if (!item.ok) return item;
  const { state } = item.value;
  if (state === 'sending') return refused(id, 'ITEM_SENDING', state);
  return isFinal(state) ? refused(id, 'ITEM_STATE', state) : item;
}

const REFUSALS_SHOWN = 100;

export const NOTHING_DONE: BulkResult = { done: 0, refused: 0, refusals: [], undo: null };

/** A bulk call's result with those items in it. */
export function counted(before: BulkResult, items: readonly One<unknown>[]): BulkResult {
  const refusals = items.flatMap((one) => (one.ok ? [] : [one.error]));
  return {
    done: before.done + items.length - refusals.length,
    refused: before.refused + refusals.length,
    refusals: [...before.refusals, ...refusals].slice(0, REFUSALS_SHOWN),
    undo: before.undo,
  };
}
