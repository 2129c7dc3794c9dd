import type { Migration } from './migration.ts';

/** What happened in each minute: attempts by how they ended, and the open items after the last news. */
export const throughput: Migration = {
  version: 7,
  sql: `
CREATE TABLE minute (
  at INTEGER PRIMARY KEY,
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  backlog INTEGER NOT NULL
) STRICT;
`,
};
