import type { HostEvents } from '../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { createSignInBrowser } from '../adapters/auth/sign-in-browser.ts';
import { createTokenBroker } from '../adapters/auth/token-broker.ts';
import { listenForControl } from '../adapters/control-socket/listen-for-control.ts';
import { fetchByRoute } from '../adapters/network/fetch-by-route.ts';
import { reachOrigin } from '../adapters/network/reach-origin.ts';
import { createSecretStore } from '../adapters/secrets/secret-store.ts';
import {
  systemClock as clock,
  digestText,
  mediaTypeOf,
  newSecret,
  systemRandom as random,
  systemIds,
  systemTimers as timers,
} from '../adapters/system/system.ts';
import { createTextLog } from '../adapters/system/text-log.ts';
import { createWorkerHost } from '../adapters/worker-host/worker-host.ts';
import { createApi } from '../api/api.ts';
import type { News } from '../api/event-stream.ts';
import { createHandlers } from '../api/handlers.ts';
import { endLostSessions, saveSession } from '../core/accounts.ts';
import { createAppBook } from '../core/apps/app-book.ts';
import { createFileCapabilities } from '../core/apps/file-capabilities.ts';
import { createAwayServers } from '../core/away-servers.ts';
import { createBatches } from '../core/batches.ts';
import { createBrowserSignIns } from '../core/browser-sign-ins.ts';
import { createDiskGuard } from '../core/disk-guard.ts';
import { createDispatcher } from '../core/dispatcher.ts';
import { createManagedMachine } from '../core/machine-policy/machine.ts';
import { createOutbox } from '../core/outbox.ts';
import { outlook } from '../core/outlook.ts';
import { savePerson } from '../core/people.ts';
import { createPracticeMode } from '../core/practice-mode/practice-mode.ts';
import { sampleApp } from '../core/practice-mode/sample-app.ts';
import { createProxySignIns } from '../core/proxy-sign-ins.ts';
import { routeAttempts } from '../core/route-attempts.ts';
import { keepSearchIndex } from '../core/search/keep-search-index.ts';
import { purgePastActs } from '../core/undo/past-acts.ts';
import { watchSending } from '../core/watch-sending.ts';
import { diagnoseFromWithin } from './diagnose.ts';
import { entryPath } from './entry-path.ts';
import type { HostOptions, HostProcess, OutboxHost, Service } from './host.ts';
import { openProfile } from './open-profile.ts';
import { withSamplePhotos } from './sample-photos.ts';
import { createSending } from './sending.ts';
import { createWaysOut } from './ways-out.ts';

/** As long as a token endpoint may take to answer, and a little for the keychain. */
const REFRESH_GRACE_MS = 12_000;

/**
 * Opens a profile folder as its owner: PROFILE_IN_USE when another process has it. Nothing is sent before
 * `sending.start()`.
 */
