import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { StoredBody, StoredFile, StoredPart } from '../../shared/outbox/request.ts';
import { admit } from './admit.ts';
import { counted, lightChunks, NOTHING_DONE, type One, refused } from './bulk.ts';
import { wantedBy } from './chaining/retemplate.ts';
import { type DraftingTools, discardDraft, vaultNames } from './draft.ts';
import type { Draft } from './draft-shape.ts';
import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Random } from './ports/random.ts';
import type { Vault } from './ports/vault.ts';
import type { Selection } from './select-items.ts';

export interface DuplicateDeps extends DraftingTools {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: Policy;
}

/**
 * A new item with the same request and files of its own; it has its own key, and waits only for those whose answers
 * still have to fill it in.
 */
export async function duplicateItem(
  deps: DuplicateDeps,
  id: string,
): Promise<Result<Item, OutboxError>> {
  const { store, vault, ids, clock, random, policy } = deps;
  const item = store.read.item(id);
  const request = item && store.read.request(id);
  if (item === null || request === null) return err(outboxError('ITEM_NOT_FOUND', { id }));
  const body = await copyBody(request.body, deps);
  if (!body.ok) return body;
  const draft: Draft = {
    id: ids.item(),
    source: item.source,
    checked: {
      method: item.method,
      url: item.url,
      origin: item.origin,
      headers: request.headers,
      body: { kind: 'none' },
      priority: item.priority,
      notBefore: null,
      expiresAt: null,
    },
    body: body.value,
    bodyBytes: item.bodyBytes,
    wanted: wantedBy(request),
    idempotencyKey: ids.idempotencyKey(),
    account: item.account,
    ref: item.ref,
    orderKey: item.orderKey,
    // A person wants a second one.
    dedupeKey: null,
    onDuplicate: 'append',
    after: [],
    requestId: null,
    title: item.title,
    labels: item.labels,
    unknownOutcome: item.unknownOutcome,
    // A person asks for it, whoever handed the item over.
    limits: null,
  };
  const context = { policy, random, now: clock.now() };
  const admitted = await store.write((tx) => admit(tx, draft, vault.readNow, context));
  if (admitted.ok) return ok(admitted.value.item);
  await discardDraft(draft, vault);
  return admitted;
}

/** Every item of a selection once more, in their order; those of a chunk share their commits. */
export async function duplicateMany(
  deps: DuplicateDeps,
  selection: Selection,
): Promise<Result<BulkResult, OutboxError>> {
  const duplicate = async (id: string): Promise<One<Item>> => {
    const copy = await duplicateItem(deps, id);
    return copy.ok ? copy : refused(id, copy.error.code);
  };
  let result = NOTHING_DONE;
  for (const ids of lightChunks(deps.store.read, selection)) {
    result = counted(result, await Promise.all(ids.map(duplicate)));
  }
  return ok(result);
}

async function copyBody(
  body: StoredBody,
  { vault, ids }: DraftingTools,
): Promise<Result<StoredBody, OutboxError>> {
  switch (body.kind) {
    case 'none':
    case 'inline':
      return ok(body);
    case 'file': {
      const file = await copyFile(body.file, vault);
      return file.ok ? ok({ ...body, file: file.value }) : file;
    }
    case 'multipart': {
      const parts: StoredPart[] = [];
      for (const part of body.parts) {
        const file = part.kind === 'file' ? await copyFile(part.file, vault) : null;
        if (file !== null && !file.ok) {
          await vault.discard(vaultNames({ kind: 'multipart', boundary: '', parts }));
          return file;
        }
        parts.push(part.kind === 'file' && file !== null ? { ...part, file: file.value } : part);
      }
      return ok({ kind: 'multipart', boundary: ids.boundary(), parts });
    }
  }
}

const copyFile = (file: StoredFile, vault: Vault): Promise<Result<StoredFile, OutboxError>> =>
  file.kind === 'vault' ? vault.snapshot(vault.pathOf(file.file)) : Promise.resolve(ok(file));
