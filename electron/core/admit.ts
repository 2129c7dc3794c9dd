import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Account } from '../../shared/outbox/account.ts';
import { FRESH_BUDGET, type Item, isFinal, LARGE_BODY_BYTES } from '../../shared/outbox/item.ts';
import type { StoredRequest } from '../../shared/outbox/request.ts';
import { DAY_MS, refusedByQuota } from './apps/check-grant.ts';
import type { ReadKept } from './chaining/answer-values.ts';
import { itemInScope, type NameScope, pinValues } from './chaining/pin-values.ts';
import { refusedForTimes } from './check-times.ts';
import { dedupeScopeOf, replaceOlder, standIn } from './coalesce.ts';
import type { Draft, ResolvedDraft } from './draft-shape.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { NewItem, StoreWriter } from './ports/store-writer.ts';
import { countBlockers, expecting, refreshOrderHead } from './settle.ts';
import { queuedOrNotBefore, type TransitionContext } from './transition.ts';

/** What a caller gets back; `existing` when its `requestId` had been accepted before, or an open item stands in for it. */
export interface Admitted {
  readonly item: Item;
  readonly existing: boolean;
}

/**
 * Accepts an item within a transaction: binds its account, finds its parents, and takes its place behind
 * its order key. EXPIRES_TOO_SOON, REF_UNKNOWN, REF_CYCLE, VALUE_MISSING, ACCOUNT_UNKNOWN, ACCOUNT_AMBIGUOUS or
 * DUPLICATE leave nothing behind.
 */
export function admit(
  tx: StoreWriter,
  draft: Draft,
  readKept: ReadKept,
  context: TransitionContext,
): Result<Admitted, OutboxError> {
  const { now } = context;
  const known = draft.requestId === null ? null : tx.byRequestId(draft.source, draft.requestId);
  if (known !== null) return ok({ item: known, existing: true });
  const full = quotaRefusal(tx, draft, now);
  if (full !== null) return err(full);
  const resolved = resolveDraft(tx, draft, now, () => null, readKept);
  if (!resolved.ok) return resolved;
  const scope = dedupeScopeOf(resolved.value);
  const open = scope && tx.byDedupeKey(scope);
  const instead = standIn(draft, open);
  if (!instead.ok) return instead;
  if (open !== null && instead.value !== null) return ok({ item: open, existing: true });
  return ok({ item: place(tx, resolved.value, context), existing: false });
}

/** An app's quota counts what is accepted together too: the transaction sees its own writes. */
function quotaRefusal(
  read: StoreReader,
  { source, limits }: Draft,
  now: number,
): OutboxError | null {
  if (source.kind !== 'app' || limits === null) return null;
  return refusedByQuota(limits.quota, read.appUsage(source.app, now - DAY_MS));
}

/** Finds what a draft refers to. `earlier` knows the refs of requests that are accepted together with it. */
export function resolveDraft(
  read: StoreReader,
  draft: Draft,
  now: number,
  earlier: NameScope['earlier'],
  readKept: ReadKept,
): Result<ResolvedDraft, OutboxError> {
  const refused = refusedForTimes(draft.checked, now);
  if (refused !== null) return err(refused);
  const { limits } = draft;
  // An account that an app may not use is none for it.
  const accounts = read
    .accounts()
    .filter(({ name }) => limits === null || limits.accounts.includes(name));
  const account = bindAccount(accounts, draft.account, draft.checked.origin);
  if (!account.ok) return account;
  const subject = subjectAt(accounts, account.value);
  const scope: NameScope = { source: draft.source, account: account.value, subject, earlier };
  const parents = resolveParents(read, draft.after, scope);
  if (!parents.ok) return err(ofItself(draft, parents.error));
  const pinned = pinValues(read, draft.wanted, scope, readKept);
  if (!pinned.ok) return err(ofItself(draft, pinned.error));
  const at = accounts.find(({ name }) => name === account.value);
  const unknownOutcome = draft.unknownOutcome ?? at?.unknownOutcome ?? null;
  return ok({
    draft: { ...draft, unknownOutcome },
    account: account.value,
    subject,
    parents: [...new Set([...parents.value, ...pinned.value.parents])],
    values: pinned.value.values,
  });
}

