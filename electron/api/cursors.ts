import type { ListSort } from '../../shared/outbox/list-sort.ts';
import type { ExportPosition } from '../core/export/export-page.ts';
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

export const exportCursorOf = ({ written, newest, at }: ExportPosition): string =>
  `${written ? 1 : 0}.${newest}.${at}`;

/** Null for what is no cursor of an export. */
export function exportPositionOf(cursor: string): ExportPosition | null {
  const [flag, newest, at, ...more] = cursor.split('.');
  if (more.length > 0 || (flag !== '0' && flag !== '1')) return null;
  const position = { written: flag === '1', newest: wholeOf(newest), at: wholeOf(at) };
  return Number.isNaN(position.newest + position.at) ? null : position;
}

const wholeOf = (text: string | undefined): number =>
  text !== undefined && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
