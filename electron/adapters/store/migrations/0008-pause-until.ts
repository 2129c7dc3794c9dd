import type { Migration } from './migration.ts';

/** A pause may end by itself. */
export const pauseUntil: Migration = {
  version: 8,
  sql: `
ALTER TABLE pause ADD COLUMN until INTEGER;
`,
};
