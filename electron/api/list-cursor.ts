import type { ListSort } from '../../shared/outbox/list-sort.ts';
import type { PagePosition } from '../core/ports/item-queries.ts';

/** The position as callers carry it. It names its sort: in another one it would be anywhere. */
export const cursorOf = (sort: ListSort, { rank, seq }: PagePosition): string =>
  `${sort}.${rank}.${seq}`;

/** Null for what is no cursor of that sort. */
export function positionOf(sort: ListSort, cursor: string): PagePosition | null {
  const [of, rank, seq, ...more] = cursor.split('.');
  if (of !== sort || more.length > 0) return null;
  const position = { rank: wholeOf(rank), seq: wholeOf(seq) };
  return Number.isNaN(position.rank + position.seq) ? null : position;
}

const wholeOf = (text: string | undefined): number =>
  text !== undefined && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
