import { ok } from '../../../shared/lang/result.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { Timers } from '../ports/timers.ts';
import type { TokenKeeper } from '../ports/token-keeper.ts';
import type { PolicyInForce } from './in-force.ts';
import { type AccountChanges, accountChanges } from './managed-accounts.ts';
import type { PolicyBook } from './policy-book.ts';

/** The policy of this machine, put into effect by the owner of a profile. */
export interface ManagedMachine {
  /** Reads the policy anew; resolves once the accounts are as it has them. */
  look(): Promise<PolicyInForce>;
  /** Looks again and again, without anybody asking. */
  watch(): void;
  stop(): Promise<void>;
}

interface Deps {
  readonly policy: PolicyBook;
  readonly store: OutboxStore;
  readonly tokens: Pick<TokenKeeper, 'forgetAll' | 'tidyUp'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly log: Log;
}

const LOOK_EVERY_MS = 60_000;

export function createManagedMachine(deps: Deps): ManagedMachine {
  const { policy, store, tokens, clock, timers, log } = deps;
  /** One after another: each begins with the accounts that the one before it left. */
  let last: Promise<unknown> = Promise.resolve();
  /** What keychains still have to forget; nobody waits for them but the end. */
  const forgetting = new Set<Promise<unknown>>();
  let stopWatching: (() => void) | null = null;

  const dueIn = (read: Pick<StoreReader, 'accounts'>): AccountChanges =>
    accountChanges(read.accounts(), policy.inForce(), clock.now());

  async function settle(): Promise<void> {
    await settleAccounts();
    await policy.remember();
  }

  async function settleAccounts(): Promise<void> {
    const { saved: some, removed: others } = dueIn(store.read);
    if (some.length + others.length === 0) return;
    const changes = await store.write((tx) => {
      const due = dueIn(tx);
      for (const { after } of due.saved) tx.saveAccount(after);
      for (const { name } of due.removed) tx.removeAccount(name);
      return ok(due);
    });
    if (!changes.ok) {
      log.error('policy.accounts', { code: changes.error.code });
      return;
    }
    const { saved, removed } = changes.value;
    for (const { before, after } of saved)
      if (before !== null) forget(tokens.tidyUp(before, after));
    for (const account of removed) forget(forgetAll(account));
  }

  async function forgetAll(account: Account): Promise<void> {
    const gone = await tokens.forgetAll(account);
    if (!gone.ok) log.warn('policy.secretsLeft', { account: account.name, code: gone.error.code });
  }

  function forget(work: Promise<unknown>): void {
    forgetting.add(work);
    void work.finally(() => forgetting.delete(work));
  }

  function inTurn(): Promise<void> {
    const settled = last.then(settle);
    last = settled.catch(() => {});
    return settled;
  }

  function watch(): void {
    stopWatching = timers.after(LOOK_EVERY_MS, () => {
      policy.look();
      watch();
    });
  }

  const stopHearing = policy.onChange(() => void inTurn());
  return {
    watch,
    async look() {
      policy.look();
      await inTurn();
      return policy.inForce();
    },
    async stop() {
      stopWatching?.();
      stopHearing();
      await last;
      await Promise.all(forgetting);
    },
  };
}
