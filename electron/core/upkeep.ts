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

export interface Upkeep {
  /** Something has changed that it goes by. */
  soon(): void;
  stop(): void;
}

/** Retention, the sweep of orphaned files, and a tidy log: soon after the start, then every hour. */
export function startUpkeep(deps: UpkeepDeps): Upkeep {
  const { store, vault, clock, timers, policy, log } = deps;
  let stopped = false;
  let running = false;
  let again = false;
  let cancel = timers.after(SOON, () => void run());

  async function run(): Promise<void> {
    running = true;
    await once();
    running = false;
    if (stopped) return;
    cancel = timers.after(again ? SOON : HOURLY, () => void run());
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
      again = running;
      if (running) return;
      cancel();
      cancel = timers.after(SOON, () => void run());
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