/** Nobody waits for himself. */
const ofItself = ({ ref }: Draft, error: OutboxError): OutboxError =>
  error.code === 'REF_UNKNOWN' && error.params['ref'] === ref
    ? outboxError('REF_CYCLE', { ref })
    : error;

/** Writes the item down, in place of the one that it replaces, and takes its place behind its order key. */
export function place(tx: StoreWriter, resolved: ResolvedDraft, context: TransitionContext): Item {
  const { draft, parents } = resolved;
  const { now } = context;
  replaceOlder(tx, resolved, context);
  const plain: StoredRequest = { revision: 1, headers: draft.checked.headers, body: draft.body };
  const { values = [] } = resolved;
  const request = values.length === 0 ? plain : { ...plain, template: { values, written: null } };
  const inserted = tx.insert(newItem(resolved, now), request, parents, now);
  const blockers = countBlockers(tx, inserted);
  const item = blockers === inserted.blockers ? inserted : { ...inserted, blockers };
  if (item !== inserted) tx.adjust(item, expecting(inserted));
  if (item.orderKey !== null) refreshOrderHead(tx, item);
  return item;
}

/** The named account, else the only one at that origin, else none. */
export function bindAccount(
  accounts: readonly Account[],
  named: string | null,
  origin: string,
): Result<string | null, OutboxError> {
  if (named !== null) {
    const account = accounts.find((one) => one.name === named && one.origins.includes(origin));
    return account === undefined
      ? err(outboxError('ACCOUNT_UNKNOWN', { account: named, origin }))
      : ok(account.name);
  }
  const matching = accounts.filter((one) => one.origins.includes(origin));
  if (matching.length > 1) {
    return err(
      outboxError('ACCOUNT_AMBIGUOUS', {
        origin,
        accounts: matching.map((one) => one.name).join(', '),
      }),
    );
  }
  return ok(matching[0]?.name ?? null);
}

/** Whose an item of that account is from now on. */
export const subjectAt = (accounts: readonly Account[], account: string | null): string | null =>
  accounts.find(({ name }) => name === account)?.session.person?.subject ?? null;

/** `after` names items by id or by ref; a ref means the newest item that has it at this moment. */
function resolveParents(
  read: StoreReader,
  after: readonly string[],
  scope: NameScope,
): Result<readonly string[], OutboxError> {
  const { source, account, earlier } = scope;
  const parents = new Set<string>();
  for (const name of after) {
    const together = earlier(name, account);
    if (together !== null) {
      parents.add(together);
      continue;
    }
    const parent = itemInScope(read, name, scope) ?? read.byRef({ source, account, key: name });
    if (parent === null || parent.state === 'cancelled')
      return err(outboxError('REF_UNKNOWN', { ref: name }));
    if (!isFinal(parent.state)) parents.add(parent.id);
  }
  return ok([...parents]);
}

function newItem({ draft, account, subject = null }: ResolvedDraft, now: number): NewItem {
  const { checked } = draft;
  return {
    id: draft.id,
    revision: 1,
    method: checked.method,
    url: checked.url,
    origin: checked.origin,
    account,
    subject,
    source: draft.source,
    ref: draft.ref,
    orderKey: draft.orderKey,
    dedupeKey: draft.dedupeKey,
    onDuplicate: draft.onDuplicate,
    requestId: draft.requestId,
    title: draft.title,
    labels: draft.labels,
    priority: checked.priority,
    effectivePriority: checked.priority,
    lane: draft.bodyBytes > LARGE_BODY_BYTES ? 'large' : 'small',
    bodyBytes: draft.bodyBytes,
    unknownOutcome: draft.unknownOutcome ?? 'retry',
    idempotencyKey: draft.idempotencyKey,
    mayHaveArrived: false,
    createdAt: now,
    updatedAt: now,
    notBefore: checked.notBefore,
    expiresAt: checked.expiresAt,
    blockers: 0,
    attempts: 0,
    budget: FRESH_BUDGET,
    redirectTo: null,
    checkUrl: null,
    isolated: false,
    last: null,
    asked: null,
    ...queuedOrNotBefore(checked, now),
  };
}
