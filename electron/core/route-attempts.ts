import { type AttemptReport, NO_EXCHANGE } from '../../shared/outbox/attempt.ts';
import type { AbortedBy, AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { AttemptRunner } from './ports/attempt-runner.ts';
import type { NoWay, RoutedRunner, Routes } from './ports/routes.ts';

/**
 * Finds out for each attempt how it leaves this machine, just before it does: what was set in between counts. An
 * attempt for which there is no way was not sent.
 */
export function routeAttempts(runner: RoutedRunner, routes: Routes): AttemptRunner {
  /** Attempts whose way is being found out. */
  const looking = new Map<string, AbortedBy | null>();
  let isStopping = false;

  return {
    async run({ trust, ...job }, options) {
      looking.set(job.attemptId, null);
      const way = await routes.to(job.url, trust);
      const abortedBy = looking.get(job.attemptId) ?? (isStopping ? 'shutdown' : null);
      looking.delete(job.attemptId);
      if (abortedBy !== null) return aborted(abortedBy);
      if (!way.ok) return notSent(way.error);
      const { route } = way.value;
      const report = await runner.run({ ...job, route }, options);
      const { outcome } = report;
      if (outcome.kind === 'proxySignIn' && outcome.refused) routes.refused(route);
      if (outcome.kind === 'notSent' && isProxyDown(outcome)) routes.down(route);
      return report;
    },
    abort(attemptId, by) {
      if (looking.has(attemptId)) looking.set(attemptId, by);
      else runner.abort(attemptId, by);
    },
    stop(graceMs) {
      isStopping = true;
      return runner.stop(graceMs);
    },
  };
}

/** It has answered where its status is told. */
const isProxyDown = ({
  cause,
  code,
}: Extract<AttemptOutcome, { readonly kind: 'notSent' }>): boolean =>
  cause === 'proxy' && !code.startsWith('PROXY_');

const aborted = (by: AbortedBy): AttemptReport => ({
  ...NO_EXCHANGE,
  outcome: { kind: 'aborted', by, mayHaveArrived: false },
});

const notSent = ({ cause, code, detail }: NoWay): AttemptReport => ({
  ...NO_EXCHANGE,
  outcome: { kind: 'notSent', cause, code },
  error: { class: cause, code, message: detail ?? code },
});