export async function openHost(
  {
    home,
    policyPlaces = [],
    log: write = () => {},
    lasting = false,
    version = '',
    env = process.env,
  }: HostOptions,
  {
    workersAt,
    startPractice,
    onHint,
    openInBrowser,
    systemProxy,
    pageAddress,
    openApp,
  }: HostProcess,
): Promise<Result<OutboxHost, OutboxError>> {
  const log = createTextLog(write, clock.now);
  const profile = await openProfile({ home, policyPlaces }, log);
  if (!profile.ok) return profile;
  const { store, vault, disk, settings, policy, machinePolicy } = profile.value;
  const { generation, truncateLog, check } = profile.value;
  const diskGuard = createDiskGuard(disk);
  await endLostSessions(store, clock.now());
  const secrets = createSecretStore({
    profile: generation,
    timers,
    credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
    sessionWillDo: lasting,
  });
  const proxySignIns = createProxySignIns({ secrets, clock });
  const waysOut = createWaysOut({
    env,
    settings: settings.current,
    systemProxy,
    signIns: proxySignIns,
  });
  const { routes } = waysOut;
  const away = createAwayServers(clock);
  const runner = away.watching(
    routeAttempts(
      createWorkerHost({
        spawn: workersAt(entryPath('worker/index')),
        clock,
        timers,
        log,
        folder: home,
      }),
      routes,
    ),
  );
  const uploads = vault.openUploads(timers);
  const appListeners = new Set<() => void>();
  const appsChanged = (): void => {
    for (const listener of appListeners) listener();
  };
  machinePolicy.onChange(appsChanged);
  const apps = createAppBook({
    settings,
    policy: machinePolicy,
    comesAlong: () => {
      const url = practice.url();
      return url === null ? [] : [sampleApp(url)];
    },
    changed: appsChanged,
  });
  const filesOf = createFileCapabilities({ uploads, vault, apps, newToken: newSecret });
  const drafting = { vault, filesOf, apps, ids: systemIds, mediaTypeOf, digest: digestText };
  const outbox = createOutbox({ store, clock, random, policy, ...drafting });
  const batching = { store, vault, context: () => ({ policy, now: clock.now(), random }) };
  const calling = { fetch: fetchByRoute(routes), clock, timers, log };
  const tokens = createTokenBroker({
    ...calling,
    secrets,
    random,
    saveSession: (name, session) => saveSession(store, name, session),
    savePerson: (name, ...found) => savePerson(store, name, ...found),
  });
  const machine = createManagedMachine({
    policy: machinePolicy,
    store,
    tokens,
    clock,
    timers,
    log,
  });
  await machine.look();
  const signIns = createBrowserSignIns({
    store,
    tokens,
    clock,
    signInBrowser: createSignInBrowser(calling),
    newId: newSecret,
  });
  const dispatcher = createDispatcher({
    store,
    vault,
    apps,
    digest: digestText,
    runner,
    disk: diskGuard,
    clock,
    timers,
    random,
    policy,
    log,
    credentials: tokens,
  });
  const { running, progressOf, gates } = dispatcher;
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
    startServer: startPractice,
    switched: appsChanged,
    withPhotos: withSamplePhotos,
  });
  const searchIndex = keepSearchIndex({ store, timers, log });
  const handlers = createHandlers({
    ...commands,
    ...drafting,
    outbox,
    batches: createBatches({ ...batching, ...drafting, timers }),
    practice,
    settings,
    read: store.read,
    timers,
    tokens,
    ...waysOut,
    reach: (origin, trust) => reachOrigin(origin, routes, trust),
    proxySignIns,
    signIns,
    openInBrowser: openInBrowser ?? (async () => false),
    lookAtPolicy: machine.look,
    running,
    gates,
    away: () => away.now(store.read, gates()),
    diskTrouble: diskGuard.trouble,
    searchable: searchIndex.caughtUp,
    version,
    pageAddress,
    openApp,
    diagnose: diagnoseFromWithin({
      home,
      policyPlaces,
      version,
      read: store.read,
      check,
      ...waysOut,
    }),
  });
  const wake = (): void => {
    routes.lookAgain();
    tokens.wake();
    void outbox.wakeAll();
  };
  const stopPurging = purgePastActs({ store, vault, clock, timers, log });
  const sending = createSending({
    ...commands,
    home,
    commands,
    dispatcher,
    machine,
    wake,
    onHint,
    timers,
    log,
    sweep: () => vault.sweep(store.read.referencedFiles(), clock.now()),
    truncateLog,
  });
  settings.onChange((before) => {
    dispatcher.look();
    const { proxy, 'proxy.except': exceptions } = settings.current();
    if (proxy !== before.proxy || exceptions !== before['proxy.except']) wake();
    sending.tidySoon();
  });
  const api = createApi(handlers, apps);
  const outlookNow = () => outlook(store.read, gates(), clock.now(), policy, diskGuard.trouble());
  const events: HostEvents = {
    onChange: store.onCommit,
    watchSending: (tell) => watchSending({ dispatcher, outlook: outlookNow, timers }, tell),
  };
  const news: News = { api, onChange: store.onCommit, running, progressOf, timers };
  const services = new Set<Service>();

  return ok({
    api,
    log,
    ...events,
    onSettings: (listener) => settings.onChange(() => listener()),
    news,
    embedding: {
      apps,
      filesOf,
      sourceOf: (itemId) => store.read.item(itemId)?.source ?? null,
      onChange(listener) {
        appListeners.add(listener);
        return () => appListeners.delete(listener);
      },
    },
    notices: profile.value.notices,
    mistakes: settings.view().problems.map(({ message }) => message),
    sending: {
      start: sending.start,
      outlook: outlookNow,
      running,
      progressOf,
      onIdle: dispatcher.onIdle,
    },
    async listen() {
      const listening = await listenForControl({ folder: home, api, log, ...events });
      if (!listening.ok) return listening;
      services.add(listening.value);
      return ok(null);
    },
    closesWith: (service) => void services.add(service),
    async close(graceMs) {
      uploads.end();
      signIns.stop();
      await sending.stop();
      await stopPurging();
      await practice.end();
      // Until the last attempt has ended there is somebody who answers: nobody has to wait for the lock that long.
      // A refresh under way may end meanwhile, and gets longer: its new token would be lost, and with it the sign-in.
      await Promise.all([
        dispatcher.stop(graceMs),
        tokens.stop(Math.max(graceMs, REFRESH_GRACE_MS)),
        machine.stop(),
      ]);
      await Promise.all(Array.from(services, (service) => service.close(graceMs)));
      searchIndex.stop();
      await profile.value.close();
    },
  });
}
