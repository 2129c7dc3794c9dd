import {
  DEFAULT_LIMITS,
  type TransferProgress,
  type UnroutedJob,
} from '../../shared/contracts/worker-protocol.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { Account } from '../../shared/outbox/account.ts';
import { type AttemptReport, NO_EXCHANGE } from '../../shared/outbox/attempt.ts';
import type { AbortedBy } from '../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import { accountGates, goneAccountGates } from './account-gates.ts';
import { atOneMoment, credentialsOf, prepareAccounts } from './account-use.ts';
import { covers, reachOf } from './apps/app-acts.ts';
import type { Apps } from './apps/app-book.ts';
import { createAttemptEndings } from './attempt-endings.ts';
import type { FreezingTools } from './chaining/freeze.ts';
import { type Claimed, claim } from './claim.ts';
import type { DiskGuard } from './disk-guard.ts';
import { type Running, runningOf, type Situation } from './eligibility.ts';
import { openIdleGates } from './idle-gates.ts';
import { attemptIdOf, makeJob } from './job.ts';
import { endPauses, standingPauses } from './pauses.ts';
import type { Policy } from './policy.ts';
import type { AttemptRunner } from './ports/attempt-runner.ts';
import type { Clock } from './ports/clock.ts';
import type { Credentials } from './ports/credentials.ts';
import type { Log } from './ports/log.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { Random } from './ports/random.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import type { Timers } from './ports/timers.ts';
import type { Vault } from './ports/vault.ts';
import { promote } from './promote.ts';
import { clampWaits, recover } from './recover.ts';
import type { TransitionContext } from './transition.ts';
import { createWakeTimer } from './wake-timer.ts';

export interface DispatcherDeps {
  readonly store: OutboxStore;
  readonly vault: Vault;
  readonly apps: Pick<Apps, 'find'>;
  readonly digest: FreezingTools['digest'];
  readonly runner: AttemptRunner;
  readonly disk: DiskGuard;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly policy: Policy;
  readonly log: Log;
}

/** The one loop that sends. */
export interface Dispatcher {
  /** Puts right what an earlier host left open, then sends. Every worker of that host must be gone. */
  start(): Promise<void>;
  /** Looks for work at once; harmless at any time. */
  look(): void;
  abort(itemId: string, by: AbortedBy): void;
  readonly running: () => readonly Running[];
  /** Closed gates of origins and accounts. */
  readonly gates: () => readonly ClosedGate[];
  readonly progressOf: (itemId: string) => TransferProgress | null;
  /** Called whenever nothing runs and nothing can be started at this moment. */
  onIdle(listener: () => void): () => void;
  /** Ends what runs, writes down what it came to, and stops. May be called twice. */
  stop(graceMs: number): Promise<void>;
}

const STORAGE_RETRY = { first: 1_000, longest: 30_000 };
/** Room on the disk comes without being told. */
const ROOM_LOOK = 5_000;

interface Flight extends Running {
  readonly attemptId: string;
  progress: TransferProgress | null;
  /** Its end is being written in this very transaction: the slot may be given away in the same one. */
  ending: boolean;
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { store, runner, disk, clock, timers, policy, log, credentials } = deps;
  const flights = new Map<string, Flight>();
  const idleListeners = new Set<() => void>();
  const endings = new Set<Promise<void>>();
  let state: 'new' | 'running' | 'stopped' = 'new';
  let looking = false;
  let isRecovered = false;
  let stopWatching: () => void = () => {};
  let storageDelay = STORAGE_RETRY.first;

  const freezing: FreezingTools = {
    readKept: deps.vault.readNow,
    digest: deps.digest,
    maySend: ({ source, method }, filled) => covers(deps.apps, source, { ...filled, method }),
  };

  const context = (): TransitionContext => ({ policy, now: clock.now(), random: deps.random });

  const attemptEndings = createAttemptEndings({
    store,
    vault: deps.vault,
    credentials,
    log,
    context,
    storing,
  });

  const timer = createWakeTimer({
    clock,
    timers,
    policy,
    onWake: look,
    onClockJump: () => void clampWaits(store, context).then(look),
  });

  function gatesNow(
    read: StoreReader,
    seen: Parameters<typeof accountGates>[2] = credentials,
  ): readonly ClosedGate[] {
    const streams = read.readyStreams();
    const accounts = read.accounts();
    return [
      ...read.gates(),
      ...accountGates(streams, accounts, seen, clock.now()),
      ...goneAccountGates(streams, accounts, clock.now()),
    ];
  }

  function situation(tx: StoreWriter, gates: readonly ClosedGate[]): Situation {
    return {
      now: clock.now(),
      gates,
      pauses: standingPauses(tx, clock.now()),
      disk: null,
      running: [...flights.values()].filter((one) => !one.ending),
      policy,
    };
  }

  /** With every slot taken there is nothing to look for: whoever frees one looks again. */
  function look(): void {
    if (flights.size < policy.slots.all) requestClaim();
  }

  /** At most one claim is under way; one that is asked for in a tick shares that tick's transaction. */
  function requestClaim(): void {
    if (state !== 'running' || looking) return;
    looking = true;
    void lookOnce();
  }

  /** Whether what is sent now can be written down, and what an earlier host left open has been. */
  async function isReady(): Promise<boolean> {
    await disk.look();
    if (disk.trouble() !== null) return false;
    isRecovered ||= (await storing(() => recover(store, context))).ok;
    return isRecovered;
  }

