import type { Migration } from './migration.ts';

/**
 * Acts that can be undone for a while. What was removed lies in tables of its own, so that no statement about the
 * queue has to think of it, and no index or counter sees it. They have the columns of their originals and no
 * conditions: rows go in and out as they are.
 */
export const undo: Migration = {
  version: 4,
  sql: `
CREATE TABLE act (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  until INTEGER,
  undoing INTEGER NOT NULL CHECK (undoing IN (0, 1))
) STRICT;

CREATE TABLE act_step (
  act INTEGER NOT NULL REFERENCES act (number),
  position INTEGER NOT NULL,
  item TEXT NOT NULL,
  change TEXT CHECK (json_valid(change)),
  PRIMARY KEY (act, position)
) STRICT, WITHOUT ROWID;

-- One of an order key at a time, also after an undo brought its former head back.
CREATE INDEX item_order_sending ON item (order_key, source, account)
  WHERE order_key IS NOT NULL AND state = 'sending';

CREATE TABLE aside_item (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER, method TEXT, url TEXT, stream INTEGER, account TEXT, source TEXT, ref TEXT, order_key TEXT,
  dedupe_key TEXT, on_duplicate TEXT, request_id TEXT, title TEXT, labels TEXT, priority INTEGER,
  effective_priority INTEGER, lane TEXT, body_bytes INTEGER, has_bodies INTEGER, unknown_outcome TEXT,
  idempotency_key TEXT, may_have_arrived INTEGER, created_at INTEGER, updated_at INTEGER, not_before INTEGER,
  expires_at INTEGER, blockers INTEGER, attempts INTEGER, counted INTEGER, spent_ms INTEGER, suspects INTEGER,
  strikes INTEGER, hops INTEGER, failures INTEGER, redirect_to TEXT, isolated INTEGER, asked TEXT, last_kind TEXT,
  last_status INTEGER, last_code TEXT, last_at INTEGER, state TEXT, due_at INTEGER, floor_at INTEGER, reason TEXT,
  problem TEXT, failure TEXT,
  attempt INTEGER, started_at INTEGER, since INTEGER, finished_at INTEGER, status INTEGER
) STRICT;

CREATE TABLE aside_request (
  item INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  headers TEXT, body TEXT, text TEXT,
  PRIMARY KEY (item, revision)
) STRICT;

CREATE TABLE aside_parent (
  child INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  parent_id TEXT,
  PRIMARY KEY (child, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE aside_attempt (
  item INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  revision INTEGER, method TEXT, url TEXT, idempotency_key TEXT, token_generation INTEGER, probe INTEGER,
  isolated INTEGER, started_at INTEGER, ended_at INTEGER, outcome TEXT, outcome_kind TEXT, status INTEGER,
  error_code TEXT, counted INTEGER, report TEXT, body_bytes INTEGER, body_file TEXT, body_truncated TEXT,
  PRIMARY KEY (item, number)
) STRICT;

CREATE TABLE aside_response_body (
  item INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  inline BLOB,
  PRIMARY KEY (item, number)
) STRICT;

CREATE TABLE aside_vault_ref (
  file TEXT NOT NULL,
  item INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  PRIMARY KEY (file, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_vault_ref_item ON aside_vault_ref (item, file);

CREATE TABLE aside_damaged (
  item INTEGER PRIMARY KEY REFERENCES aside_item (seq) ON DELETE CASCADE,
  found_at INTEGER, row TEXT
) STRICT;

CREATE TABLE aside_change (
  cursor INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES aside_item (seq) ON DELETE CASCADE,
  kind TEXT, state TEXT, at INTEGER
) STRICT;
CREATE INDEX aside_change_item ON aside_change (item, cursor);
`,
};
