import type { BulkResult } from '../../../shared/contracts/bulk-result.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { bindAccount } from '../admit.ts';
import { editableItem, type One, refused } from '../bulk.ts';
import { saveRevision } from '../edit.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Selection } from '../select-items.ts';
import type { ChangeDeps } from './change-many.ts';
import { reviseAll } from './revise-all.ts';

/**
 * A new revision of every item under that account, as `edit` makes it: for the server it is another request, with
 * another key. ACCOUNT_UNKNOWN when there is no such account, and for each item whose server is none of its own.
 */
export async function assignAccount(
  deps: ChangeDeps,
  selection: Selection,
  account: string,
  by: Source,
): Promise<Result<BulkResult, OutboxError>> {
  if (!deps.store.read.accounts().some((one) => one.name === account))
    return err(outboxError('ACCOUNT_UNKNOWN', { account }));
  return reviseAll(deps.store, selection, (tx, id) => assignOne(tx, id, account, by, deps));
}

function assignOne(
  tx: StoreWriter,
  id: string,
  account: string,
  by: Source,
  deps: ChangeDeps,
): One<null> {
  const item = editableItem(tx, id, by);
  if (!item.ok) return item;
  const { state, origin } = item.value;
  if (item.value.account === account) return ok(null);
  const bound = bindAccount(tx.accounts(), account, origin);
  const request = tx.request(id);
  if (!bound.ok) return refused(id, bound.error.code, state);
  if (request === null) return refused(id, 'ITEM_NOT_FOUND');
  const { headers, body } = request;
  const revision = { fields: { account }, request: { headers, body }, bytesChanged: false };
  const saved = saveRevision(tx, item.value, revision, deps);
  return saved.ok ? ok(null) : refused(id, saved.error.code, state);
}
