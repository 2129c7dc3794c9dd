import type { ReadyStream } from '../../../core/ports/claim-order.ts';

export interface ReadyStreamRow {
  readonly id: number;
  readonly origin: string;
  readonly account: string | null;
  readonly subject: string | null;
  readonly ready_small: number;
  readonly ready_large: number;
  readonly ready_isolated: number;
}

export const readStream = (row: ReadyStreamRow): ReadyStream => ({
  stream: row.id,
  origin: row.origin,
  account: row.account,
  subject: row.subject,
  ready: { small: row.ready_small, large: row.ready_large, isolated: row.ready_isolated },
});
