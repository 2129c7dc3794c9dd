import type { Migration } from './migration.ts';

/** Requests with values that come from the answers to other items. */
export const templates: Migration = {
  version: 11,
  sql: `
ALTER TABLE request ADD COLUMN template TEXT CHECK (json_valid(template));
ALTER TABLE aside_request ADD COLUMN template TEXT;
ALTER TABLE parent ADD COLUMN fills INTEGER NOT NULL DEFAULT 0;
ALTER TABLE aside_parent ADD COLUMN fills INTEGER NOT NULL DEFAULT 0;
`,
};
