import { Button } from 'react-aria-components';
import { EMPTY_WORDS, QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import { PlaceHolder } from '../shell/PlaceHolder.tsx';
import type { ListView } from './list-query.ts';

/** What stands in place of a list that has nothing. */
export function EmptyList({
  view,
  onClear,
}: {
  readonly view: ListView;
  readonly onClear: () => void;
}) {
  const narrowed = view.search !== '' || view.group !== null;
  const words = narrowed ? EMPTY_WORDS.search : EMPTY_WORDS[view.tab];
  return (
    <PlaceHolder title={words.title} text={words.text}>
      {narrowed && (
        <Button className="button" onPress={onClear}>
          {view.search === '' ? QUEUE_WORDS.showAll : QUEUE_WORDS.clearSearch}
        </Button>
      )}
    </PlaceHolder>
  );
}