  /** What must be written down: on a full disk the ballast makes room for it. */
  async function storing<T>(
    write: () => Promise<Result<T, StoreFailure>>,
  ): Promise<Result<T, StoreFailure>> {
    const written = await write();
    if (written.ok || written.error.code !== 'NO_SPACE') return written;
    return disk.resultHasNoRoom() ? write() : written;
  }

  function tellIdle(): void {
    if (flights.size === 0) for (const listener of idleListeners) listener();
  }

  async function lookOnce(): Promise<void> {
    if ((disk.trouble() !== null || !isRecovered) && !(await isReady())) {
      looking = false;
      tellIdle();
      timer.after(ROOM_LOOK);
      return;
    }
    const taken: string[] = [];
    // Whose time comes after this is not claimed now, and must not be forgotten while this is written down.
    let lookedAt = clock.now();
    const result = await store.write((tx) => {
      looking = false;
      if (state !== 'running') return ok({ launches: [], more: false, signingIn: false });
      lookedAt = clock.now();
      endPauses(tx, lookedAt);
      const more = promote(tx, context());
      openIdleGates(tx, clock.now());
      const accounts = tx.accounts();
      const accountOf = (name: string | null): Account | null =>
        accounts.find((known) => known.name === name) ?? null;
      const seen = atOneMoment(credentials);
      const gates = gatesNow(tx, seen);
      const signingIn = prepareAccounts(tx, accounts, gates, credentials);
      // For all that may be under way at a time: none of them asks again.
      const mayKeepFile = deps.vault.hasRoomForAnswers(policy.slots.all * DEFAULT_LIMITS.maxBytes);
      const claims = claim(
        tx,
        situation(tx, gates),
        context(),
        (name) => credentialsOf(accountOf(name), seen).generation,
        freezing,
      );
      const launches = claims.map((one) => {
        const { request } = one;
        const account = accountOf(one.item.account);
        const { headers } = credentialsOf(account, seen);
        const job =
          request &&
          makeJob(
            one.attempt,
            request,
            one.item,
            account,
            headers,
            deps.vault,
            { limits: DEFAULT_LIMITS, mayKeepFile },
            reachOf(deps.apps, one.item.source),
          );
        flights.set(one.item.id, flightOf(one));
        taken.push(one.item.id);
        return { claimed: one, job };
      });
      return ok({ launches, more, signingIn });
    });
    looking = false;
    if (!result.ok) {
      for (const id of taken) flights.delete(id);
      storageTrouble('claim', result.error.code);
      return;
    }
    storageDelay = STORAGE_RETRY.first;
    for (const { claimed, job } of result.value.launches) launch(claimed, job);
    if (result.value.more) look();
    else if (!result.value.signingIn) tellIdle();
    // A look may end after the stop, when there is nothing to read any more.
    if (state === 'running') timer.whenDue(store.read, lookedAt);
  }

  function launch(claimed: Claimed, job: UnroutedJob | null): void {
    const ending = perform(claimed, job).finally(() => endings.delete(ending));
    endings.add(ending);
  }

  async function perform(claimed: Claimed, job: UnroutedJob | null): Promise<void> {
    const { id } = claimed.item;
    const flight = flights.get(id);
    const report =
      job === null
        ? UNREADABLE
        : await runner.run(job, {
            isolated: claimed.attempt.isolated,
            onProgress: (progress) => {
              if (flight !== undefined) flight.progress = progress;
            },
          });
    await attemptEndings.write(claimed, report, {
      writing() {
        if (flight !== undefined) flight.ending = true;
      },
      handedOver: requestClaim,
      async failed() {
        if (flight !== undefined) flight.ending = false;
        if (state === 'stopped') return false;
        await new Promise<void>((resolve) => timers.after(storageDelay, resolve));
        return true;
      },
      stored() {
        if (flights.get(id) === flight) flights.delete(id);
        look();
      },
    });
  }

  function storageTrouble(doing: string, code: string): void {
    log.error('storageTrouble', { doing, code });
    if (code === 'NO_SPACE') disk.hasNoRoom();
    storageDelay = Math.min(storageDelay * 2, STORAGE_RETRY.longest);
    timer.after(storageDelay);
  }

  return {
    async start() {
      if (state !== 'new') return;
      await disk.begin();
      isRecovered = (await storing(() => recover(store, context))).ok;
      state = 'running';
      const offs = [store.onCommit(look), credentials.onChange(look)];
      stopWatching = () => {
        for (const off of offs) off();
      };
      look();
    },
    look,
    abort(itemId, by) {
      const flight = flights.get(itemId);
      if (flight !== undefined) runner.abort(flight.attemptId, by);
    },
    running: () => [...flights.values()],
    gates: () => gatesNow(store.read),
    progressOf: (itemId) => flights.get(itemId)?.progress ?? null,
    onIdle(listener) {
      idleListeners.add(listener);
      return () => idleListeners.delete(listener);
    },
    async stop(graceMs) {
      if (state === 'stopped') return;
      state = 'stopped';
      timer.stop();
      stopWatching();
      await runner.stop(graceMs);
      while (endings.size > 0) await Promise.all(endings);
    },
  };
}

const flightOf = ({ item, attempt }: Claimed): Flight => ({
  ...runningOf(item),
  attemptId: attemptIdOf(attempt),
  progress: null,
  ending: false,
});

const UNREADABLE: AttemptReport = {
  ...NO_EXCHANGE,
  outcome: {
    kind: 'unsendable',
    problem: { code: 'REQUEST_INVALID', detail: 'the stored request cannot be read' },
  },
};
