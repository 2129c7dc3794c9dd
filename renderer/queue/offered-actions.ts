import { type Item, type ItemState, isInDoubt } from '../../shared/outbox/item.ts';
import { type ActionKind, isPossible } from '../actions/action.ts';

/** What a menu can offer for what is chosen. */
export type Offer =
  | 'open'
  | 'edit'
  | 'change'
  | 'export'
  | 'pauseOrigin'
  | 'pauseAccount'
  | ActionKind;

/** In the order of a menu; the gaps stand between its groups. */
const MENU: readonly (readonly Offer[])[] = [
  ['open'],
  ['retry', 'resolve', 'release', 'hold', 'setPriority', 'assignAccount'],
  ['edit', 'change', 'duplicate', 'export'],
  ['pauseOrigin', 'pauseAccount'],
  ['cancel', 'remove'],
];

/**
 * What can be done with items of these states; `single` when it is one item that is known. Nothing is offered that the
 * outbox would refuse for all of them.
 */
export function offersFor(
  states: readonly ItemState[],
  single: Item | null,
): readonly (readonly Offer[])[] {
  return MENU.map((group) => group.filter((offer) => isOffered(offer, states, single))).filter(
    (group) => group.length > 0,
  );
}

function isOffered(offer: Offer, states: readonly ItemState[], single: Item | null): boolean {
  switch (offer) {
    case 'export':
      return true;
    case 'open':
    case 'pauseOrigin':
      return single !== null;
    case 'pauseAccount':
      return single !== null && single.account !== null;
    case 'resolve':
      return single === null ? isPossible(offer, states) : isInDoubt(single);
    case 'edit':
      return single !== null && isPossible('assignAccount', states);
    case 'change':
      return single === null && isPossible('assignAccount', states);
    default:
      return isPossible(offer, states);
  }
}
