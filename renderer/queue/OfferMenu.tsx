import { Fragment } from 'react';
import { Menu, MenuItem, Separator } from 'react-aria-components';
import { ACTION_WORDS } from '../../shared/messages/action-words.ts';
import type { Item, ItemState } from '../../shared/outbox/item.ts';
import { type Offer, offersFor } from './offered-actions.ts';
import { isAskedToWait } from './use-offers.ts';

export const offerWords = (offer: Offer, single: Item | null): string =>
  offer === 'retry' && isAskedToWait(single) ? ACTION_WORDS.retryByForce : ACTION_WORDS[offer];

export const takesAway = (offer: Offer): boolean => offer === 'remove' || offer === 'cancel';

interface Props {
  readonly label: string;
  readonly states: readonly ItemState[];
  readonly single: Item | null;
  readonly onOffer: (offer: Offer) => void;
}

/** Everything that can be done with what is chosen. */
export function OfferMenu({ label, states, single, onOffer }: Props) {
  return (
    <Menu className="menu" aria-label={label} autoFocus="first">
      {offersFor(states, single).map((group, at) => (
        <Fragment key={group.join()}>
          {at > 0 && <Separator className="menu-separator" />}
          {group.map((offer) => (
            <MenuItem
              key={offer}
              id={offer}
              className={`menu-item${takesAway(offer) ? ' destructive' : ''}`}
              onAction={() => onOffer(offer)}
            >
              {offerWords(offer, single)}
            </MenuItem>
          ))}
        </Fragment>
      ))}
    </Menu>
  );
}
