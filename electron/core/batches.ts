import type { CallAside } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { Accepted } from '../../shared/contracts/handover.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Source, sameSource } from '../../shared/outbox/item.ts';
import { BatchBuilder, type BatchDeps } from './batch.ts';
import { type DraftingTools, discardDraft } from './draft.ts';
import { draftOf, type Handover, ofEntry } from './handover.ts';
import type { Timers } from './ports/timers.ts';

export interface BatchesDeps extends BatchDeps, DraftingTools {
  readonly timers: Timers;
}

interface Counted {
  readonly requests: number;
}

/** Batches that are handed over in pieces. Anything that is wrong with one gives all of it up. */
export interface Batches {
  begin(source: Source, aside: CallAside): { readonly batch: string };
  /** `from` is the number of the first of them in the batch, from 1. */
  add(
    batch: string,
    from: number,
    inputs: readonly Handover[],
    source: Source,
    aside: CallAside,
  ): Promise<Result<Counted, OutboxError>>;
  accept(batch: string, source: Source, aside: CallAside): Promise<Result<Counted, OutboxError>>;
  items(
    batch: string,
    range: { readonly from: number; readonly limit: number },
    source: Source,
  ): Result<readonly Accepted[], OutboxError>;
  drop(batch: string, source: Source): Promise<void>;
}

/** A caller that has not said anything for so long is taken for gone. */
const IDLE_MS = 10 * 60_000;

interface Open {
  readonly id: string;
  readonly source: Source;
  readonly builder: BatchBuilder;
  readonly leave: () => void;
  stopTimer: () => void;
  accepted: boolean;
  /** Calls of one batch are carried out one after the other. */
  last: Promise<unknown>;
}

export function createBatches(deps: BatchesDeps): Batches {
  const { store, vault, timers } = deps;
  const open = new Map<string, Open>();

  const find = (id: string, source: Source): Open | null => {
    const found = open.get(id);
    return found !== undefined && sameSource(found.source, source) ? found : null;
  };

  async function giveUp(batch: Open): Promise<void> {
    batch.stopTimer();
    batch.leave();
    open.delete(batch.id);
    if (!batch.accepted) await batch.builder.drop();
  }

  /** Runs `task` when the calls before it have ended, unless one of them was the end of the batch. */
  function inTurn<T>(
    batch: Open,
    task: () => Promise<Result<T, OutboxError>>,
  ): Promise<Result<T, OutboxError>> {
    const turn = batch.last.then(async (): Promise<Result<T, OutboxError>> => {
      if (!open.has(batch.id)) return unknown;
      batch.stopTimer();
      const result = await task();
      if (!result.ok) await giveUp(batch);
      else if (open.has(batch.id)) watch(batch);
      return result;
    });
    batch.last = turn.catch(() => null);
    return turn;
  }

  const dropInTurn = (batch: Open): Promise<unknown> =>
    inTurn(batch, async () => {
      await giveUp(batch);
      return ok(null);
    });

  function watch(batch: Open): void {
    batch.stopTimer = timers.after(IDLE_MS, () => void dropInTurn(batch));
  }

  const byRequestId = (requestId: string | null, source: Source) =>
    requestId === null ? null : store.read.byRequestId(source, requestId);

  return {
    begin(source, { gone }) {
      const id = deps.ids.item();
      const leave = (): void => void dropInTurn(batch);
      const batch: Open = {
        id,
        source,
        builder: new BatchBuilder(deps, id),
        leave: () => gone?.removeEventListener('abort', leave),
        stopTimer: () => {},
        accepted: false,
        last: Promise.resolve(),
      };
      open.set(id, batch);
      watch(batch);
      if (gone?.aborted === true) leave();
      else gone?.addEventListener('abort', leave, { once: true });
      return { batch: id };
    },

    async add(id, from, inputs, source, aside) {
      const batch = find(id, source);
      if (batch === null) return unknown;
      return inTurn(batch, async () => {
        const { builder } = batch;
        if (batch.accepted) return unknown;
        const expected = builder.size + 1;
        if (from !== expected) return err(outboxError('BATCH_ORDER', { from, expected }));
        for (const [index, input] of inputs.entries()) {
          if (aside.signal?.aborted === true) return err(outboxError('ABORTED'));
          const draft = await draftOf(input, source, deps, aside);
          const added = draft.ok ? await builder.add(draft.value) : draft;
          if (added.ok) continue;
          if (draft.ok) await discardDraft(draft.value, vault);
          return err(ofEntry(added.error, from + index));
        }
        const flushed = await builder.flush();
        return flushed.ok ? ok({ requests: builder.size }) : flushed;
      });
    },

    async accept(id, source, { onProgress }) {
      const batch = find(id, source);
      if (batch === null) return unknown;
      return inTurn(batch, async () => {
        const total = batch.builder.size;
        const taken = await batch.builder.accept((done) =>
          onProgress?.({ what: 'requests', done, total }),
        );
        if (!taken.ok) return taken;
        batch.accepted = true;
        return ok({ requests: total });
      });
    },

    items(id, { from, limit }, source) {
      const batch = find(id, source);
      if (batch?.accepted !== true) return unknown;
      const ids = batch.builder.ids.slice(from - 1, from - 1 + limit);
      return ok(
        ids.flatMap((one) => {
          // Somebody else may have handed the same request over while the batch was staged.
          const item = store.read.item(one) ?? byRequestId(batch.builder.requestIdOf(one), source);
          return item === null ? [] : [{ id: item.id, seq: item.seq }];
        }),
      );
    },

    async drop(id, source) {
      const batch = find(id, source);
      if (batch !== null) await dropInTurn(batch);
    },
  };
}

const unknown = err(outboxError('BATCH_UNKNOWN'));
