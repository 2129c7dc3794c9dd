import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Whether the last thing that got the focus is a row; it tells so also when that row is gone. */
export function useRowsFocus(): RefObject<boolean> {
  const held = useRef(false);
  useEffect(() => {
    const look = ({ target }: FocusEvent) => {
      held.current = target instanceof Element && target.closest('.rows') !== null;
    };
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, []);
  return held;
}

/** A row that is gone, perhaps with its whole list, hands its focus to the row that keys now mean. */
export function useHeldFocus(
  held: RefObject<boolean>,
  active: number,
  scroller: RefObject<HTMLElement | null>,
): void {
  // After every rendering: rows come with the second one.
  useLayoutEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active}"]`)
      ?.focus({ preventScroll: true });
  });
}
