import type { Timers } from '../../core/ports/timers.ts';
import { type Call, lookAtOutbox, type Sight } from './look-at-outbox.ts';

export interface WatchDeps {
  readonly call: Call;
  /** Calls back after every change of the outbox or its settings; the returned function ends that. */
  readonly onChange: (listener: () => void) => () => void;
  readonly timers: Timers;
}

/** At full speed hundreds of items change in this time, and are seen as one. */
const SOON_MS = 250;
/** Gates, quiet hours and the end of a pause come and go without a change of an item. */
const ANYWAY_MS = 15_000;

/** Tells what the outbox is like: at once, soon after every change, and every now and then. */
export function watchOutbox(
  { call, onChange, timers }: WatchDeps,
  tell: (sight: Sight) => void,
): () => void {
  let state: 'idle' | 'looking' | 'stopped' = 'idle';
  let isDue = false;
  let isSoon = false;
  let cancel = (): void => {};

  function lookIn(ms: number): void {
    cancel();
    isSoon = ms < ANYWAY_MS;
    cancel = timers.after(ms, () => void look());
  }

  async function look(): Promise<void> {
    state = 'looking';
    isDue = false;
    const sight = await lookAtOutbox(call);
    if (isStopped()) return;
    state = 'idle';
    // What cannot be read now is looked at again; the icon stays as it is until then.
    if (sight.ok) tell(sight.value);
    lookIn(isDue ? SOON_MS : ANYWAY_MS);
  }

  const isStopped = (): boolean => state === 'stopped';

  const stopHearing = onChange(() => {
    isDue = true;
    if (state === 'idle' && !isSoon) lookIn(SOON_MS);
  });
  void look();
  return () => {
    state = 'stopped';
    cancel();
    stopHearing();
  };
}
