import type { Migration } from './migration.ts';

/**
 * Batches too large for one transaction. Their requests are staged in pieces; `accepted` is the one mark that
 * makes the whole batch count, and what was staged without it never did.
 */
export const batches: Migration = {
  version: 2,
  sql: `
CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE staged (
  batch TEXT NOT NULL REFERENCES batch (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  draft TEXT NOT NULL,
  PRIMARY KEY (batch, position)
) STRICT;
`,
};
