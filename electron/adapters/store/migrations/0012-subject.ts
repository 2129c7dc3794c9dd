import type { Migration } from './migration.ts';

/**
 * Whose items are: a stream is of one person. What is there is nobody's yet, and becomes that of the first who signs
 * in. That is one column of few rows, however many items there are; so there may be two streams of one person then,
 * which are one for every question.
 */
export const subject: Migration = {
  version: 12,
  sql: `
ALTER TABLE stream ADD COLUMN subject TEXT;
DROP INDEX stream_key;
CREATE INDEX stream_key ON stream (origin, ifnull(account, ''), ifnull(subject, ''));
`,
};
