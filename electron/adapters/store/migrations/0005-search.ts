import type { Migration } from './migration.ts';

/** What searches ask of rows. Indexes of whole lists have it beside their order, so that no row is read in vain. */
const FACTS = 'stream, last_status, attempts, created_at, method, lane, blockers';

/**
 * The words of items, without their texts: `content=''` keeps an index only, so that the database does not grow by
 * a second copy of what it has. Words come cut and folded (`shared/search/words-of.ts`) and with spaces between, and
 * the tokenizer that knows ASCII alone leaves them so, whatever release of Unicode SQLite was built with.
 *
 * `search_cursor` is the last change in the feed that the index has seen. It begins before the first: what is there
 * already is indexed like what comes.
 */
export const search: Migration = {
  version: 5,
  sql: `
CREATE VIRTUAL TABLE item_search USING fts5 (
  title, ref, url, label, error, body,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);
INSERT INTO counter (name, n) VALUES ('search_cursor', 0);

CREATE INDEX item_size ON item (state, body_bytes, seq, priority, ${FACTS});
DROP INDEX item_list;
CREATE INDEX item_list ON item (state, priority, seq, body_bytes, ${FACTS});
`,
};
