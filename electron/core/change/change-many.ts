import type { BulkResult } from '../../../shared/contracts/bulk-result.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type {
  ChangePreview,
  RequestChange,
} from '../../../shared/contracts/request-change-calls.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Item, Source } from '../../../shared/outbox/item.ts';
import { editableItem, lightChunks, type One, refused } from '../bulk.ts';
import { checkHeaders } from '../check-headers.ts';
import { type EditDeps, saveRevision } from '../edit.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Timers } from '../ports/timers.ts';
import type { Selection } from '../select-items.ts';
import { type ChangedRequest, changeRequest } from './change-request.ts';
import { reviseAll } from './revise-all.ts';

export type ChangeDeps = Pick<
  EditDeps,
  'store' | 'vault' | 'clock' | 'policy' | 'random' | 'ids' | 'digest'
>;

/**
 * A new revision of every item that a selection means, by the same rules as `edit`. HEADER_INVALID, SECRET_HEADER
 * or RESERVED_HEADER for a header that no item may have; what concerns one item refuses that one alone.
 */
export async function changeMany(
  deps: ChangeDeps,
  selection: Selection,
  change: RequestChange,
  by: Source,
): Promise<Result<BulkResult, OutboxError>> {
  const checked = checkChange(change);
  if (!checked.ok) return checked;
  return reviseAll(deps.store, selection, (tx, id) => changeOne(tx, id, change, by, deps));
}

function changeOne(
  tx: StoreWriter,
  id: string,
  change: RequestChange,
  by: Source,
  deps: ChangeDeps,
): One<null> {
  const found = changedItem(tx, id, change, by, deps);
  if (!found.ok) return found;
  const { item, changed } = found.value;
  if (changed.kind === 'same') return ok(null);
  const { headers, body, bytesChanged } = changed;
  const revision = { fields: {}, request: { headers, body }, bytesChanged };
  const saved = saveRevision(tx, item, revision, deps);
  return saved.ok ? ok(null) : refused(id, saved.error.code, item.state);
}

/** Of those that would be changed. */
const EXAMPLES = 20;

/** Enough of a long value to know it by. */
const SHOWN = 300;

export interface PreviewDeps {
  readonly read: StoreReader;
  readonly timers: Timers;
  readonly digest: (text: string) => string;
}

/** What `changeMany` would come to now. Nothing is changed, and others have their turn between two chunks. */
export async function previewChange(
  deps: PreviewDeps,
  selection: Selection,
  change: RequestChange,
  by: Source,
): Promise<Result<ChangePreview, OutboxError>> {
  const checked = checkChange(change);
  if (!checked.ok) return checked;
  const counts = { changed: 0, same: 0, refused: 0 };
  const examples: ChangePreview['examples'][number][] = [];
  for (const ids of lightChunks(deps.read, selection)) {
    for (const id of ids) {
      const found = changedItem(deps.read, id, change, by, deps);
      const changed = found.ok ? found.value.changed : null;
      counts[changed?.kind ?? 'refused'] += 1;
      if (changed?.kind !== 'changed' || examples.length === EXAMPLES) continue;
      examples.push({ id, before: shown(changed.before), after: shown(changed.after) });
    }
    await new Promise<void>((resolve) => void deps.timers.after(0, resolve));
  }
  return ok({ ...counts, examples });
}

const shown = (value: string | null): string | null =>
  value === null || value.length <= SHOWN ? value : `${value.slice(0, SHOWN)}…`;

interface ChangedItem {
  readonly item: Item;
  readonly changed: Exclude<ChangedRequest, { kind: 'refused' }>;
}

/** One answer to both whoever asks and whoever does it. */
function changedItem(
  read: StoreReader,
  id: string,
  change: RequestChange,
  by: Source,
  { digest }: Pick<ChangeDeps, 'digest'>,
): One<ChangedItem> {
  const item = editableItem(read, id, by);
  if (!item.ok) return item;
  const request = read.request(id);
  if (request === null) return refused(id, 'ITEM_NOT_FOUND');
  const changed = changeRequest(request, change, digest);
  return changed.kind === 'refused'
    ? refused(id, changed.code, item.value.state)
    : ok({ item: item.value, changed });
}

const checkChange = (change: RequestChange): Result<unknown, OutboxError> =>
  change.kind === 'header' ? checkHeaders([[change.name, change.value ?? '']]) : ok(null);
