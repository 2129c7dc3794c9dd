import type { HostEvents, RemoteHost } from '../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { databaseSetAside, vaultSetAside } from '../../shared/messages/notices.ts';
import { connectToHost as connectTo } from '../adapters/control-socket/connect-to-host.ts';
import {
  type ControlServer,
  listenForControl,
} from '../adapters/control-socket/listen-for-control.ts';
import { hasDatabase, openEmptyReader } from '../adapters/store/empty-reader.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import { openSqliteStore } from '../adapters/store/open-sqlite-store.ts';
import { acquireProfileLock, isProfileInUse } from '../adapters/store/profile-lock.ts';
import { watchForHints } from '../adapters/system/hints.ts';
import {
  digestText,
  mediaTypeOf,
  systemClock,
  systemIds,
  systemRandom,
  systemTimers,
} from '../adapters/system/system.ts';
import { createTextLog } from '../adapters/system/text-log.ts';
import { openVault } from '../adapters/vault/open-vault.ts';
import { vaultReader } from '../adapters/vault/vault-reader.ts';
import { forkWorker } from '../adapters/worker-host/fork-worker.ts';
import { endSurvivors } from '../adapters/worker-host/survivors.ts';
import { createWorkerHost } from '../adapters/worker-host/worker-host.ts';
import { createApi } from '../api/api.ts';
import { createHandlers } from '../api/handlers.ts';
import { createReadHandlers } from '../api/read-handlers.ts';
import { signInGates } from '../core/account-gates.ts';
import { settleBatches } from '../core/batch.ts';
import { createDispatcher } from '../core/dispatcher.ts';
import { runningOf } from '../core/eligibility.ts';
import { createOutbox } from '../core/outbox.ts';
import { outlook } from '../core/outlook.ts';
import { DEFAULT_POLICY } from '../core/policy.ts';
import type { Credentials, TokenKeeper } from '../core/ports.ts';
import { startUpkeep } from '../core/upkeep.ts';
import { watchSending } from '../core/watch-sending.ts';
import { entryPath } from './entry-path.ts';
import type { Host, QueueReader, Reached } from './host.ts';
import { becomeOwner, type ReachDeps, reach } from './reach-outbox.ts';

export { startPractice } from './practice-process.ts';

export interface HostOptions {
  /** The profile folder. */
  readonly home: string;
  /** Takes the log, a JSON object a line. */
  readonly log?: (line: string) => void;
}

const policy = DEFAULT_POLICY;
const clock = systemClock;

const noKeychain = () => Promise.resolve(err(outboxError('NO_KEYCHAIN')));

/** No account can sign in yet. */
const noTokens: Credentials & TokenKeeper = {
  stateOf: ({ auth }) =>
    auth.kind === 'none' ? { kind: 'ready', headers: [], generation: 0 } : { kind: 'signInNeeded' },
  prepare: () => {},
  refused: () => {},
  isFresh: () => true,
  onChange: () => () => {},
  setTokens: noKeychain,
  setHeaders: noKeychain,
  forget: () => Promise.resolve(ok(null)),
  lend: () => {},
};

/**
 * Opens a profile folder as its owner: PROFILE_IN_USE when another process has it. Nothing is sent before
 * `sending.start()`.
 */
