import type { Migration } from './migration.ts';

/** What each state has beside what every item has; the other columns of this list are null then. */
const STATE_COLUMNS = {
  queued: { must: [], may: [] },
  waiting: { must: ['due_at', 'reason'], may: ['floor_at'] },
  sending: { must: ['attempt', 'started_at'], may: [] },
  delivered: { must: ['finished_at', 'status'], may: [] },
  attention: { must: ['since', 'reason'], may: [] },
  unconfirmed: { must: ['since'], may: [] },
  held: { must: ['since'], may: [] },
  cancelled: { must: ['finished_at'], may: [] },
} as const;

const ALL_STATE_COLUMNS = [
  'due_at',
  'floor_at',
  'reason',
  'attempt',
  'started_at',
  'since',
  'finished_at',
  'status',
] as const;

type StateColumn = (typeof ALL_STATE_COLUMNS)[number];

const stateCheck = Object.entries(STATE_COLUMNS)
  .map(([state, columns]) => {
    const must: readonly StateColumn[] = columns.must;
    const may: readonly StateColumn[] = columns.may;
    const terms = ALL_STATE_COLUMNS.flatMap((column) => {
      if (must.includes(column)) return [`${column} IS NOT NULL`];
      return may.includes(column) ? [] : [`${column} IS NULL`];
    });
    return `WHEN '${state}' THEN ${terms.join(' AND ')}`;
  })
  .join('\n      ');

const states = Object.keys(STATE_COLUMNS);

/**
 * The outbox. Hot and cold apart: an item's row stays small, bodies live in tables of their own.
 *
 * The writer keeps `counter` and the ready counters of `stream`, in the same transaction. Triggers would
 * make every statement on `item` one of many writes, for which SQLite journals each page it touches and
 * looks for orphans in all tables that refer to it: twice the time of an insert.
 */
