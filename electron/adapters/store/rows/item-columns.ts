/** What `item` keeps of an item, in the order in which it is written. */
export const ITEM_COLUMNS = [
  'seq',
  'id',
  'revision',
  'method',
  'url',
  'stream',
  'account',
  'source',
  'ref',
  'order_key',
  'dedupe_key',
  'on_duplicate',
  'request_id',
  'title',
  'labels',
  'priority',
  'effective_priority',
  'lane',
  'body_bytes',
  'unknown_outcome',
  'idempotency_key',
  'may_have_arrived',
  'created_at',
  'updated_at',
  'not_before',
  'expires_at',
  'blockers',
  'attempts',
  'counted',
  'spent_ms',
  'suspects',
  'strikes',
  'hops',
  'failures',
  'redirect_to',
  'check_url',
  'isolated',
  'asked',
  'last_kind',
  'last_status',
  'last_code',
  'last_at',
  'state',
  'due_at',
  'floor_at',
  'reason',
  'attempt',
  'started_at',
  'since',
  'finished_at',
  'status',
  'problem',
  'failure',
] as const;

export type ItemColumn = (typeof ITEM_COLUMNS)[number];

/** An item's origin, and whose it is, are its stream's. */
export const streamFields = (table: 'item' | 'aside_item'): string =>
  ['origin', 'subject']
    .map((name) => `(SELECT ${name} FROM stream WHERE stream.id = ${table}.stream) AS ${name}`)
    .join(', ');

/** A row as SQLite gives it: nothing about its content is certain before it was parsed. */
export type ItemRow = Readonly<Record<ItemColumn | 'origin' | 'subject', unknown>>;

/** A row as it is written. */
export type ItemValues = Readonly<Record<ItemColumn, string | number | null>>;
