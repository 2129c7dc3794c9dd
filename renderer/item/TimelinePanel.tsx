import { changeWords, ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { useCall } from '../live/use-call.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { When } from './When.tsx';

export function TimelinePanel({ id, version }: { readonly id: string; readonly version: number }) {
  const { value, error } = useCall('timeline', { id }, version);
  if (error !== null) return <Unread error={error} />;
  if (value === null) return <p className="quiet">{ITEM_WORDS.loading}</p>;
  return (
    <ol className="timeline">
      {value.map((change) => (
        <li key={change.cursor}>
          <span className="quiet">
            <When at={change.at} />
          </span>{' '}
          {changeWords(change.kind, change.state)}
        </li>
      ))}
    </ol>
  );
}
