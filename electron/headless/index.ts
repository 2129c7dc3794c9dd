import type { HostEvents, RemoteHost } from '../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { databaseSetAside, vaultSetAside } from '../../shared/messages/notices.ts';
import { settingsProblemSentence } from '../../shared/messages/settings-words.ts';
import { createTokenBroker } from '../adapters/auth/token-broker.ts';
import { connectToHost as connectTo } from '../adapters/control-socket/connect-to-host.ts';
import {
  type ControlServer,
  listenForControl,
} from '../adapters/control-socket/listen-for-control.ts';
import { checkKeychain } from '../adapters/secrets/check-keychain.ts';
import { createSecretStore } from '../adapters/secrets/secret-store.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { checkDatabase, sqliteVersion } from '../adapters/store/check-database.ts';
import { hasDatabase, openEmptyReader } from '../adapters/store/empty-reader.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import { openSqliteStore } from '../adapters/store/open-sqlite-store.ts';
import { acquireProfileLock, isProfileInUse } from '../adapters/store/profile-lock.ts';
import { checkFolder } from '../adapters/system/check-folder.ts';
import { fetchByProxy } from '../adapters/system/fetch-by-proxy.ts';
import { watchForHints } from '../adapters/system/hints.ts';
import { reachOrigin } from '../adapters/system/reach-origin.ts';
import {
  digestText,
  mediaTypeOf,
  newSecret,
  systemClock,
  systemIds,
  systemRandom,
  systemTimers,
  systemVersions,
} from '../adapters/system/system.ts';
import { createTextLog } from '../adapters/system/text-log.ts';
import { checkVault } from '../adapters/vault/check-vault.ts';
import { openVault } from '../adapters/vault/open-vault.ts';
import { vaultReader } from '../adapters/vault/vault-reader.ts';
import { forkWorker } from '../adapters/worker-host/fork-worker.ts';
import { endSurvivors } from '../adapters/worker-host/survivors.ts';
import { createWorkerHost } from '../adapters/worker-host/worker-host.ts';
import { createApi } from '../api/api.ts';
import { createHandlers } from '../api/handlers.ts';
import { createReadHandlers } from '../api/read-handlers.ts';
import { goneAccountGates, signInGates } from '../core/account-gates.ts';
import { saveSession } from '../core/accounts.ts';
import { settleBatches } from '../core/batch.ts';
import { createBatches } from '../core/batches.ts';
import { type Diagnosis, diagnose as diagnoseOutbox } from '../core/diagnosis/diagnose.ts';
import type { HostFacts, Probes } from '../core/diagnosis/facts.ts';
import { sharedRun } from '../core/diagnosis/shared-run.ts';
import { createDispatcher } from '../core/dispatcher.ts';
import { runningOf } from '../core/eligibility.ts';
import { createOutbox } from '../core/outbox.ts';
import { outlook } from '../core/outlook.ts';
import {
  clearPractice,
  closePractice,
  createPracticeMode,
} from '../core/practice-mode/practice-mode.ts';
import { keepSearchIndex } from '../core/search/keep-search-index.ts';
import { policyOf } from '../core/settings/policy-of.ts';
import { readSettings } from '../core/settings/read-settings.ts';
import { createSettingsBook } from '../core/settings/settings-book.ts';
import { purgePastActs, settleActs } from '../core/undo/past-acts.ts';
import { startUpkeep, type Upkeep } from '../core/upkeep.ts';
import { watchSending } from '../core/watch-sending.ts';
import { entryPath, pageFolder } from './entry-path.ts';
import type { Host, QueueReader, Reached } from './host.ts';
import { startPractice } from './practice-process.ts';
import { becomeOwner, type ReachDeps, reach } from './reach-outbox.ts';
import { withSamplePhotos } from './sample-photos.ts';
import { serveWeb, type WebServer } from './web/web-server.ts';

export { startPractice };

export interface HostOptions {
  /** The profile folder. */
  readonly home: string;
  /** Takes the log, a JSON object a line. */
  readonly log?: (line: string) => void;
  /** The process stays: without a keychain it keeps secrets for as long as it runs. */
  readonly lasting?: boolean;
  /** Of the app, as diagnoses name it. */
  readonly version?: string;
}

const clock = systemClock;

/**
 * Opens a profile folder as its owner: PROFILE_IN_USE when another process has it. Nothing is sent before
 * `sending.start()`.
 */
