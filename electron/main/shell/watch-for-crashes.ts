import type { App } from 'electron';
import type { Log } from '../../core/ports/log.ts';

/**
 * Writes down what failed around us. Chromium starts its GPU and network processes again by itself, the worker's host
 * starts the worker, and the window its page.
 */
export function watchForCrashes(app: Pick<App, 'on'>, log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) =>
    log.error('process.gone', { type, reason, exitCode, serviceName }),
  );
}

/** Calls back once with the first error that nobody caught; Electron would show it and go on. */
export function onUncaught(process: NodeJS.Process, end: (error: unknown) => void): void {
  let isEnding = false;
  const first = (error: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    end(error);
  };
  process.on('uncaughtException', first);
  process.on('unhandledRejection', first);
}
