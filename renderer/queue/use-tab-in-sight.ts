import { type RefObject, useEffect, useRef } from 'react';

/** On a narrow window the row of tabs is wider than it: the one that is open is always in sight. */
export function useTabInSight(tab: string): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (row.current === null) return;
    const show = () =>
      row.current
        ?.querySelector(`[data-key="${tab}"]`)
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // Answers at once, too.
    const observer = new ResizeObserver(show);
    observer.observe(row.current);
    return () => observer.disconnect();
  }, [tab]);
  return row;
}
