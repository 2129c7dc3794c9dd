import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Target } from '../actions/action.ts';
import { useActions } from '../actions/use-actions.ts';
import { useRouter } from '../shell/use-route.ts';
import type { Offer } from './offered-actions.ts';

/** Does what a menu, a button or a key offers; `single` where it is about one item. */
export function useOffers(): (offer: Offer, target: Target, single: Item | null) => void {
  const { act, ask, pause } = useActions();
  const { openItem } = useRouter();
  return (offer, target, single) => {
    switch (offer) {
      case 'retry':
        return act(target, { kind: 'retry', force: isAskedToWait(single) });
      case 'hold':
      case 'release':
      case 'cancel':
      case 'remove':
      case 'duplicate':
        return act(target, { kind: offer });
      case 'setPriority':
        return ask({ kind: 'priority', target });
      case 'assignAccount':
        return ask({ kind: 'account', target });
      case 'resolve':
      case 'change':
      case 'export':
        return ask({ kind: offer, target });
      case 'open':
        return single === null ? undefined : openItem(single.id);
      case 'edit':
        return single === null ? undefined : ask({ kind: 'edit', item: single });
      case 'pauseOrigin':
        return single === null ? undefined : pause({ scope: 'origin', key: single.origin });
      case 'pauseAccount':
        return single === null || single.account === null
          ? undefined
          : pause({ scope: 'account', key: single.account });
      default:
        return assertNever(offer);
    }
  };
}

/** For one item whose server asked for time, "retry now" is meant against that; for many it is not. */
export const isAskedToWait = (item: Item | null): boolean =>
  item?.state === 'waiting' && item.floorAt !== null;
