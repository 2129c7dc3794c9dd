// A worker that does what the job's URL says, in place of sending anything: fake:answer, fake:crash, …
import { readFileSync } from 'node:fs';
import type { FromWorker, Job, ToWorker } from '../../../shared/contracts/worker-protocol.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';

const say = (message: FromWorker, then: () => void = () => {}) =>
  process.send?.(message, undefined, undefined, then);

/** The answer carries this process' number, so that tests see who gave it. */
function answer(
  attemptId: string,
  outcome: AttemptOutcome,
  text = '',
  then: () => void = () => {},
): void {
  const message: FromWorker = {
    type: 'done',
    attemptId,
    report: {
      outcome,
      requestHeaders: [['pid', String(process.pid)]],
      response: null,
      body: null,
      timings: null,
      bytesUp: 0,
      bytesDown: 0,
      progress: 'complete',
      error: { class: 'internal', code: 'FAKE', message: text },
      verdict: null,
      quotaResetMs: null,
    },
  };
  say(message, then);
}

const waiting = new Set<string>();

function perform({ attemptId, url, headers, spill, secretHeaders }: Job): void {
  const delivered: AttemptOutcome = { kind: 'delivered', status: 200 };
  switch (url) {
    case 'fake:answer':
      return answer(attemptId, delivered);
    case 'fake:answer-twice':
      answer(attemptId, delivered);
      answer(attemptId, delivered);
      return answer('nobody/1', delivered);
    case 'fake:answer-and-exit':
      answer(attemptId, delivered, 'x'.repeat(2_000_000), () => process.exit(3));
      return;
    case 'fake:read':
      return answer(attemptId, delivered, readFileSync(spill?.path ?? '', 'utf8'));
    case 'fake:environment':
      return answer(attemptId, delivered, Object.keys(process.env).join());
    case 'fake:wait':
      waiting.add(attemptId);
      say({ type: 'progress', attemptId, progress: { bytesUp: 5, totalUp: 10, bytesDown: 0 } });
      return;
    case 'fake:ignore-everything':
      process.removeAllListeners('disconnect');
      process.on('disconnect', () => {});
      setInterval(() => {}, 1_000);
      say({ type: 'progress', attemptId, progress: { bytesUp: 10, totalUp: 10, bytesDown: 0 } });
      return;
    case 'fake:crash':
      process.stderr.write('the fake worker crashes\n');
      return process.exit(7);
    case 'fake:segfault':
      process.kill(process.pid, 'SIGSEGV');
      return;
    case 'fake:throw':
      throw new Error('the fake worker throws');
    case 'fake:throw-secrets':
      throw new Error(`told: ${JSON.stringify(secretHeaders)}`);
    case 'fake:throw-headers':
      throw new Error(`told: ${JSON.stringify(headers)}`);
    case 'fake:disconnect':
      // It lives on without a channel: only the host can end it.
      process.removeAllListeners('disconnect');
      setInterval(() => {}, 1_000);
      return process.disconnect();
    default:
      throw new Error(url);
  }
}

process.on('disconnect', () => process.exit());
process.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'run':
      return perform(message.job);
    case 'abort':
      if (!waiting.delete(message.attemptId)) return;
      return answer(message.attemptId, { kind: 'aborted', by: message.by, mayHaveArrived: false });
    case 'ping':
      return say({ type: 'pong', n: message.n });
  }
});
say({ type: 'ready', pid: process.pid });
