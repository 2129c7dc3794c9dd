import { useCallback, useEffect, useRef } from 'react';

/** Where the open item stands in the page. */
export const OPEN_ITEM_ID = 'open-item';

const focusItem = () => document.getElementById(OPEN_ITEM_ID)?.focus();

/**
 * The focus goes into an item that keys open, or that covers the list, and back to its row when it is closed. Whoever
 * points at a row stays in the list. Answers what to call before keys open an item.
 */
export function useItemFocus(item: string | null, toList: () => void): (id: string) => void {
  const entering = useRef(false);
  const before = useRef(item);
  useEffect(() => {
    if (before.current === item) return;
    before.current = item;
    if (item === null) toList();
    else if (entering.current || document.activeElement?.checkVisibility() === false) focusItem();
    entering.current = false;
  });
  return useCallback((id: string) => {
    if (before.current === id) focusItem();
    else entering.current = true;
  }, []);
}
