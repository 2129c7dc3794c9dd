import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { place, resolveDraft } from './admit.ts';
import { dedupeScopeOf, standIn } from './coalesce.ts';
import { vaultNames } from './draft.ts';
import type { Draft, ResolvedDraft } from './draft-shape.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import type { Vault } from './ports/vault.ts';
import { parentGone, saveTransition } from './settle.ts';
import { type TransitionContext, transition } from './transition.ts';

const CHUNK = 100;

export interface BatchDeps {
  readonly store: OutboxStore;
  readonly vault: Vault;
  readonly context: () => TransitionContext;
}

/**
 * Stages the drafts of one batch piece by piece. Nothing of it is to be seen before `accept`, and all of it counts
 * from then on, also if the process ends in the middle of taking it up.
 */
export class BatchBuilder {
  private readonly deps: BatchDeps;
  private readonly id: string;
  private readonly refs = new Map<string, string>();
  private readonly requestIds = new Map<string, string>();
  private readonly dedupeKeys = new Map<string, string>();
  /** The item of each request, in order; known ones for a repeated `requestId`, or that stand in for it. */
  private readonly items: string[] = [];
  private pending: ResolvedDraft[] = [];
  private staged = 0;
  private begun = false;
  private counts = false;

  constructor(deps: BatchDeps, id: string) {
    this.deps = deps;
    this.id = id;
  }

  /** Requests so far. */
  get size(): number {
    return this.items.length;
  }

  /** The item of each request. */
  get ids(): readonly string[] {
    return this.items;
  }

  /** The `requestId` of one of its items. */
  requestIdOf(id: string): string | null {
    for (const [requestId, item] of this.requestIds) if (item === id) return requestId;
    return null;
  }

  /** EXPIRES_TOO_SOON, REF_UNKNOWN, REF_CYCLE, VALUE_MISSING, ACCOUNT_UNKNOWN, ACCOUNT_AMBIGUOUS or DUPLICATE as for a single item; `drop` is the caller's to call then. */
  async add(draft: Draft): Promise<Result<null, OutboxError>> {
    const { read } = this.deps.store;
    const known =
      draft.requestId === null
        ? undefined
        : (this.requestIds.get(draft.requestId) ??
          read.byRequestId(draft.source, draft.requestId)?.id);
    if (known !== undefined) return this.stand(draft, known);
    const resolved = resolveDraft(
      read,
      draft,
      this.deps.context().now,
      (ref, account) => this.refs.get(keyOf(ref, account)) ?? null,
      this.deps.vault.readNow,
    );
    if (!resolved.ok) return resolved;
    const scope = dedupeScopeOf(resolved.value);
    const key = scope && keyOf(scope.key, scope.account);
    const together = key === null ? undefined : this.dedupeKeys.get(key);
    const open = together === undefined ? scope && read.byDedupeKey(scope) : { id: together };
    const instead = standIn(draft, open);
    if (!instead.ok) return instead;
    if (instead.value !== null) return this.stand(draft, instead.value);
    if (key !== null) this.dedupeKeys.set(key, draft.id);
    if (draft.ref !== null) this.refs.set(keyOf(draft.ref, resolved.value.account), draft.id);
    if (draft.requestId !== null) this.requestIds.set(draft.requestId, draft.id);
    this.items.push(draft.id);
    this.pending.push(resolved.value);
    return this.pending.length >= CHUNK ? this.flush() : ok(null);
  }

  /** Another item stands in for a draft. */
  private async stand(draft: Draft, id: string): Promise<Result<null, OutboxError>> {
    this.items.push(id);
    await this.deps.vault.discard(vaultNames(draft.body));
    return ok(null);
  }

  /** Resolves when the batch is durable and taken up. `onProgress` is told how many of its requests are. */
  async accept(onProgress: (taken: number) => void): Promise<Result<null, StoreFailure>> {
    const flushed = await this.flush();
    if (!flushed.ok) return flushed;
    const accepted = await this.deps.store.write((tx) => {
      tx.acceptBatch(this.id);
      return ok(null);
    });
    if (!accepted.ok) return accepted;
    this.counts = true;
    return takeUp(this.deps, this.id, onProgress);
  }

