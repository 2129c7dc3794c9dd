import type { RemoteHost } from '../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { connectToHost as connectTo } from '../adapters/control-socket/connect-to-host.ts';
import {
  systemClock as clock,
  newSecret,
  systemRandom,
  systemTimers,
} from '../adapters/system/system.ts';
import { forkWorker } from '../adapters/worker-host/fork-worker.ts';
import { pageFolder } from '../host/entry-path.ts';
import type { HostOptions, Reached } from '../host/host.ts';
import { openHost as openOutboxHost } from '../host/open-host.ts';
import { startPractice } from '../host/practice-process.ts';
import { becomeOwner, type ReachDeps, reach } from '../host/reach-outbox.ts';
import type { Host } from './host.ts';
import { serveWeb, type WebServer } from './web/web-server.ts';

export { diagnose } from '../host/diagnose.ts';
export { openReader } from '../host/open-reader.ts';
export type { HostOptions };
export { startPractice };

/**
 * Opens a profile folder as its owner: PROFILE_IN_USE when another process has it. Nothing is sent before
 * `sending.start()`.
 */
export async function openHost(options: HostOptions): Promise<Result<Host, OutboxError>> {
  let page: WebServer | null = null;
  const opened = await openOutboxHost(options, {
    workersAt: forkWorker,
    startPractice: () => startPractice({ port: 0 }),
    pageAddress: () => page?.address() ?? null,
    openApp: () => err(outboxError('APPS_NEED_WINDOWS')),
  });
  if (!opened.ok) return opened;
  const host = opened.value;
  return ok({
    ...host,
    async servePage() {
      const served = await serveWeb({
        ...host.news,
        elapsed: clock.monotonic,
        newSecret,
        pageFolder: pageFolder(),
        log: host.log,
      });
      if (!served.ok) return served;
      page = served.value;
      host.closesWith(page);
      return ok(page.address());
    },
  });
}

/** The log file of a profile folder: a writer of lines that never throws. Loaded only where somebody writes one. */
export async function openLogFile(home: string): Promise<(line: string) => void> {
  const file = await import('../adapters/system/log-file.ts');
  return file.openLogFile(home);
}

/** The running host of a profile folder; null when none answers. */
export const connectToHost = ({
  home,
}: Pick<HostOptions, 'home'>): Promise<Result<RemoteHost | null, OutboxError>> => connectTo(home);

/** A running host if there is one, else this process becomes the owner; the caller closes what it gets. */
export const reachOutbox = (options: HostOptions): Promise<Result<Reached<Host>, OutboxError>> =>
  reach(reachBy(options));

/** Opens a profile folder as its owner once nobody has it any more: PROFILE_IN_USE when a host runs. */
export const ownOutbox = (options: HostOptions): Promise<Result<Host, OutboxError>> =>
  becomeOwner(options.home, reachBy(options));

const reachBy = (options: HostOptions): ReachDeps<Host> => ({
  connect: () => connectTo(options.home),
  open: () => openHost(options),
  elapsed: clock.monotonic,
  pause: (ms) => new Promise((resolve) => void systemTimers.after(ms, () => resolve())),
  random: systemRandom,
});
