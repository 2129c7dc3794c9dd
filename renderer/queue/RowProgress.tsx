import { QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import { useProgress } from '../live/use-progress.ts';

/** How much of an item's body has been sent. */
export function RowProgress({ id }: { readonly id: string }) {
  const progress = useProgress(id);
  const known = progress !== null && progress.totalUp > 0;
  return (
    <progress
      className="row-progress"
      aria-label={QUEUE_WORDS.sending}
      {...(known ? { value: progress.bytesUp, max: progress.totalUp } : {})}
    />
  );
}
