import type { Migration } from './migration.ts';

/** What embedded apps have added: their quotas are counted for each item that they add. */
export const apps: Migration = {
  version: 9,
  sql: `
CREATE INDEX item_app ON item (source, created_at) WHERE source >= 'app:' AND source < 'app;';
CREATE INDEX item_app_open ON item (source) WHERE source >= 'app:' AND source < 'app;' AND open = 1;
`,
};