export async function openHost({
  home,
  log: write = () => {},
  lasting = false,
  version = '',
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
  const { store, generation, isNew, setAside, truncateLog, check } = database.value;
  const opened = await openVault({ folder: home, generation, isNewDatabase: isNew, clock });
  if (!opened.ok) {
    await store.close();
    lock.value.release();
    return opened;
  }
  const vault = opened.value;
  const settings = createSettingsBook(settingsFile(home));
  const policy = policyOf(settings.current);
  const random = systemRandom;
  const runner = createWorkerHost({
    spawn: forkWorker(entryPath('worker/index')),
    clock,
    timers: systemTimers,
    log,
    folder: home,
  });
  const uploads = vault.openUploads(systemTimers);
  const drafting = {
    vault,
    uploads,
    ids: systemIds,
    mediaTypeOf,
    digest: digestText,
  };
  const outbox = createOutbox({ store, clock, random, policy, ...drafting });
  const batching = { store, vault, context: () => ({ policy, now: clock.now(), random }) };
  const settled = await settleBatches(batching);
  if (!settled.ok) {
    await store.close();
    lock.value.release();
    return settled;
  }
  const secrets = createSecretStore({
    profile: generation,
    timers: systemTimers,
    credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
    sessionWillDo: lasting,
  });
  const tokens = createTokenBroker({
    secrets,
    clock,
    timers: systemTimers,
    random,
    fetch: fetchByProxy(process.env),
    log,
    saveSession: (name, session) => saveSession(store, name, session),
  });
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
  let control: ControlServer | null = null;
  let page: WebServer | null = null;
  const commands = {
    store,
    vault,
    ids: systemIds,
    clock,
    random,
    policy,
    abort: (itemId: string) => dispatcher.abort(itemId, 'user'),
  };
  const practice = createPracticeMode({
    ...commands,
    outbox,
    log,
    startServer: () => startPractice({ port: 0 }),
    withPhotos: withSamplePhotos,
  });
  const searchIndex = keepSearchIndex({ store, timers: systemTimers, log });
  const handlers = createHandlers({
    ...commands,
    ...drafting,
    outbox,
    batches: createBatches({ ...batching, ...drafting, timers: systemTimers }),
    practice,
    settings,
    read: store.read,
    timers: systemTimers,
    tokens,
    running: dispatcher.running,
    gates: dispatcher.gates,
    searchable: searchIndex.caughtUp,
    pageAddress: () => page?.address() ?? null,
    diagnose: sharedRun(() =>
      diagnoseOutbox({
        home,
        clock,
        turn,
        openReader: () => ({ read: store.read, close: () => {} }),
        probes: {
          ...surroundings(home, version),
          database: () => check(turn),
          host: async () => ({ kind: 'running', pid: process.pid }),
        },
      }),
    ),
  });
  const wake = (): void => {
    tokens.wake();
    void outbox.wakeAll();
  };
  const undo = { store, vault, clock };
  const actsSettled = await settleActs(undo);
  if (!actsSettled.ok) {
    searchIndex.stop();
    await store.close();
    lock.value.release();
    return actsSettled;
  }
  const stopPurging = purgePastActs({ ...undo, timers: systemTimers, log });
  let stopUpkeep = (): Promise<void> => Promise.resolve();
  let upkeep: Upkeep | null = null;
  settings.onChange(() => {
    dispatcher.look();
    upkeep?.soon();
  });
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
    mistakes: settings.problems().map(settingsProblemSentence),
    sending: {
      async start() {
        const gone = await endSurvivors(home);
        if (!gone.ok) return gone;
        const closed = await closePractice(store);
        if (!closed.ok) return closed;
        await dispatcher.start();
        const cleared = await clearPractice(commands);
        if (!cleared.ok) return cleared;
        const stopHints = watchForHints({ clock, onHint: wake });
        upkeep = startUpkeep({
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
        stopUpkeep = async () => {
          stopHints();
          await upkeep?.stop();
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
    async servePage() {
      const served = await serveWeb({
        api,
        onChange: store.onCommit,
        running: dispatcher.running,
        progressOf: dispatcher.progressOf,
        timers: systemTimers,
        elapsed: clock.monotonic,
        newSecret,
        pageFolder: pageFolder(),
        log,
      });
      if (!served.ok) return served;
      page = served.value;
      return ok(page.address());
    },
    async close(graceMs) {
      uploads.end();
      await stopUpkeep();
      await stopPurging();
      await practice.end();
      // Until the last attempt has ended there is somebody who answers: nobody has to wait for the lock that long.
      await dispatcher.stop(graceMs);
      await tokens.stop(graceMs);
      await Promise.all([control?.close(graceMs), page?.close(graceMs)]);
      searchIndex.stop();
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
  const settings = createSettingsBook(settingsFile(home));
  const policy = policyOf(settings.current);
  const running = () =>
    isProfileInUse(home) ? read.inState('sending', policy.slots.all).map(runningOf) : null;
  return ok({
    api: createApi(
      createReadHandlers({
        read,
        vault,
        clock,
        policy,
        settings,
        running,
        searchable: () => Promise.resolve(),
        gates: () => [
          ...read.gates(),
          ...signInGates(read.accounts()),
          ...goneAccountGates(read.readyStreams(), read.accounts(), clock.now()),
        ],
      }),
    ),
    close,
  });
}

/** Looks at what the outbox of a profile folder depends on, from outside; changes nothing. `version` is the app's. */
export function diagnose({
  home,
  version,
}: {
  readonly home: string;
  readonly version: string;
}): Promise<Diagnosis> {
  return diagnoseOutbox({
    home,
    clock,
    turn,
    openReader() {
      const opened = openSqliteReader({ folder: home });
      return opened.ok ? opened.value : null;
    },
    probes: {
      ...surroundings(home, version),
      database: async () => checkDatabase(home),
      host: () => hostOf(home),
    },
  });
}

/** What is asked the same way with and without a running host. */
const surroundings = (home: string, version: string): Omit<Probes, 'database' | 'host'> => ({
  folder: () => checkFolder(home),
  settings: () => readSettings(settingsFile(home).read()).problems,
  vault: (referenced) => checkVault(home, referenced),
  reach: (origin) => reachOrigin(origin, process.env),
  keychain: () =>
    checkKeychain({
      timers: systemTimers,
      credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
    }),
  versions: () => ({ app: version, sqlite: sqliteVersion(), ...systemVersions() }),
});

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function hostOf(home: string): Promise<HostFacts> {
  const reached = await connectTo(home);
  if (reached.ok && reached.value !== null) {
    reached.value.close();
    return { kind: 'running', pid: reached.value.pid };
  }
  return { kind: isProfileInUse(home) ? 'silent' : 'none' };
}
