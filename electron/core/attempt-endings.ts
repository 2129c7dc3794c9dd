import { ok, type Result } from '../../shared/lang/result.ts';
import type { AttemptReport } from '../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import { goesUnsigned, isFinalRefusal } from './account-use.ts';
import type { Claimed } from './claim.ts';
import { type EndedAttempt, type Finished, finish } from './finish.ts';
import type { TroubleStreak } from './gates.ts';
import type { Credentials } from './ports/credentials.ts';
import type { Log } from './ports/log.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { Vault } from './ports/vault.ts';
import type { TransitionContext } from './transition.ts';

export interface AttemptEndingsDeps {
  readonly store: OutboxStore;
  readonly vault: Pick<Vault, 'readNow' | 'tookAnswer'>;
  readonly credentials: Credentials;
  readonly log: Log;
  readonly context: () => TransitionContext;
  /** What must be written down, also on a full disk. */
  readonly storing: <T>(
    write: () => Promise<Result<T, StoreFailure>>,
  ) => Promise<Result<T, StoreFailure>>;
}

/** What whoever sends learns while an end is written down. */
export interface EndWatcher {
  /** It is in a transaction, which may give its slot away as well. */
  writing(): void;
  /** The store has it: what is asked for in this tick shares its transaction. */
  handedOver(): void;
  /** It is not stored, and its slot stays taken. Resolves to whether to try again, once it is time. */
  failed(): Promise<boolean>;
  stored(): void;
}

export interface AttemptEndings {
  /** What an attempt came to. A result stays in memory until it is stored. */
  write(claimed: Claimed, report: AttemptReport, watcher: EndWatcher): Promise<void>;
}

export function createAttemptEndings({
  store,
  vault,
  credentials,
  log,
  context,
  storing,
}: AttemptEndingsDeps): AttemptEndings {
  const streaks = new Map<string, TroubleStreak>();

  function endOf({ item, attempt }: Claimed, { outcome, ...report }: AttemptReport) {
    const account = store.read.accounts().find((known) => known.name === item.account) ?? null;
    const unsigned = account !== null && goesUnsigned(account, attempt.url);
    const { number, probe, startedAt, tokenGeneration } = attempt;
    if (
      outcome.kind === 'unauthorized' &&
      account !== null &&
      !unsigned &&
      tokenGeneration !== null
    ) {
      credentials.refused(account, tokenGeneration);
    }
    const kept = ranAtAll(outcome) ? { outcome, ...report } : null;
    const ended = { itemId: item.id, number, probe, startedAt, outcome, report: kept, unsigned };
    return { ended, account, origin: item.origin };
  }

  function write(
    { ended, account, origin }: ReturnType<typeof endOf>,
    watcher: EndWatcher,
  ): Promise<Result<Finished | null, StoreFailure>> {
    return storing(() =>
      store.write((tx) => {
        const attempts = ended.outcome.kind === 'unauthorized' ? tx.attempts(ended.itemId) : [];
        const freshToken = isFinalRefusal(ended.outcome, attempts, account, credentials);
        const streak = streaks.get(origin) ?? null;
        const whole: EndedAttempt = { ...ended, freshToken };
        const done = finish(tx, whole, streak, vault.readNow, context());
        // At once: another result of this origin may share the transaction.
        if (done?.streak === null) streaks.delete(origin);
        else if (done !== null) streaks.set(origin, done.streak);
        watcher.writing();
        return ok(done);
      }),
    );
  }

  return {
    async write(claimed, report, watcher) {
      const end = endOf(claimed, report);
      const { itemId, number } = end.ended;
      for (;;) {
        const written = write(end, watcher);
        watcher.handedOver();
        const result = await written;
        if (result.ok) {
          const file = end.ended.report?.body?.file ?? null;
          if (file !== null) void vault.tookAnswer(file);
          if (result.value === null) log.warn('lateReport', { item: itemId, attempt: number });
          watcher.stored();
          return;
        }
        log.error('resultNotStored', { item: itemId, code: result.error.code });
        if (!(await watcher.failed())) return;
      }
    },
  };
}

/** Nothing is known of an attempt whose process died: there is no report worth keeping. */
const ranAtAll = (outcome: AttemptOutcome): boolean =>
  outcome.kind !== 'workerLost' && outcome.kind !== 'hostLost';
