import type { Migration } from './migration.ts';

/** Queued items that follow others: few among many, and asked for by whoever wonders why the queue does not move. */
export const blocked: Migration = {
  version: 6,
  sql: `
CREATE INDEX item_blocked ON item (seq) WHERE state = 'queued' AND blockers > 0;
`,
};
