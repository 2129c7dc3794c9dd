import { countWords } from '../../shared/messages/queue-words.ts';
import { useLive } from '../live/use-live.ts';
import { type QueueTab, tabCount } from './list-query.ts';

/** How many items a tab has. Its own component, so that a count that moves draws nothing else anew. */
export function TabCount({ tab }: { readonly tab: QueueTab }) {
  const { stats } = useLive();
  if (stats === null) return null;
  const count = tabCount(stats.counts, tab);
  return (
    <span className="tab-count" data-urgent={tab === 'needsYou' && count > 0}>
      {countWords(count)}
    </span>
  );
}
