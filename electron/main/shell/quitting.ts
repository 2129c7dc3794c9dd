import type { TransferProgress } from '../../../shared/contracts/worker-protocol.ts';

/** What would be lost by quitting now. */
export interface AtStake {
  readonly itemId: string;
  readonly bytesUp: number;
  readonly totalUp: number;
}

/** A body below this is sent again in no time. */
const WORTH_ASKING = 1024 * 1024;

/**
 * The uploads that would start over: no server here can go on with half a body. Small ones, those that have not begun,
 * and those whose last byte has gone out lose nothing worth a question.
 */
export const uploadsAtStake = (
  running: readonly { readonly itemId: string }[],
  progressOf: (itemId: string) => TransferProgress | null,
): readonly AtStake[] =>
  running.flatMap(({ itemId }) => {
    const progress = progressOf(itemId);
    if (progress === null) return [];
    const { bytesUp, totalUp } = progress;
    return totalUp >= WORTH_ASKING && bytesUp > 0 && bytesUp < totalUp
      ? [{ itemId, bytesUp, totalUp }]
      : [];
  });

export interface QuitDeps {
  readonly atStake: () => readonly AtStake[];
  /** True: quit all the same. */
  readonly ask: (atStake: readonly AtStake[]) => Promise<boolean>;
  /** Ends what runs and lets go of the folder. */
  readonly close: () => Promise<void>;
  /** Ends the process; nothing asks again. */
  readonly exit: () => void;
}

export interface Quitting {
  /** Somebody wants to quit; asks where something would be lost. */
  request(): void;
  /** The system goes down: nobody is there to be asked. */
  now(): void;
}

/** One quit at a time: whoever asks twice is not asked twice. */
export function createQuitting({ atStake, ask, close, exit }: QuitDeps): Quitting {
  let phase: 'running' | 'asking' | 'closing' = 'running';

  function closeNow(): void {
    if (phase === 'closing') return;
    phase = 'closing';
    // Also when closing failed: the next start puts right what this one left.
    void close()
      .catch(() => {})
      .finally(exit);
  }

  async function askFirst(lost: readonly AtStake[]): Promise<void> {
    phase = 'asking';
    // A question that cannot be shown must not keep anybody from quitting: nothing is lost by it.
    const quit = await ask(lost).catch(() => true);
    if (quit) closeNow();
    else if (phase === 'asking') phase = 'running';
  }

  return {
    request() {
      if (phase !== 'running') return;
      const lost = atStake();
      if (lost.length === 0) {
        closeNow();
        return;
      }
      void askFirst(lost);
    },
    now: closeNow,
  };
}
