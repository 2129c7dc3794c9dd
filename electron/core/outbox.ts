import type { CallAside } from '../../shared/contracts/call.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import { type Admitted, admit } from './admit.ts';
import { orderProblem } from './chaining/batch-order.ts';
import { type DraftingTools, discardDraft } from './draft.ts';
import type { Draft } from './draft-shape.ts';
import { wakeGates, wakeItem } from './finish.ts';
import { draftOf, type Handover, ofEntry } from './handover.ts';
import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { PagePosition } from './ports/item-queries.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Random } from './ports/random.ts';
import type { TransitionContext } from './transition.ts';

export interface OutboxDeps extends DraftingTools {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: Policy;
}

/** The use cases: what a caller may ask of the queue. */
export interface Outbox {
  /** Resolves when the item and its files survive a power cut (G1). */
  enqueue(input: Handover, source: Source, aside?: CallAside): Promise<Result<Item, OutboxError>>;
  /** All or nothing, in one transaction; an error carries `entry`, counted from 1. */
  enqueueMany(
    inputs: readonly Handover[],
    source: Source,
    aside?: CallAside,
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
    { signal }: CallAside,
  ): Promise<Result<readonly Admitted[], OutboxError>> {
    const accepted = await store.write<readonly Admitted[], OutboxError>((tx) => {
      const admitted: Admitted[] = [];
      if (signal?.aborted === true) return err(outboxError('ABORTED'));
      for (const [index, draft] of drafts.entries()) {
        const one = admit(tx, draft, vault.readNow, context());
        if (!one.ok) return err(ofEntry(orderProblem(one.error, drafts, index), index + 1));
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

  async function enqueueMany(
    inputs: readonly Handover[],
    source: Source,
    aside: CallAside = {},
  ): Promise<Result<readonly Item[], OutboxError>> {
    const drafts: Draft[] = [];
    for (const [index, input] of inputs.entries()) {
      const draft = await draftOf(input, source, deps, aside);
      if (!draft.ok) {
        for (const made of drafts) await discardDraft(made, vault);
        return err(ofEntry(draft.error, index + 1));
      }
      drafts.push(draft.value);
    }
    const accepted = await accept(drafts, aside);
    return accepted.ok ? ok(accepted.value.map((one) => one.item)) : accepted;
  }

  return {
    async enqueue(input, source, aside) {
      const many = await enqueueMany([input], source, aside);
      if (!many.ok) {
        const { requestId } = input;
        // Its files were used up when it was accepted: whoever lost the acknowledgement asks with the same ones.
        const accepted =
          many.error.code === 'UPLOAD_UNKNOWN' && requestId !== undefined
            ? store.read.byRequestId(source, requestId)
            : null;
        return accepted === null ? err(withoutEntry(many.error)) : ok(accepted);
      }
      const [item] = many.value;
      return item === undefined
        ? err(outboxError('PROFILE_UNUSABLE', { detail: 'nothing was stored' }))
        : ok(item);
    },

    enqueueMany,

    async wakeAll() {
      let woken = 0;
      let after: PagePosition | null = null;
      do {
        const page = store.read.items(
          { states: ['waiting'] },
          { after, limit: CHUNK, sort: 'oldest' },
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

function withoutEntry(error: OutboxError): OutboxError {
  const { entry: _, ...params } = error.params;
  return outboxError(error.code, params);
}
