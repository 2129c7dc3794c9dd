import { MoreHorizontal } from 'lucide-react';
import { Button, MenuTrigger, Popover } from 'react-aria-components';
import { ACTION_WORDS } from '../../shared/messages/action-words.ts';
import { QUEUE_WORDS, selectAllWords, selectedWords } from '../../shared/messages/queue-words.ts';
import type { Item, ItemState } from '../../shared/outbox/item.ts';
import { OfferMenu, offerWords, takesAway } from './OfferMenu.tsx';
import { type Offer, offersFor } from './offered-actions.ts';

interface Props {
  readonly count: number;
  readonly states: readonly ItemState[];
  readonly single: Item | null;
  /** More than what is chosen: everything that the view has. Null when that is chosen, or not more. */
  readonly all: { readonly count: number | null; readonly searched: boolean } | null;
  readonly onOffer: (offer: Offer) => void;
  readonly onChooseAll: () => void;
  readonly onClear: () => void;
}

const IN_SIGHT: readonly Offer[] = ['retry', 'resolve', 'release', 'hold', 'setPriority', 'remove'];

/** What can be done with everything that is chosen. */
export function ActionBar(props: Props) {
  const { count, states, single, all, onOffer, onChooseAll, onClear } = props;
  const offers = offersFor(states, single).flat();
  return (
    <div className="action-bar" role="toolbar" aria-label={QUEUE_WORDS.withChosen}>
      <span className="chosen-count" role="status">
        {selectedWords(count)}
      </span>
      {all !== null && (
        <button type="button" className="link" onClick={onChooseAll}>
          {selectAllWords(all.count, all.searched)}
        </button>
      )}
      <button type="button" className="link" onClick={onClear}>
        {QUEUE_WORDS.clearSelection}
      </button>
      <span className="action-buttons">
        {IN_SIGHT.filter((offer) => offers.includes(offer)).map((offer) => (
          <Button
            key={offer}
            className={`button action-button${takesAway(offer) ? ' destructive' : ''}`}
            data-offer={offer}
            onPress={() => onOffer(offer)}
          >
            {offerWords(offer, single)}
          </Button>
        ))}
        <MenuTrigger>
          <Button className="button" aria-label={ACTION_WORDS.more}>
            <MoreHorizontal size={16} aria-hidden="true" />
          </Button>
          <Popover className="popover" placement="bottom end">
            <OfferMenu
              label={ACTION_WORDS.more}
              states={states}
              single={single}
              onOffer={onOffer}
            />
          </Popover>
        </MenuTrigger>
      </span>
    </div>
  );
}
