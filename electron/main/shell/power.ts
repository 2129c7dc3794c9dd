import type { Timers } from '../../core/ports/timers.ts';
import { ASLEEP, stayAwake } from './power-model.ts';

/** Electron's powerSaveBlocker. */
interface PowerSaveBlocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
}

export interface PowerDeps {
  readonly blocker: PowerSaveBlocker;
  readonly timers: Timers;
  readonly now: () => number;
}

export interface Power {
  /** How much is on its way now. */
  see(sending: number): void;
  /** The machine may sleep from now on. */
  release(): void;
}

/** Keeps the machine, not the screen, awake while something is sent. */
export function createPower({ blocker, timers, now }: PowerDeps): Power {
  let wakefulness = ASLEEP;
  let blocking: number | null = null;
  let cancel = (): void => {};

  function release(): void {
    cancel();
    wakefulness = ASLEEP;
    if (blocking !== null) blocker.stop(blocking);
    blocking = null;
  }

  function see(sending: number): void {
    const time = now();
    wakefulness = stayAwake(wakefulness, sending, time);
    if (!wakefulness.isAwake) return release();
    blocking ??= blocker.start('prevent-app-suspension');
    cancel();
    // While something is sent somebody says so again; a look that never comes must not keep the machine awake.
    cancel = timers.after(wakefulness.until - time, () => see(0));
  }

  return { see, release };
}
