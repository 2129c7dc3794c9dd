import type { Timers } from '../../core/ports/timers.ts';

/** What the system says about power, as Electron tells it. */
interface PowerEvents {
  on(event: string, listener: () => void): unknown;
  removeListener(event: string, listener: () => void): unknown;
}

export interface SystemHints {
  readonly power: PowerEvents;
  readonly isOnline: () => boolean;
  readonly timers: Timers;
}

/** After these the machine may be elsewhere: another network, another time. */
const WAKING = ['resume', 'unlock-screen'] as const;
const LOOK_MS = 2_000;

/**
 * Calls `wake` when the machine woke up or came online. Only hints: they make the outbox look sooner, nothing waits for
 * one, and none is trusted to say that there is no network.
 */
export function watchSystem(
  { power, isOnline, timers }: SystemHints,
  wake: () => void,
): () => void {
  let online = isOnline();
  let cancel = (): void => {};
  const look = (): void => {
    const now = isOnline();
    if (now && !online) wake();
    online = now;
    cancel = timers.after(LOOK_MS, look);
  };
  cancel = timers.after(LOOK_MS, look);
  for (const event of WAKING) power.on(event, wake);
  return () => {
    cancel();
    for (const event of WAKING) power.removeListener(event, wake);
  };
}
