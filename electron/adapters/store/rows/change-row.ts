import { CHANGE_KINDS, type Change } from '../../../../shared/outbox/change.ts';
import { ITEM_STATES } from '../../../../shared/outbox/item.ts';

export interface ChangeRow {
  readonly cursor: number;
  readonly item_id: string | null;
  readonly kind: string;
  readonly state: string | null;
  readonly at: number;
}

/** Null for a damaged change: a follower reads the item itself anyway. */
export function readChange(row: ChangeRow): Change | null {
  const kind = CHANGE_KINDS.find((one) => one === row.kind);
  const state = row.state === null ? null : ITEM_STATES.find((one) => one === row.state);
  if (kind === undefined || state === undefined || row.item_id === null) return null;
  return { cursor: row.cursor, itemId: row.item_id, kind, state, at: row.at };
}
