import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { Timers } from './ports/timers.ts';

export interface WakeTimerDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly policy: Pick<Policy, 'heartbeat'>;
  readonly onWake: () => void;
  /** The wall clock was set, forward or back: called before `onWake`. */
  readonly onClockJump: () => void;
}

/** Wakes the dispatcher at the next time at which something may be due, and in any case with every heartbeat. */
export interface WakeTimer {
  after(delayMs: number): void;
  /** When the first item, gate or pause is due of those that were not when somebody last looked. */
  whenDue(read: StoreReader, lookedAt: number): void;
  /** For good: a timer would hold the process. */
  stop(): void;
}

const CLOCK_JUMP = 60_000;

export function createWakeTimer(deps: WakeTimerDeps): WakeTimer {
  const { clock, timers, policy } = deps;
  const skewNow = (): number => clock.now() - clock.monotonic();
  let lastSkew = skewNow();
  let isStopped = false;
  let cancel: () => void = () => {};

  function after(delayMs: number): void {
    cancel();
    if (isStopped) return;
    cancel = timers.after(delayMs, () => {
      const skew = skewNow();
      const hasJumped = Math.abs(skew - lastSkew) > CLOCK_JUMP;
      lastSkew = skew;
      if (hasJumped) deps.onClockJump();
      after(policy.heartbeat);
      deps.onWake();
    });
  }

  return {
    after,
    whenDue(read, lookedAt) {
      const now = clock.now();
      const times = [
        read.nextDueAt(),
        read.nextExpiryAt(),
        ...read.gates().map((gate) => gate.probeAt),
        ...read.pauses().map((pause) => pause.until),
      ];
      const next = times.reduce<number>(
        (soonest, time) => (time === null || time <= lookedAt ? soonest : Math.min(soonest, time)),
        now + policy.heartbeat,
      );
      after(Math.max(0, next - now));
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
