import { TEXT_FIELDS } from '../../../../shared/search/search-term.ts';

/** The index of words, and how far it has followed the feed. */
export const SEARCH_SQL = {
  searchCursor: `SELECT n FROM counter WHERE name = 'search_cursor'`,
  moveSearchCursor: `UPDATE counter SET n = ? WHERE name = 'search_cursor'`,
  unsearched: 'SELECT cursor, item FROM change WHERE cursor > ? ORDER BY cursor LIMIT ?',
  newestChangeOf: 'SELECT max(cursor) AS cursor FROM change WHERE item = ?',
  addWords: `INSERT INTO item_search (rowid, ${TEXT_FIELDS.join(', ')})
    VALUES (?, ${TEXT_FIELDS.map(() => '?').join(', ')})`,
  dropWords: 'DELETE FROM item_search WHERE rowid = ?',
} as const;
