import { Button } from 'react-aria-components';
import { EMPTY_WORDS, QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import { PlaceHolder } from '../shell/PlaceHolder.tsx';
import { useRouter } from '../shell/use-route.ts';
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
  const { openView } = useRouter();
  const words = narrowed ? EMPTY_WORDS.search : EMPTY_WORDS[view.tab];
  return (
    <PlaceHolder title={words.title} text={words.text}>
      {narrowed && (
        <Button className="button" onPress={onClear}>
          {view.search === '' ? QUEUE_WORDS.showAll : QUEUE_WORDS.clearSearch}
        </Button>
      )}
      {!narrowed && view.tab === 'all' && (
        <Button className="button" onPress={() => openView('practice')}>
          {QUEUE_WORDS.practise}
        </Button>
      )}
    </PlaceHolder>
  );
}
