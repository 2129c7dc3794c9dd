const fields =
  'change.cursor, change.kind, change.state, change.at, ifnull(change.removed_id, item.id) AS item_id';

/** The change feed, what stops items, and who they are sent as. */
export const FEED_SQL = {
  changes: `SELECT ${fields} FROM change LEFT JOIN item ON item.seq = change.item
    WHERE change.cursor > ? ORDER BY change.cursor LIMIT ?`,
  timeline: `SELECT ${fields} FROM item CROSS JOIN change ON change.item = item.seq
    WHERE item.id = ? AND change.state IS NOT NULL ORDER BY change.cursor`,
  newestCursor: 'SELECT max(cursor) FROM change',
  feedFloor: `SELECT n FROM counter WHERE name = 'feed_floor'`,
  addChange: 'INSERT INTO change (item, kind, state, at, removed_id) VALUES (?, ?, ?, ?, ?)',
  /** A tombstone of an item that came back meanwhile stays: it is counted. */
  dropChanges: 'DELETE FROM change WHERE item = ? AND state IS NOT NULL',
  tombstones: `SELECT n FROM counter WHERE name = 'tombstones'`,
  countTombstones: `UPDATE counter SET n = n + ? WHERE name = 'tombstones'`,
  oldestTombstone: `SELECT cursor FROM change INDEXED BY change_tombstone
    WHERE state IS NULL ORDER BY cursor LIMIT 1`,
  dropChange: 'DELETE FROM change WHERE cursor = ?',
  raiseFloor: `UPDATE counter SET n = ? WHERE name = 'feed_floor'`,

  gates: 'SELECT gate FROM gate ORDER BY scope, key',
  saveGate: 'INSERT OR REPLACE INTO gate (scope, key, gate) VALUES (?, ?, ?)',
  openGate: 'DELETE FROM gate WHERE scope = ? AND key = ?',
  pauses: 'SELECT scope, key, since FROM pause ORDER BY scope, key',
  savePause: 'INSERT OR REPLACE INTO pause (scope, key, since) VALUES (?, ?, ?)',
  clearPause: 'DELETE FROM pause WHERE scope = ? AND key = ?',
  accounts: 'SELECT account FROM account ORDER BY name',
  saveAccount: 'INSERT OR REPLACE INTO account (name, account) VALUES (?, ?)',
  removeAccount: 'DELETE FROM account WHERE name = ?',
} as const;
