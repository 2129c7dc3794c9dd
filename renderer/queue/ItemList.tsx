import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { QUEUE_WORDS } from '../../shared/messages/queue-words.ts';
import { useNow } from '../live/use-now.ts';
import { ListHead } from './ListHead.tsx';
import { knownRows, type PageWindow, type Range, rowAt, rowOf } from './page-window.ts';
import { RowCells, type RowHandlers } from './Row.tsx';
import { type Chosen, isChosen, isEmpty, isWhole } from './selection.ts';
import { useHeldFocus } from './use-held-focus.ts';
import './rows.css';

export const ROW_PX = 60;

interface Props extends RowHandlers {
  readonly list: PageWindow;
  readonly total: number | null;
  readonly chosen: Chosen;
  /** The row that keys act on. */
  readonly active: number;
  /** Grows with every key that moves to another row. */
  readonly moves: number;
  /** Whether the focus was on a row when it was lost. */
  readonly held: RefObject<boolean>;
  readonly openId: string | null;
  readonly onLook: (rows: Range) => void;
  readonly onChooseAll: () => void;
  readonly onActivate: (row: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The rows that can be seen of a list of any length, as a grid. */
export function ItemList(props: Props) {
  const { list, total, chosen, active, moves, openId, onLook, onChooseAll, onActivate, onKeyDown } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const known = knownRows(list);
  const count = list.tail === null ? known : Math.max(known + 1, total ?? 0);

  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (row) => rowAt(list, row)?.id ?? row,
    // The active row stays, however far it is scrolled away, so that the focus is never lost.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (active < 0 || active >= count || shown.includes(active)) return shown;
      return active < (shown[0] ?? 0) ? [active, ...shown] : [...shown, active];
    },
  });

  const { startIndex = 0, endIndex = 0 } = rows.range ?? {};
  useEffect(() => onLook({ from: startIndex, to: endIndex + 1 }), [onLook, startIndex, endIndex]);

  useKeptPlace(list, startIndex, scroller);
  useFollowedRow(active, moves, rows.scrollToIndex, scroller);
  useHeldFocus(props.held, active, scroller);

  return (
    <div
      role="grid"
      className="grid"
      aria-label={QUEUE_WORDS.list}
      aria-rowcount={count + 1}
      aria-multiselectable="true"
      onKeyDown={onKeyDown}
    >
      <ListHead all={isWhole(chosen, total)} some={!isEmpty(chosen)} onChooseAll={onChooseAll} />
      <div ref={scroller} role="rowgroup" className="rows" tabIndex={-1}>
        <div role="presentation" className="rows-space" style={{ blockSize: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const item = rowAt(list, index);
            const selected = item !== null && isChosen(chosen, item.id);
            return (
              <div
                key={key}
                role="row"
                className="row"
                aria-rowindex={index + 2}
                aria-selected={selected}
                data-row={index}
                data-open={item !== null && item.id === openId}
                tabIndex={index === active ? 0 : -1}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => onActivate(index)}
                onContextMenu={(event) => {
                  if (item === null) return;
                  event.preventDefault();
                  props.onMenu(item, { x: event.clientX, y: event.clientY });
                }}
              >
                {item === null ? (
                  <div role="gridcell" className="cell-empty quiet" aria-colspan={7}>
                    {QUEUE_WORDS.loadingRow}
                  </div>
                ) : (
                  <RowCells
                    item={item}
                    now={now}
                    chosen={selected}
                    opened={item.id === openId}
                    onOpen={props.onOpen}
                    onChoose={props.onChoose}
                    onMenu={props.onMenu}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** What somebody reads stays where it is while items come and go above it; at the top, the newest come in. */
function useKeptPlace(
  list: PageWindow,
  first: number,
  scroller: RefObject<HTMLDivElement | null>,
): void {
  const seen = useRef<{ readonly id: string; readonly row: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    const before = seen.current;
    if (element !== null && before !== null && element.scrollTop > 0) {
      const row = rowOf(list, before.id);
      if (row >= 0 && row !== before.row) element.scrollTop += (row - before.row) * ROW_PX;
    }
    seen.current = null;
  }, [list, scroller]);
  useLayoutEffect(() => {
    const item = rowAt(list, first);
    seen.current = item === null ? null : { id: item.id, row: first };
  });
}

/**
 * Brings the row that keys moved to into sight, and the focus to it. A row that was pointed at stays where it is: it would
 * be gone from under the pointer before the button is let go of.
 */
function useFollowedRow(
  active: number,
  moves: number,
  scrollToIndex: (row: number) => void,
  scroller: RefObject<HTMLDivElement | null>,
): void {
  const followed = useRef(moves);
  useEffect(() => {
    if (followed.current === moves) return;
    followed.current = moves;
    scrollToIndex(active);
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active}"]`)
      ?.focus({ preventScroll: true });
  }, [active, moves, scrollToIndex, scroller]);
}
