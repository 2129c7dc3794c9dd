import type { Policy } from './policy.ts';
import type { Clock, Log, OutboxStore, Timers, Vault } from './ports.ts';
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

/** Retention, the sweep of orphaned files, and a tidy log: soon after the start, then every hour. */
export function startUpkeep(deps: UpkeepDeps): () => void {
  const { store, vault, clock, timers, policy, log } = deps;
  let stopped = false;
  let cancel = timers.after(SOON, () => void run());

  async function run(): Promise<void> {
    const kept = await applyRetention(store, vault, clock.now(), policy);
    if (!kept.ok) log.warn('retentionFailed', { code: kept.error.code });
    if (stopped) return;
    await deps.sweep();
    if (stopped) return;
    if (deps.isQuiet()) deps.truncateLog();
    cancel = timers.after(HOURLY, () => void run());
  }

  return () => {
    stopped = true;
    cancel();
  };
}
