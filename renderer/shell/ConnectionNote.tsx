import { CloudOff } from 'lucide-react';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { useLive } from '../live/use-live.ts';

/** Nothing is wrong with the queue when its host does not answer, so this is calm. */
export function ConnectionNote() {
  const { connection } = useLive();
  return (
    <div role="status">
      {connection === 'lost' && (
        <p className="banner">
          <CloudOff size={16} aria-hidden="true" />
          <span>{PAGE_WORDS.lost}</span>
        </p>
      )}
    </div>
  );
}
