import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Item, isFinal } from '../../shared/outbox/item.ts';
import type { Draft, ResolvedDraft } from './draft-shape.ts';
import type { PersonScope } from './ports/item-queries.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import { saveTransition } from './settle.ts';
import { type TransitionContext, transition } from './transition.ts';

/** The scope of a draft's dedupe key; null when it has none. */
export const dedupeScopeOf = ({
  draft,
  account,
  subject = null,
}: Pick<ResolvedDraft, 'draft' | 'account' | 'subject'>): PersonScope | null =>
  draft.dedupeKey === null
    ? null
    : { source: draft.source, account, subject, key: draft.dedupeKey };

/**
 * What stands in place of a draft because an open item has its dedupe key: that item where it is to be kept, null
 * where the draft goes its own way. DUPLICATE where there must be no second one.
 */
export function standIn(
  { onDuplicate }: Pick<Draft, 'onDuplicate'>,
  open: Pick<Item, 'id'> | null,
): Result<string | null, OutboxError> {
  if (open === null) return ok(null);
  switch (onDuplicate) {
    case 'keep':
      return ok(open.id);
    case 'reject':
      return err(outboxError('DUPLICATE', { id: open.id }));
    case 'append':
    case 'replace':
      return ok(null);
  }
}

/**
 * Takes the newest open item of a draft's dedupe key away, which the draft is to replace. One that may have put
 * bytes on the wire, that others follow, or that a person holds stays: the draft goes strictly behind it then, as
 * items of one dedupe key are of one order key.
 */
export function replaceOlder(
  tx: StoreWriter,
  resolved: ResolvedDraft,
  context: TransitionContext,
): void {
  const scope = dedupeScopeOf(resolved);
  if (scope === null || resolved.draft.onDuplicate !== 'replace') return;
  const older = tx.byDedupeKey(scope);
  if (older === null || !isUntouched(tx, older)) return;
  const gone = transition(older, { type: 'replaced' }, context);
  if (gone.kind === 'changed') saveTransition(tx, older, gone.item, gone.change, context);
}

function isUntouched(read: StoreReader, { id, state }: Item): boolean {
  if (state !== 'queued' && state !== 'waiting' && state !== 'attention') return false;
  if (read.children(id).some((child) => !isFinal(child.state))) return false;
  return read
    .attempts(id)
    .every(({ report }) => report?.progress === 'none' && report.bytesUp === 0);
}
