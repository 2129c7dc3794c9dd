import type { Job, ToWorker } from '../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { type AttemptContext, type RunningAttempt, startAttempt } from './attempt.ts';
import type { Port } from './port.ts';

/**
 * Performs what the host asks for, side by side, until the channel closes; then `exit` is called, because a
 * worker without its host must not send anything any more.
 */
export function serve(
  port: Port,
  context: AttemptContext,
  process: { readonly pid: number; exit(): void },
): void {
  const running = new Map<string, RunningAttempt>();

  const run = async (job: Job): Promise<void> => {
    const { attemptId } = job;
    // One attempt is one request: being told twice changes nothing.
    if (running.has(attemptId)) return;
    const attempt = startAttempt(job, context, (progress) =>
      port.send({ type: 'progress', attemptId, progress }),
    );
    running.set(attemptId, attempt);
    const report = await attempt.report;
    running.delete(attemptId);
    port.send({ type: 'done', attemptId, report });
  };

  port.onMessage((message: ToWorker) => {
    switch (message.type) {
      case 'run':
        void run(message.job);
        return;
      case 'abort':
        running.get(message.attemptId)?.abort(message.by);
        return;
      case 'ping':
        port.send({ type: 'pong', n: message.n });
        return;
      default:
        assertNever(message);
    }
  });
  port.onClose(() => process.exit());
  port.send({ type: 'ready', pid: process.pid });
}
