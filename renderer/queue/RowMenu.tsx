import { useRef } from 'react';
import { Popover } from 'react-aria-components';
import { QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import type { Item, ItemState } from '../../shared/outbox/item.ts';
import { OfferMenu } from './OfferMenu.tsx';
import type { Offer } from './offered-actions.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Props {
  /** Where in the window it opens. */
  readonly at: Point;
  readonly states: readonly ItemState[];
  readonly single: Item | null;
  readonly onOffer: (offer: Offer) => void;
  readonly onClose: () => void;
}

/** The menu of a row, where the pointer is. */
export function RowMenu({ at, states, single, onOffer, onClose }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className="menu-anchor"
        style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
      />
      <Popover
        className="popover"
        aria-label={QUEUE_WORDS.moreOfItem}
        isOpen
        triggerRef={anchor}
        placement="bottom start"
        offset={2}
        onOpenChange={(open) => !open && onClose()}
      >
        <OfferMenu
          label={QUEUE_WORDS.moreOfItem}
          states={states}
          single={single}
          onOffer={(offer) => {
            onClose();
            onOffer(offer);
          }}
        />
      </Popover>
    </>
  );
}