export const outbox: Migration = {
  version: 1,
  sql: `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, n) VALUES
  ${[...states, 'tombstones', 'feed_floor'].map((name) => `('${name}', 0)`).join(', ')};

CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  account TEXT,
  ready_small INTEGER NOT NULL DEFAULT 0,
  ready_large INTEGER NOT NULL DEFAULT 0,
  ready_isolated INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX stream_key ON stream (origin, ifnull(account, ''));
CREATE INDEX stream_account ON stream (account, origin);
CREATE INDEX stream_ready ON stream (id) WHERE ready_small + ready_large + ready_isolated > 0;

CREATE TABLE item (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 0),
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  stream INTEGER NOT NULL REFERENCES stream (id),
  account TEXT,
  source TEXT NOT NULL CHECK (source IN ('window', 'cli') OR source LIKE 'app:_%'),
  ref TEXT,
  order_key TEXT,
  dedupe_key TEXT,
  on_duplicate TEXT NOT NULL CHECK (on_duplicate IN ('append', 'replace', 'keep', 'reject')),
  request_id TEXT,
  title TEXT,
  labels TEXT NOT NULL CHECK (json_valid(labels)),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
  effective_priority INTEGER NOT NULL CHECK (effective_priority BETWEEN 1 AND 4),
  lane TEXT NOT NULL CHECK (lane IN ('small', 'large')),
  body_bytes INTEGER NOT NULL CHECK (body_bytes >= 0),
  has_bodies INTEGER NOT NULL CHECK (has_bodies IN (0, 1)),
  unknown_outcome TEXT NOT NULL CHECK (unknown_outcome IN ('retry', 'ask')),
  idempotency_key TEXT NOT NULL,
  may_have_arrived INTEGER NOT NULL CHECK (may_have_arrived IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  not_before INTEGER,
  expires_at INTEGER,
  blockers INTEGER NOT NULL CHECK (blockers >= 0),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  counted INTEGER NOT NULL CHECK (counted >= 0),
  spent_ms INTEGER NOT NULL CHECK (spent_ms >= 0),
  suspects INTEGER NOT NULL CHECK (suspects >= 0),
  strikes INTEGER NOT NULL CHECK (strikes >= 0),
  hops INTEGER NOT NULL CHECK (hops >= 0),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  redirect_to TEXT,
  isolated INTEGER NOT NULL CHECK (isolated IN (0, 1)),
  asked TEXT CHECK (asked IN ('hold', 'cancel')),
  last_kind TEXT,
  last_status INTEGER,
  last_code TEXT,
  last_at INTEGER CHECK ((last_at IS NULL) = (last_kind IS NULL)),
  state TEXT NOT NULL,
  due_at INTEGER,
  floor_at INTEGER,
  reason TEXT CHECK (json_valid(reason)),
  attempt INTEGER CHECK (attempt >= 1),
  started_at INTEGER,
  since INTEGER,
  finished_at INTEGER,
  status INTEGER,
  claim_lane TEXT NOT NULL AS (iif(isolated, 'isolated', lane)) VIRTUAL,
  ready INTEGER NOT NULL AS (state = 'queued' AND blockers = 0) VIRTUAL,
  open INTEGER NOT NULL AS (state NOT IN ('delivered', 'cancelled')) VIRTUAL,
  CHECK (
    CASE state
      ${stateCheck}
      ELSE 0
    END
  )
) STRICT;

CREATE INDEX item_claim ON item (stream, claim_lane, effective_priority DESC, seq)
  WHERE ready = 1;
CREATE INDEX item_list ON item (state, priority, seq);
CREATE INDEX item_stream_list ON item (stream, state, priority, seq);
CREATE INDEX item_due ON item (due_at, seq) WHERE state = 'waiting';
CREATE INDEX item_expiry ON item (expires_at, seq)
  WHERE expires_at IS NOT NULL AND state IN ('queued', 'waiting');
CREATE INDEX item_finished ON item (finished_at, seq) WHERE open = 0;
CREATE INDEX item_bodies ON item (finished_at, seq) WHERE state = 'delivered' AND has_bodies = 1;
CREATE UNIQUE INDEX item_request_id ON item (source, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX item_ref ON item (ref, seq) WHERE ref IS NOT NULL;
CREATE INDEX item_ref_in_scope ON item (ref, source, account, seq) WHERE ref IS NOT NULL;
CREATE INDEX item_dedupe ON item (dedupe_key, source, account, seq)
  WHERE dedupe_key IS NOT NULL AND open = 1;
CREATE INDEX item_order ON item (order_key, source, account, seq)
  WHERE order_key IS NOT NULL AND open = 1;
CREATE INDEX item_order_top ON item (order_key, source, account, priority)
  WHERE order_key IS NOT NULL AND open = 1;

CREATE TABLE request (
  item INTEGER NOT NULL REFERENCES item (seq) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  body TEXT NOT NULL CHECK (json_valid(body)),
  text TEXT,
  PRIMARY KEY (item, revision)
) STRICT;

CREATE TABLE parent (
  child INTEGER NOT NULL REFERENCES item (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  parent_id TEXT NOT NULL,
  PRIMARY KEY (child, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX parent_children ON parent (parent_id, child);

CREATE TABLE attempt (
  item INTEGER NOT NULL REFERENCES item (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  revision INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  token_generation INTEGER,
  probe INTEGER NOT NULL CHECK (probe IN (0, 1)),
  isolated INTEGER NOT NULL CHECK (isolated IN (0, 1)),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT CHECK (json_valid(outcome)),
  outcome_kind TEXT,
  status INTEGER,
  error_code TEXT,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  report TEXT CHECK (json_valid(report)),
  body_bytes INTEGER,
  body_file TEXT,
  body_truncated TEXT CHECK (body_truncated IN ('cap', 'cut')),
  PRIMARY KEY (item, number),
  CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CHECK ((outcome IS NULL) = (outcome_kind IS NULL)),
  CHECK (ended_at IS NOT NULL OR (counted = 0 AND report IS NULL AND body_bytes IS NULL)),
  CHECK (body_bytes IS NOT NULL OR (body_file IS NULL AND body_truncated IS NULL))
) STRICT;
-- Never two requests in flight for one item.
CREATE UNIQUE INDEX attempt_open ON attempt (item) WHERE ended_at IS NULL;

CREATE TABLE response_body (
  item INTEGER NOT NULL,
  number INTEGER NOT NULL,
  inline BLOB NOT NULL,
  PRIMARY KEY (item, number),
  FOREIGN KEY (item, number) REFERENCES attempt (item, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE vault_ref (
  file TEXT NOT NULL,
  item INTEGER NOT NULL REFERENCES item (seq) ON DELETE CASCADE,
  PRIMARY KEY (file, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX vault_ref_item ON vault_ref (item, file);

-- removed_id only in a tombstone, whose state is null.
CREATE TABLE change (
  cursor INTEGER PRIMARY KEY AUTOINCREMENT,
  item INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT,
  at INTEGER NOT NULL,
  removed_id TEXT CHECK ((removed_id IS NULL) = (state IS NOT NULL))
) STRICT;
CREATE INDEX change_item ON change (item, cursor);
CREATE INDEX change_tombstone ON change (cursor) WHERE state IS NULL;

CREATE TABLE gate (
  scope TEXT NOT NULL CHECK (scope IN ('origin', 'account')),
  key TEXT NOT NULL,
  gate TEXT NOT NULL CHECK (json_valid(gate)),
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE pause (
  scope TEXT NOT NULL CHECK (scope IN ('all', 'origin', 'account')),
  key TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  name TEXT PRIMARY KEY,
  account TEXT NOT NULL CHECK (json_valid(account))
) STRICT, WITHOUT ROWID;

-- Rows that could not be understood, as they were found.
CREATE TABLE damaged (
  item INTEGER PRIMARY KEY REFERENCES item (seq) ON DELETE CASCADE,
  found_at INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
`,
};
