import { ITEM_STATES } from '../../../../shared/outbox/item.ts';
import { CLAIM_LANES } from '../../../core/eligibility.ts';
import { ITEM_COLUMNS, type ItemColumn, streamFields } from '../rows/item-columns.ts';

const fields = `${ITEM_COLUMNS.map((column) => `item.${column}`).join(', ')}, ${streamFields('item')}`;

/** The columns of indexes that most changes leave alone: writing them would rewrite those indexes. */
const RARELY_CHANGED: readonly ItemColumn[] = [
  'stream',
  'account',
  'ref',
  'order_key',
  'dedupe_key',
  'priority',
  'expires_at',
];

/** What never changes, and what only its own statement changes. */
const NEVER_CHANGED: readonly ItemColumn[] = ['seq', 'id', 'source', 'request_id', 'created_at'];

const changeable = ITEM_COLUMNS.filter((column) => !NEVER_CHANGED.includes(column));
const oftenChanged = changeable.filter((column) => !RARELY_CHANGED.includes(column));

const assignments = (columns: readonly string[]) =>
  columns.map((column) => `${column} = ?`).join(', ');

const asExpected = 'id = ? AND state = ? AND revision = ? AND attempt IS ifnull(?, attempt)';

const unchanged = RARELY_CHANGED.map((column) => `${column} IS ?`).join(' AND ');

/**
 * In which order the values of a row go into its statements: by position, since binding fifty values by
 * name costs as much as writing the row. The expected `id`, `state`, `revision` and `attempt` come between
 * those that are set and those that must be unchanged.
 */
export const ITEM_ORDER = {
  insertItem: ITEM_COLUMNS.filter((column) => column !== 'seq'),
  updateItem: { set: oftenChanged, unchanged: RARELY_CHANGED },
  updateWholeItem: { set: changeable, unchanged: [] },
} as const;

const inScope = 'source = ? AND account IS ?';

