import { keyOf } from '../../../core/failures/failure-key.ts';
import { parseStored, STORED } from '../rows/stored-json.ts';
import type { Migration } from './migration.ts';

/**
 * What the server said of an item that needs a person, and the kind of its failure. Items that were parked before
 * get the kind that their row tells; what the server said is not looked for again.
 */
export const failures: Migration = {
  version: 3,
  sql: `
ALTER TABLE item ADD COLUMN problem TEXT;
ALTER TABLE item ADD COLUMN failure TEXT;

UPDATE item SET failure = failure_key(
    (SELECT origin FROM stream WHERE stream.id = item.stream), method, url, state, reason, last_status)
  WHERE state IN ('attention', 'unconfirmed');

CREATE INDEX item_failure ON item (failure, seq, since) WHERE failure IS NOT NULL;
`,
  functions: {
    failure_key(origin, method, url, state, reason, lastStatus) {
      const parsed = state === 'unconfirmed' ? null : parseStored(STORED.attentionReason, reason);
      // Such a row is damaged: it gets its key when it is found to be so.
      if (parsed === undefined) return null;
      const place = { origin: String(origin), method: String(method), url: String(url) };
      return keyOf(place, parsed, typeof lastStatus === 'number' ? lastStatus : null, null);
    },
  },
};
