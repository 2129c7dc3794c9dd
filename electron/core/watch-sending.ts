import type { SendingNews } from '../../shared/contracts/control-protocol.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Outlook } from './outlook.ts';
import type { Timers } from './ports/timers.ts';

export interface WatchSendingDeps {
  readonly dispatcher: Pick<Dispatcher, 'onIdle' | 'running' | 'progressOf' | 'look'>;
  readonly outlook: () => Outlook;
  readonly timers: Timers;
}

const PROGRESS_MS = 200;

/**
 * Tells whenever nothing is going on, and how far the uploads are while something is. Whoever begins to watch
 * after a change hears of an idle that took that change into account.
 */
export function watchSending(
  { dispatcher, outlook, timers }: WatchSendingDeps,
  tell: (news: SendingNews) => void,
): () => void {
  let last = '';
  let ended = false;
  const look = (): void => {
    let bytesUp = 0;
    let totalUp = 0;
    for (const { itemId } of dispatcher.running()) {
      const progress = dispatcher.progressOf(itemId);
      bytesUp += progress?.bytesUp ?? 0;
      totalUp += progress?.totalUp ?? 0;
    }
    const seen = `${bytesUp}/${totalUp}`;
    if (seen !== last) tell({ kind: 'progress', bytesUp, totalUp });
    last = seen;
    // Whoever was told may have stopped watching.
    if (!ended) cancel = timers.after(PROGRESS_MS, look);
  };
  let cancel = timers.after(PROGRESS_MS, look);
  const off = dispatcher.onIdle(() => tell({ kind: 'idle', outlook: outlook() }));
  dispatcher.look();
  return () => {
    ended = true;
    off();
    cancel();
  };
}
