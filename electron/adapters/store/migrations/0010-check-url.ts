import type { Migration } from './migration.ts';

/** An item whose fate nobody knows may ask its server first. */
export const checkUrl: Migration = {
  version: 10,
  sql: `
ALTER TABLE item ADD COLUMN check_url TEXT;
ALTER TABLE aside_item ADD COLUMN check_url TEXT;
`,
};