export async function openHost({
  home,
  log: write = () => {},
}: HostOptions): Promise<Result<Host, OutboxError>> {
  const log = createTextLog(write, clock.now);
  const lock = acquireProfileLock(home);
  if (!lock.ok) return lock;
  const database = openSqliteStore({
    folder: home,
    clock,
    onFailure: ({ code }) => log.error('notStored', { code }),
  });
  if (!database.ok) {
    lock.value.release();
    return database;
  }
  const { store, generation, isNew, setAside, truncateLog } = database.value;
  const opened = await openVault({ folder: home, generation, isNewDatabase: isNew, clock });
  if (!opened.ok) {
    await store.close();
    lock.value.release();
    return opened;
  }
  const vault = opened.value;
  const random = systemRandom;
  const runner = createWorkerHost({
    spawn: forkWorker(entryPath('worker/index')),
    clock,
    timers: systemTimers,
    log,
    folder: home,
  });
  const outbox = createOutbox({
    store,
    vault,
    ids: systemIds,
    clock,
    random,
    policy,
    mediaTypeOf,
    digest: digestText,
  });
  const settled = await settleBatches({
    store,
    vault,
    context: () => ({ policy, now: clock.now(), random }),
  });
  if (!settled.ok) {
    await store.close();
    lock.value.release();
    return settled;
  }
  const tokens = noTokens;
  const dispatcher = createDispatcher({
    store,
    vault,
    runner,
    clock,
    timers: systemTimers,
    random,
    policy,
    log,
    credentials: tokens,
  });
  const handlers = createHandlers({
    outbox,
    store,
    read: store.read,
    vault,
    ids: systemIds,
    clock,
    timers: systemTimers,
    random,
    policy,
    mediaTypeOf,
    digest: digestText,
    tokens,
    running: dispatcher.running,
    gates: dispatcher.gates,
    abort: (itemId) => dispatcher.abort(itemId, 'user'),
  });
  let stopUpkeep = (): void => {};
  let control: ControlServer | null = null;
  const api = createApi(handlers);
  const outlookNow = () => outlook(store.read, dispatcher.gates(), clock.now(), policy);
  const events: HostEvents = {
    onChange: store.onCommit,
    watchSending: (tell) =>
      watchSending({ dispatcher, outlook: outlookNow, timers: systemTimers }, tell),
  };

  return ok({
    api,
    ...events,
    notices: [
      ...(setAside === null ? [] : [databaseSetAside(setAside)]),
      ...(vault.setAsideTo === null ? [] : [vaultSetAside(vault.setAsideTo)]),
    ],
    sending: {
      async start() {
        const gone = await endSurvivors(home);
        if (!gone.ok) return gone;
        await dispatcher.start();
        const stopHints = watchForHints({ clock, onHint: () => void outbox.wakeAll() });
        const stopSweeps = startUpkeep({
          store,
          vault,
          clock,
          policy,
          timers: systemTimers,
          log,
          sweep: () => vault.sweep(store.read.referencedFiles(), clock.now()),
          isQuiet: () => dispatcher.running().length === 0,
          truncateLog,
        });
        stopUpkeep = () => {
          stopHints();
          stopSweeps();
        };
        return ok(null);
      },
      outlook: outlookNow,
      running: dispatcher.running,
      progressOf: dispatcher.progressOf,
      onIdle: dispatcher.onIdle,
    },
    async listen() {
      const listening = await listenForControl({ folder: home, api, log, ...events });
      if (!listening.ok) return listening;
      control = listening.value;
      return ok(null);
    },
    async close(graceMs) {
      stopUpkeep();
      // Until the last attempt has ended there is somebody who answers: nobody has to wait for the lock that long.
      await dispatcher.stop(graceMs);
      await control?.close(graceMs);
      await store.close();
      lock.value.release();
    },
  });
}

/** The running host of a profile folder; null when none answers. */
export const connectToHost = ({
  home,
}: Pick<HostOptions, 'home'>): Promise<Result<RemoteHost | null, OutboxError>> => connectTo(home);

/** A running host if there is one, else this process becomes the owner; the caller closes what it gets. */
export const reachOutbox = (options: HostOptions): Promise<Result<Reached, OutboxError>> =>
  reach(reachBy(options));

/** Opens a profile folder as its owner once nobody has it any more: PROFILE_IN_USE when a host runs. */
export const ownOutbox = (options: HostOptions): Promise<Result<Host, OutboxError>> =>
  becomeOwner(options.home, reachBy(options));

const reachBy = (options: HostOptions): ReachDeps => ({
  connect: () => connectTo(options.home),
  open: () => openHost(options),
  elapsed: clock.monotonic,
  pause: (ms) => new Promise((resolve) => void systemTimers.after(ms, () => resolve())),
  random: systemRandom,
});

/** Opens the queue for reading, also while another process owns it. */
export async function openReader({
  home,
}: {
  readonly home: string;
}): Promise<Result<QueueReader, OutboxError>> {
  const opened = hasDatabase(home) ? openSqliteReader({ folder: home }) : ok(openEmptyReader());
  if (!opened.ok) return opened;
  const { read, close } = opened.value;
  const vault = vaultReader(home);
  const running = () =>
    isProfileInUse(home) ? read.inState('sending', policy.slots.all).map(runningOf) : null;
  return ok({
    api: createApi(
      createReadHandlers({
        read,
        vault,
        clock,
        policy,
        running,
        gates: () => [...read.gates(), ...signInGates(read.accounts(), clock.now())],
      }),
    ),
    close,
  });
}