  /** Gives back everything that was staged; nothing of a batch that was accepted: the next start takes up the rest. */
  async drop(): Promise<void> {
    if (this.counts) return;
    await this.deps.vault.discard(this.pending.flatMap(({ draft }) => vaultNames(draft.body)));
    this.pending = [];
    if (this.begun) await dropBatch(this.deps, this.id);
  }

  /** Resolves when what was added is on disk. */
  async flush(): Promise<Result<null, StoreFailure>> {
    const drafts = this.pending;
    if (drafts.length === 0 && this.begun) return ok(null);
    const written = await this.deps.store.write((tx) => {
      if (!this.begun) tx.beginBatch(this.id);
      for (const [index, draft] of drafts.entries()) {
        tx.stage(this.id, { position: this.staged + index, draft: JSON.stringify(draft) });
      }
      return ok(null);
    });
    if (!written.ok) return written;
    this.begun = true;
    this.staged += drafts.length;
    this.pending = [];
    return ok(null);
  }
}

const keyOf = (ref: string, account: string | null): string => JSON.stringify([ref, account]);

/** What a start finds: an accepted batch is taken up to its end, any other never counted. */
export async function settleBatches(deps: BatchDeps): Promise<Result<null, StoreFailure>> {
  for (const { id, accepted } of deps.store.read.batches()) {
    const settled = accepted ? await takeUp(deps, id) : await dropBatch(deps, id);
    if (!settled.ok) return settled;
  }
  return ok(null);
}

async function takeUp(
  { store, context }: BatchDeps,
  batch: string,
  onProgress: (taken: number) => void = () => {},
): Promise<Result<null, StoreFailure>> {
  for (let taken = 0; ; taken += CHUNK) {
    const left = await store.write((tx) => {
      const drafts = tx.staged(batch, CHUNK);
      for (const { position, draft } of drafts) {
        takeUpOne(tx, JSON.parse(draft) as ResolvedDraft, context());
        tx.unstage(batch, position);
      }
      if (drafts.length < CHUNK) tx.endBatch(batch);
      return ok(drafts.length);
    });
    if (!left.ok) return left;
    onProgress(taken + left.value);
    if (left.value < CHUNK) return ok(null);
  }
}

/**
 * It was accepted, so that what has its dedupe key since then is replaced, or goes before it. A parent that was
 * cancelled or removed meanwhile puts the item before a person, as it would have later.
 */
function takeUpOne(tx: StoreWriter, resolved: ResolvedDraft, context: TransitionContext): void {
  const { requestId, source } = resolved.draft;
  if (requestId !== null && tx.byRequestId(source, requestId) !== null) return;
  const item = place(tx, resolved, context);
  const gone = resolved.parents.find((id) => {
    const parent = tx.item(id);
    return parent === null || parent.state === 'cancelled';
  });
  if (gone === undefined) return;
  const parked = transition(item, parentGone(tx, item.id, gone), context);
  if (parked.kind === 'changed') saveTransition(tx, item, parked.item, parked.change, context);
}

async function dropBatch(
  { store, vault }: BatchDeps,
  batch: string,
): Promise<Result<null, StoreFailure>> {
  for (;;) {
    const dropped = await store.write((tx) => {
      const drafts = tx.staged(batch, CHUNK);
      for (const { position } of drafts) tx.unstage(batch, position);
      if (drafts.length < CHUNK) tx.endBatch(batch);
      return ok(drafts.map(({ draft }) => JSON.parse(draft) as ResolvedDraft));
    });
    if (!dropped.ok) return dropped;
    await vault.discard(dropped.value.flatMap(({ draft }) => vaultNames(draft.body)));
    if (dropped.value.length < CHUNK) return ok(null);
  }
}
