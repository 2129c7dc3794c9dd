import { ITEM_STATES, isOpen } from '../../../../shared/outbox/item.ts';

const openStates = ITEM_STATES.filter(isOpen).map((state) => `'${state}'`);

const backlog = `(SELECT sum(n) FROM counter WHERE name IN (${openStates.join(', ')}))`;

/** The minutes of the last days. */
export const THROUGHPUT_SQL = {
  minutes: 'SELECT at, delivered, failed, backlog FROM minute WHERE at >= ? ORDER BY at',
  countMinute: `INSERT INTO minute (at, delivered, failed, backlog) VALUES (?, ?, ?, ${backlog})
    ON CONFLICT (at) DO UPDATE SET delivered = delivered + excluded.delivered,
      failed = failed + excluded.failed, backlog = excluded.backlog`,
  dropMinutes: 'DELETE FROM minute WHERE at < ?',
} as const;
