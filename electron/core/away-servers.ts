import { isLoopback } from '../../shared/lang/confidential-url.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { AwayServer } from '../../shared/outbox/away-server.ts';
import { type ClosedGate, type GateReason, isUntrusted } from '../../shared/outbox/gate.ts';
import { ITEM_STATES, isOpen } from '../../shared/outbox/item.ts';
import { gateSignal } from './gates.ts';
import type { AttemptRunner } from './ports/attempt-runner.ts';
import type { Clock } from './ports/clock.ts';
import type { StoreReader } from './ports/store-reader.ts';

export interface AwayServers {
  /** The same runner; what its attempts came to is remembered, for as long as this process runs. */
  watching(runner: AttemptRunner): AttemptRunner;
  /** Only those for which something waits; what the closed gates tell of certificates is not told twice. */
  now(read: Pick<StoreReader, 'items'>, gates: readonly ClosedGate[]): readonly AwayServer[];
}

const AWAY_MS = 60 * 60 * 1000;

const OPEN = ITEM_STATES.filter(isOpen);

interface Trouble extends Pick<AwayServer, 'reason'> {
  /** By the monotonic clock: a machine that sleeps reaches nobody. */
  readonly began: number;
}

/** An origin that nobody gets through to while others answer (design §8). */
export function createAwayServers(clock: Clock): AwayServers {
  const troubles = new Map<string, Trouble>();
  let othersAnsweredAt: number | null = null;

  function saw(url: string, outcome: AttemptOutcome): void {
    const { origin, hostname } = new URL(url);
    const signal = gateSignal(outcome, null);
    switch (signal.kind) {
      case 'pass':
      case 'unwell':
      case 'serverAsked':
        troubles.delete(origin);
        // What runs on this machine answers without any network.
        if (!isLoopback(hostname)) othersAnsweredAt = clock.monotonic();
        return;
      case 'trouble': {
        const { reason } = signal;
        if (!isAway(reason)) {
          troubles.delete(origin);
          return;
        }
        const before = troubles.get(origin);
        const isSame = before !== undefined && isUntrusted(before) === isUntrusted({ reason });
        troubles.set(origin, { began: isSame ? before.began : clock.monotonic(), reason });
        return;
      }
      case 'barred':
        troubles.delete(origin);
        return;
      case 'none':
        return;
    }
  }

  return {
    watching: (runner) => ({
      async run(job, options) {
        const report = await runner.run(job, options);
        saw(job.url, report.outcome);
        return report;
      },
      abort: (attemptId, by) => runner.abort(attemptId, by),
      stop: (graceMs) => runner.stop(graceMs),
    }),
    now(read, gates) {
      const now = clock.monotonic();
      const othersAnswer = othersAnsweredAt !== null && now - othersAnsweredAt < AWAY_MS;
      return [...troubles].flatMap(([origin, { began, reason }]) => {
        const isTold = isUntrusted({ reason })
          ? !gates.some((gate) => gate.key === origin && isUntrusted(gate))
          : othersAnswer && now - began >= AWAY_MS;
        if (!isTold) return [];
        const { rows } = read.items({ origin, states: OPEN }, { after: null, limit: 1 });
        const since = clock.now() - (now - began);
        return rows.length === 0 ? [] : [{ origin, since, reason }];
      });
    },
  };
}

const isAway = (reason: GateReason): reason is AwayServer['reason'] =>
  reason.code === 'SUSPECT' || reason.code === 'UNREACHABLE';
