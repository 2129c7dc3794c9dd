import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Timers } from './ports/timers.ts';
import type { Vault } from './ports/vault.ts';
import { applyRetention } from './retention.ts';

export interface UpkeepDeps {
  readonly store: OutboxStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly policy: Policy;
  readonly log: Log;
  /** Puts aside vault files that no row refers to. */
  readonly sweep: () => Promise<unknown>;
  /** Whether a short stop would disturb nobody. */
  readonly isQuiet: () => boolean;
  /** Empties the write-ahead log; takes a moment. */
  readonly truncateLog: () => void;
}

const SOON = 1_000;
const HOURLY = 3_600_000;

export interface Upkeep {
  /** Something has changed that it goes by. */
  soon(): void;
  /** Resolves when nothing of it is under way: the folder may have another owner from then on. */
  stop(): Promise<void>;
}

/** Retention, the sweep of orphaned files, and a tidy log: soon after the start, then every hour. */
export function startUpkeep(deps: UpkeepDeps): Upkeep {
  const { store, vault, clock, timers, policy, log } = deps;
  let stopped = false;
  let round: Promise<void> | null = null;
  let again = false;
  let cancel = after(SOON);

  function after(delayMs: number): () => void {
    return timers.after(delayMs, () => {
      round = run();
    });
  }

  async function run(): Promise<void> {
    await once();
    round = null;
    if (!stopped) cancel = after(again ? SOON : HOURLY);
    again = false;
  }

  async function once(): Promise<void> {
    const kept = await applyRetention(store, vault, clock.now(), policy);
    if (!kept.ok) log.warn('retentionFailed', { code: kept.error.code });
    if (stopped) return;
    await deps.sweep();
    if (stopped) return;
    if (deps.isQuiet()) deps.truncateLog();
  }

  return {
    soon() {
      if (stopped) return;
      again = round !== null;
      if (again) return;
      cancel();
      cancel = after(SOON);
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
  };
}