/** Everything about the item table. Keyset pages only, and every order is one of an index. */
export const ITEM_SQL = {
  itemById: `SELECT ${fields} FROM item WHERE id = ?`,
  itemBySeq: `SELECT ${fields} FROM item WHERE seq = ?`,
  seqOf: 'SELECT seq FROM item WHERE id = ?',
  placeOf: 'SELECT seq, stream, state, ready, claim_lane FROM item WHERE id = ?',
  counts: 'SELECT name, n FROM counter',

  failureGroups: `SELECT failure AS key, count(*) AS count, max(seq) AS newest, min(since) AS since
    FROM item INDEXED BY item_failure WHERE failure IS NOT NULL GROUP BY failure`,
  idOf: 'SELECT id FROM item WHERE seq = ?',

  byRequestId: `SELECT ${fields} FROM item WHERE source = ? AND request_id = ?`,
  byRef: `SELECT ${fields} FROM item INDEXED BY item_ref_in_scope
    WHERE ref = ? AND ${inScope} ORDER BY seq DESC LIMIT 1`,
  byDedupeKey: `SELECT ${fields} FROM item INDEXED BY item_dedupe
    WHERE dedupe_key = ? AND ${inScope} AND open = 1
      AND (SELECT subject FROM stream WHERE stream.id = item.stream) IS ?
    ORDER BY seq DESC LIMIT 1`,
  orderHead: `SELECT ${fields} FROM item INDEXED BY item_order
    WHERE order_key = ? AND ${inScope} AND open = 1 ORDER BY seq LIMIT 1`,
  orderOpen: `SELECT count(*) AS n FROM item INDEXED BY item_order
    WHERE order_key = ? AND ${inScope} AND open = 1`,
  openOfApp: `SELECT count(*) AS n FROM item INDEXED BY item_app_open
    WHERE source = ? AND source >= 'app:' AND source < 'app;' AND open = 1`,
  addedByApp: `SELECT count(*) AS n FROM item INDEXED BY item_app
    WHERE source = ? AND source >= 'app:' AND source < 'app;' AND created_at > ?`,
  orderIsSending: `SELECT 1 FROM item INDEXED BY item_order_sending
    WHERE order_key = ? AND ${inScope} AND state = 'sending' AND id <> ? LIMIT 1`,
  orderTopPriority: `SELECT priority FROM item INDEXED BY item_order_top
    WHERE order_key = ? AND ${inScope} AND open = 1 ORDER BY priority DESC LIMIT 1`,
  parents: `SELECT parent.parent_id AS id, parent.fills, item.id IS NOT NULL AS known FROM parent
    LEFT JOIN item ON item.id = parent.parent_id
    WHERE parent.child = (SELECT seq FROM item WHERE id = ?) ORDER BY parent.position`,
  children: `SELECT ${fields} FROM parent CROSS JOIN item ON item.seq = parent.child
    WHERE parent.parent_id = ? ORDER BY parent.child`,
  awaiting: `SELECT ${fields} FROM parent CROSS JOIN item ON item.seq = parent.child
    WHERE parent.parent_id = ? AND parent.fills > 0 ORDER BY parent.child`,

  readyStreams: `SELECT id, origin, account, subject, ready_small, ready_large, ready_isolated
    FROM stream INDEXED BY stream_ready
    WHERE ready_small + ready_large + ready_isolated > 0 ORDER BY id`,
  ready: `SELECT ${fields} FROM item INDEXED BY item_claim
    WHERE ready = 1 AND stream = ? AND claim_lane = ?
    ORDER BY effective_priority DESC, seq LIMIT ?`,
  readySamePriority: `SELECT ${fields} FROM item INDEXED BY item_claim
    WHERE ready = 1 AND stream = ? AND claim_lane = ? AND effective_priority = ? AND seq > ?
    ORDER BY seq LIMIT ?`,
  readyLowerPriority: `SELECT ${fields} FROM item INDEXED BY item_claim
    WHERE ready = 1 AND stream = ? AND claim_lane = ? AND effective_priority < ?
    ORDER BY effective_priority DESC, seq LIMIT ?`,
  blocked: `SELECT ${fields} FROM item INDEXED BY item_blocked
    WHERE state = 'queued' AND blockers > 0 ORDER BY seq LIMIT ?`,
  due: `SELECT ${fields} FROM item INDEXED BY item_due
    WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, seq LIMIT ?`,
  nextDueAt: `SELECT due_at FROM item INDEXED BY item_due
    WHERE state = 'waiting' ORDER BY due_at LIMIT 1`,
  expired: `SELECT ${fields} FROM item INDEXED BY item_expiry
    WHERE expires_at IS NOT NULL AND state IN ('queued', 'waiting') AND expires_at <= ?
    ORDER BY expires_at, seq LIMIT ?`,
  nextExpiryAt: `SELECT expires_at FROM item INDEXED BY item_expiry
    WHERE expires_at IS NOT NULL AND state IN ('queued', 'waiting')
    ORDER BY expires_at LIMIT 1`,
  finished: `SELECT id, finished_at FROM item INDEXED BY item_finished
    WHERE open = 0 ORDER BY finished_at, seq LIMIT ?`,
  withOldBodies: `SELECT id FROM item INDEXED BY item_bodies
    WHERE state = 'delivered' AND has_bodies = 1 AND finished_at < ?
    ORDER BY finished_at, seq LIMIT ?`,

  streamOf: `SELECT id FROM stream INDEXED BY stream_key
    WHERE origin = ? AND ifnull(account, '') = ? AND ifnull(subject, '') = ? ORDER BY id LIMIT 1`,
  waitingOf: `SELECT count(*) AS n FROM item INDEXED BY item_stream_list
    WHERE stream IN (SELECT id FROM stream WHERE account = ? AND subject IS ?)
      AND state IN ('queued', 'waiting')`,
  bindStreams: 'UPDATE stream SET subject = ? WHERE account = ? AND subject IS ?',
  streamsOfOrigin: 'SELECT id, origin, account FROM stream INDEXED BY stream_key WHERE origin = ?',
  streamsOfAccount: 'SELECT id, origin, account FROM stream WHERE account = ?',
  streams: 'SELECT id, origin, account FROM stream',
  countState: 'UPDATE counter SET n = n + ? WHERE name = ?',
  countReady: `UPDATE stream SET ready_small = ready_small + ?, ready_large = ready_large + ?,
    ready_isolated = ready_isolated + ? WHERE id = ?`,
  recountStates: `UPDATE counter SET n = (SELECT count(*) FROM item WHERE item.state = counter.name)
    WHERE name IN (${ITEM_STATES.map((state) => `'${state}'`).join(', ')})`,
  recountReady: `UPDATE stream SET ${CLAIM_LANES.map(
    (lane) => `ready_${lane} = (SELECT count(*) FROM item INDEXED BY item_claim
      WHERE ready = 1 AND item.stream = stream.id AND claim_lane = '${lane}')`,
  ).join(', ')} WHERE id = ?`,
  addStream: 'INSERT INTO stream (origin, account, subject) VALUES (?, ?, ?)',

  insertItem: `INSERT INTO item (${ITEM_ORDER.insertItem.join(', ')}, has_bodies)
    VALUES (${ITEM_ORDER.insertItem.map(() => '?').join(', ')}, ?)`,
  updateItem: `UPDATE item SET ${assignments(oftenChanged)}
    WHERE ${asExpected} AND ${unchanged}`,
  updateWholeItem: `UPDATE item SET ${assignments(changeable)} WHERE ${asExpected}`,
  setHasBodies: 'UPDATE item SET has_bodies = ? WHERE seq = ? AND has_bodies <> ?',
  removeItem: 'DELETE FROM item WHERE seq = ?',
  parkItem: `UPDATE item SET state = 'attention', reason = ?, since = ?, due_at = NULL,
      floor_at = NULL, attempt = NULL, started_at = NULL, finished_at = NULL, status = NULL,
      priority = iif(priority BETWEEN 1 AND 4, priority, 2), problem = NULL, failure = ?
    WHERE seq = ?`,
} as const;
