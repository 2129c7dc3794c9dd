/** Batches on their way in. */
export const BATCH_SQL = {
  batches: 'SELECT id, accepted FROM batch ORDER BY id',
  beginBatch: 'INSERT INTO batch (id, accepted) VALUES (?, 0)',
  acceptBatch: 'UPDATE batch SET accepted = 1 WHERE id = ?',
  endBatch: 'DELETE FROM batch WHERE id = ?',
  stage: 'INSERT INTO staged (batch, position, draft) VALUES (?, ?, ?)',
  staged: 'SELECT position, draft FROM staged WHERE batch = ? ORDER BY position LIMIT ?',
  unstage: 'DELETE FROM staged WHERE batch = ? AND position = ?',
} as const;
