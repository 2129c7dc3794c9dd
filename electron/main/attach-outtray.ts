import { join } from 'node:path';
import {
  type App,
  net,
  powerMonitor,
  session,
  shell,
  utilityProcess,
  type WebContents,
} from 'electron';
import { SAMPLE_APP } from '../../shared/apps/sample-app.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { connectToHost } from '../adapters/control-socket/connect-to-host.ts';
import { openLogFile } from '../adapters/system/log-file.ts';
import {
  systemClock as clock,
  systemRandom,
  systemTimers as timers,
} from '../adapters/system/system.ts';
import { utilityWorker } from '../adapters/worker-host/utility-worker.ts';
import { pageFolder, preloadPath, sampleAppFolder } from '../host/entry-path.ts';
import type { OutboxHost } from '../host/host.ts';
import { openHost } from '../host/open-host.ts';
import { startPractice, utilityChild } from '../host/practice-process.ts';
import { reach } from '../host/reach-outbox.ts';
import { chooseBy } from './embedded/choose-files.ts';
import { createEmbeddedApps } from './embedded/embedded-apps.ts';
import { showFileDialog } from './embedded/show-file-dialog.ts';
import { answerAppWindows } from './ipc/app-windows.ts';
import { answerOwnWindows } from './ipc/own-window.ts';
import { createPlaces } from './ipc/places.ts';
import { receive } from './ipc/receive.ts';
import { watchSystem } from './shell/hints.ts';
import { openOutside } from './shell/open-outside.ts';
import { createOwnWindow, type OwnWindow } from './shell/own-window.ts';
import { outtrayScheme, servePage } from './shell/page-protocol.ts';

export { outtrayScheme };

export interface AttachOptions {
  readonly app: Pick<App, 'whenReady' | 'getVersion'>;
  /** Where the queue, its files and its log live. One process has it at a time. */
  readonly profileFolder: string;
  /** Where an administrator may have put a policy for this app; without any, nobody manages it. */
  readonly policyPlaces?: readonly string[];
}

/** The outbox inside this app; it sends from now on. */
export interface AttachedHere {
  readonly kind: 'here';
  readonly host: OutboxHost;
  readonly window: OwnWindow;
  /** Ends what runs within `graceMs`, writes it down, and lets go of the folder. */
  close(graceMs: number): Promise<void>;
}

/** Another process has the profile folder, and answers. */
export interface RunsElsewhere {
  readonly kind: 'elsewhere';
  readonly pid: number;
  /** Its page for browsers, good once and for a minute; null if it serves none. */
  readonly page: string | null;
}

/** The session of the own window: apart from whatever else the app shows. */
const PARTITION = 'persist:outtray';

/**
 * Puts an outbox into an Electron app, as OutTray itself does. Before the app is ready it must have registered
 * `outtrayScheme` by `protocol.registerSchemesAsPrivileged`. One at a time in a process.
 */
export async function attachOutTray({
  app,
  profileFolder: home,
  policyPlaces = [],
}: AttachOptions): Promise<Result<AttachedHere | RunsElsewhere, OutboxError>> {
  await app.whenReady();
  const options = {
    home,
    policyPlaces,
    log: openLogFile(home),
    lasting: true,
    version: app.getVersion(),
  };
  let openApp: (id: string) => Result<null, OutboxError> = () =>
    err(outboxError('HOST_STOPPED', { begun: 'no' }));
  const reached = await reach({
    connect: () => connectToHost(home),
    open: () =>
      openHost(options, {
        workersAt: utilityWorker((entry, args, how) => utilityProcess.fork(entry, args, how)),
        startPractice: () =>
          startPractice(
            { port: 0 },
            utilityChild((entry, args, how) => utilityProcess.fork(entry, args, how)),
          ),
        onHint: (wake) =>
          watchSystem({ power: powerMonitor, isOnline: () => net.isOnline(), timers }, wake),
        openInBrowser: (url) => openOutside(shell, url),
        systemProxy: (url) => session.defaultSession.resolveProxy(url),
        pageAddress: () => null,
        openApp: (id) => openApp(id),
      }),
    elapsed: clock.monotonic,
    pause: (ms) => new Promise((resolve) => void timers.after(ms, () => resolve())),
    random: systemRandom,
  });
  if (!reached.ok) return reached;
  if (reached.value.kind === 'other') {
    const { host: remote } = reached.value;
    const page = await remote.call('page.address', {}, { kind: 'cli' });
    remote.close();
    return ok({ kind: 'elsewhere', pid: remote.pid, page: page.ok ? page.value.url : null });
  }

  const { host } = reached.value;
  const own = session.fromPartition(PARTITION);
  if (own.protocol.isProtocolHandled(outtrayScheme.scheme)) {
    await host.close(0);
    throw new Error('attachOutTray: there is an out-tray in this process already');
  }
  const stopPage = servePage(own.protocol, pageFolder());
  const places = createPlaces();
  const window = createOwnWindow({
    session: own,
    preload: preloadPath('own-window'),
    log: host.log,
    now: clock.monotonic,
    places,
  });
  host.closesWith(
    answerOwnWindows({ news: host.news, log: host.log, isOwn: window.isOwn, places }),
  );
  const embedded = createEmbeddedApps({
    apps: host.embedding.apps,
    sessionOf: (partition) => session.fromPartition(partition),
    folderOf: ({ id, url }) => (id === SAMPLE_APP ? sampleAppFolder() : join(home, url)),
    preload: preloadPath('embedded-app'),
    log: host.log,
  });
  host.embedding.onChange(embedded.review);
  openApp = embedded.open;
  host.closesWith(
    answerAppWindows<WebContents>({
      receive,
      news: host.news,
      log: host.log,
      embedding: host.embedding,
      appOf: embedded.appOf,
      choose: chooseBy(showFileDialog),
    }),
  );
  host.closesWith({
    async close() {
      embedded.destroy();
      window.destroy();
      stopPage();
    },
  });
  const started = await host.sending.start();
  const listening = started.ok ? await host.listen() : started;
  if (!listening.ok) {
    await host.close(0);
    return listening;
  }
  for (const notice of [...host.notices, ...host.mistakes]) host.log.warn('notice', { notice });
  return ok({ kind: 'here', host, window, close: (graceMs) => host.close(graceMs) });
}
