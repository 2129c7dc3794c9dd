/** Whether the machine is kept awake, and until when it may not sleep although nothing is sent at this moment. */
export interface Wakefulness {
  readonly isAwake: boolean;
  readonly until: number;
}

export const ASLEEP: Wakefulness = { isAwake: false, until: 0 };

/** From one upload to the next, and longer than from one look at the outbox to the next. */
const GAP = 30_000;

/** Kept awake while something is sent and a moment longer; what waits, for whatever reason, is no ground. */
export function stayAwake(before: Wakefulness, sending: number, now: number): Wakefulness {
  if (sending > 0) return { isAwake: true, until: now + GAP };
  return before.isAwake && now < before.until ? before : ASLEEP;
}
