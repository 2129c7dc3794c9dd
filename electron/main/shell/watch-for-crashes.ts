import type { App } from 'electron';
import type { Log } from '../../core/ports/log.ts';

/**
 * Writes down what failed around us. Chromium starts its GPU and network processes again by itself, the worker's host
 * starts the worker, and the window its page; an error in this process ends it, and the next start puts things right.
 */
export function watchForCrashes(app: Pick<App, 'on'>, log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) =>
    log.error('process.gone', { type, reason, exitCode, serviceName }),
  );
  process.on('uncaughtExceptionMonitor', (error) =>
    log.error('host.failed', { name: error.name, stack: error.stack }),
  );
}
