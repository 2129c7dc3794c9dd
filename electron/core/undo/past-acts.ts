import { UNDO_MS } from '../../../shared/contracts/bulk-result.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Act } from '../ports/acts.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/outbox-store.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Timers } from '../ports/timers.ts';
import { takeBack, type UndoDeps } from './undo-act.ts';

const CHUNK = 200;
const AFTER_TROUBLE = 30_000;

/**
 * What a start finds: an undo that was begun is brought to its end, and an act that a crash cut short can be undone
 * from now on.
 */
export async function settleActs(deps: UndoDeps): Promise<Result<null, StoreFailure>> {
  for (const act of deps.store.read.acts()) {
    const settled = act.undoing
      ? await takeBack(deps, act.token)
      : act.until === null
        ? await deps.store.write((tx) => {
            tx.saveAct({ ...act, until: deps.clock.now() + UNDO_MS });
            return ok(null);
          })
        : ok(null);
    if (!settled.ok) return settled;
  }
  return ok(null);
}

export interface PurgeDeps extends UndoDeps {
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * Purges what was removed as soon as it cannot be undone any more: at once what an earlier process left, later by a
 * timer. The returned function stops that, and resolves when nothing of it is under way.
 */
export function purgePastActs(deps: PurgeDeps): () => Promise<void> {
  const { store, clock, timers, log } = deps;
  let stopped = false;
  let cancel: (() => void) | null = null;
  let round: Promise<void> | null = null;

  /** Never longer than an act can be undone, whatever the wall clock does meanwhile. */
  function arm(): void {
    if (stopped || cancel !== null || round !== null) return;
    const ends = store.read.acts().flatMap((act) => endOf(act) ?? []);
    if (ends.length === 0) return;
    setTimer(Math.min(UNDO_MS, Math.max(0, Math.min(...ends) - clock.now())));
  }

  function setTimer(delayMs: number): void {
    cancel = timers.after(delayMs, () => {
      cancel = null;
      begin();
    });
  }

  function begin(): void {
    round = goRound();
  }

  async function goRound(): Promise<void> {
    const purged = await purgeAll();
    round = null;
    if (purged) arm();
    else if (!stopped) setTimer(AFTER_TROUBLE);
  }

  async function purgeAll(): Promise<boolean> {
    for (;;) {
      const chunk = await store.write((tx) => ok(purgeSome(tx, clock.now())));
      if (!chunk.ok) {
        log.warn('purgeFailed', { code: chunk.error.code });
        return false;
      }
      await deps.vault.discard(chunk.value.files);
      if (stopped || !chunk.value.more) return true;
    }
  }

  const off = store.onCommit(arm);
  begin();
  return async () => {
    stopped = true;
    off();
    cancel?.();
    await round;
  };
}

/** When an act has to be purged; null for one that is under way or is being undone. */
const endOf = ({ until, undoing }: Act): number | null => (undoing ? null : until);

/** A clock that was set back must not keep what was removed: an end that is far too late has passed. */
function isOver(act: Act, now: number): boolean {
  const end = endOf(act);
  return end !== null && (end <= now || end > now + 2 * UNDO_MS);
}

function purgeSome(
  tx: StoreWriter,
  now: number,
): { readonly files: readonly string[]; readonly more: boolean } {
  const files: string[] = [];
  let left = CHUNK;
  for (const { token } of tx.acts().filter((act) => isOver(act, now))) {
    const steps = tx.actSteps(token, left);
    for (const { itemId, change, position } of steps) {
      if (change === null) files.push(...tx.purgeAside(itemId));
      tx.dropActStep(token, position);
    }
    left -= steps.length;
    if (left === 0) return { files, more: true };
    tx.endAct(token);
  }
  return { files, more: false };
}
