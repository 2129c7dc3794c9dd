import type { OutboxError } from '../../shared/contracts/errors.ts';
import { outboxError } from '../../shared/contracts/errors.ts';
import type { AddToOutboxInput, RequestInput } from '../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import { fromAddToOutbox } from './add-to-outbox.ts';
import { type Admitted, admit, type Draft } from './admit.ts';
import { BATCH_LIMIT, BatchBuilder } from './batch.ts';
import { type DraftingTools, discardDraft, makeDraft } from './draft.ts';
import { wakeGates, wakeItem } from './finish.ts';
import type { Policy } from './policy.ts';
import type { Clock, OutboxStore, Random } from './ports.ts';
import type { TransitionContext } from './transition.ts';

export interface OutboxDeps extends DraftingTools {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: Policy;
}

export type Handover = RequestInput | AddToOutboxInput;

/** The use cases: what a caller may ask of the queue. */
export interface Outbox {
  /** Resolves when the item and its files survive a power cut (G1). */
  enqueue(input: Handover, source: Source): Promise<Result<Item, OutboxError>>;
  /** All or nothing; an error carries `entry`, counted from 1. */
  enqueueMany(
    inputs: readonly Handover[],
    source: Source,
  ): Promise<Result<readonly Item[], OutboxError>>;
  /** Ends back-off everywhere; answers how many items that woke. */
  wakeAll(): Promise<Result<number, OutboxError>>;
}

const CHUNK = 200;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, vault, clock } = deps;
  const context = (): TransitionContext => ({
    policy: deps.policy,
    now: clock.now(),
    random: deps.random,
  });

  async function accept(
    drafts: readonly Draft[],
  ): Promise<Result<readonly Admitted[], OutboxError>> {
    const accepted = await store.write<readonly Admitted[], OutboxError>((tx) => {
      const admitted: Admitted[] = [];
      for (const [index, draft] of drafts.entries()) {
        const one = admit(tx, draft, clock.now());
        if (!one.ok) return err(naming(one.error, index));
        admitted.push(one.value);
      }
      return ok(admitted);
    });
    const unused = accepted.ok
      ? drafts.filter((_, index) => accepted.value[index]?.existing)
      : drafts;
    for (const draft of unused) await discardDraft(draft, vault);
    return accepted;
  }

  async function acceptAtOnce(
    inputs: readonly Handover[],
    source: Source,
  ): Promise<Result<readonly Item[], OutboxError>> {
    const drafts: Draft[] = [];
    for (const [index, input] of inputs.entries()) {
      const draft = await draftOf(input, source, deps);
      if (!draft.ok) {
        for (const made of drafts) await discardDraft(made, vault);
        return err(naming(draft.error, index));
      }
      drafts.push(draft.value);
    }
    const accepted = await accept(drafts);
    return accepted.ok ? ok(accepted.value.map((one) => one.item)) : accepted;
  }

  async function acceptStaged(
    inputs: readonly Handover[],
    source: Source,
  ): Promise<Result<readonly Item[], OutboxError>> {
    const batch = new BatchBuilder({ store, vault, context }, deps.ids.item());
    for (const [index, input] of inputs.entries()) {
      const draft = await draftOf(input, source, deps);
      const added = draft.ok ? await batch.add(draft.value) : draft;
      if (added.ok) continue;
      if (draft.ok) await discardDraft(draft.value, vault);
      await batch.drop();
      return err(naming(added.error, index));
    }
    const accepted = await batch.accept();
    if (!accepted.ok) await batch.drop();
    return accepted;
  }

  return {
    async enqueue(input, source) {
      const many = await this.enqueueMany([input], source);
      if (!many.ok) return err(withoutEntry(many.error));
      const [item] = many.value;
      return item === undefined
        ? err(outboxError('PROFILE_UNUSABLE', { detail: 'nothing was stored' }))
        : ok(item);
    },

    enqueueMany: (inputs, source) =>
      inputs.length > BATCH_LIMIT ? acceptStaged(inputs, source) : acceptAtOnce(inputs, source),

    async wakeAll() {
      let woken = 0;
      let after: number | null = null;
      do {
        const page = store.read.items(
          { states: ['waiting'] },
          { after, limit: CHUNK, oldestFirst: true },
        );
        const done = await store.write((tx) => {
          const awake = page.rows.filter(({ id }) => {
            const item = tx.item(id);
            return item !== null && wakeItem(tx, item, context());
          });
          return ok(awake.length);
        });
        if (!done.ok) return done;
        woken += done.value;
        after = page.next;
      } while (after !== null);
      const gates = await store.write((tx) => {
        wakeGates(tx, clock.now());
        return ok(null);
      });
      return gates.ok ? ok(woken) : gates;
    },
  };
}

function draftOf(
  input: Handover,
  source: Source,
  deps: OutboxDeps,
): Promise<Result<Draft, OutboxError>> {
  if (!('operation' in input)) return makeDraft(input, source, deps);
  const request = fromAddToOutbox(input);
  return request.ok ? makeDraft(request.value, source, deps) : Promise.resolve(request);
}

const naming = (error: OutboxError, index: number): OutboxError =>
  outboxError(error.code, { ...error.params, entry: index + 1 });

function withoutEntry(error: OutboxError): OutboxError {
  const { entry: _, ...params } = error.params;
  return outboxError(error.code, params);
}
