const itemSeq = '(SELECT seq FROM item WHERE id = ?)';

/** Requests, attempts, bodies, files: the cold tables of an item. */
export const RECORD_SQL = {
  request: `SELECT revision, headers, body, text, template FROM request WHERE item = ${itemSeq} AND revision = ?`,
  revisions: `SELECT revision FROM request WHERE item = ${itemSeq} ORDER BY revision`,
  currentRequest: `SELECT request.revision, request.headers, request.body, request.text, request.template
    FROM item CROSS JOIN request ON request.item = item.seq AND request.revision = item.revision
    WHERE item.id = ?`,
  insertRequest: `INSERT INTO request (item, revision, headers, body, text, template)
    VALUES (?, ?, ?, ?, ?, ?)`,
  updateRequest: `UPDATE request SET headers = ?, body = ?, text = ?, template = ?
    WHERE item = ? AND revision = ?`,
  dropRequests: 'DELETE FROM request WHERE item = ?',
  insertParent: 'INSERT INTO parent (child, position, parent_id, fills) VALUES (?, ?, ?, ?)',
  dropParents: 'DELETE FROM parent WHERE child = ?',

  attempts: `SELECT number, revision, method, url, idempotency_key, token_generation, probe, isolated,
      started_at, ended_at, outcome, counted, report, body_bytes, body_file, body_truncated
    FROM attempt WHERE item = ${itemSeq} ORDER BY number`,
  responseBody: `SELECT attempt.body_bytes, attempt.body_file, attempt.body_truncated, response_body.inline
    FROM attempt LEFT JOIN response_body
      ON response_body.item = attempt.item AND response_body.number = attempt.number
    WHERE attempt.item = ${itemSeq} AND attempt.number = ? AND attempt.body_bytes IS NOT NULL`,
  openAttempt: `INSERT INTO attempt (item, number, revision, method, url, idempotency_key,
      token_generation, probe, isolated, started_at, counted)
    VALUES (${itemSeq}, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
  closeAttempt: `UPDATE attempt SET ended_at = :ended_at, outcome = :outcome,
      outcome_kind = :outcome_kind, status = :status, error_code = :error_code, counted = :counted,
      report = :report, body_bytes = :body_bytes, body_file = :body_file,
      body_truncated = :body_truncated
    WHERE item = :item AND number = :number AND ended_at IS NULL`,
  lastError: `SELECT report FROM attempt WHERE item = ? AND ended_at IS NOT NULL
    ORDER BY number DESC LIMIT 1`,
  lastAnswer: `SELECT attempt.report, response_body.inline
    FROM response_body CROSS JOIN attempt
      ON attempt.item = response_body.item AND attempt.number = response_body.number
    WHERE response_body.item = ? ORDER BY response_body.number DESC LIMIT 1`,
  endLostAttempt: `UPDATE attempt SET ended_at = ?, outcome_kind = 'unknown',
      outcome = '{"kind":"unknown","code":"DAMAGED_RECORD"}'
    WHERE item = ? AND ended_at IS NULL`,
  insertResponseBody: 'INSERT INTO response_body (item, number, inline) VALUES (?, ?, ?)',
  dropResponseBodies: 'DELETE FROM response_body WHERE item = ?',
  forgetBodyFiles: 'UPDATE attempt SET body_file = NULL WHERE item = ?',

  filesOfItem: 'SELECT file FROM vault_ref WHERE item = ? ORDER BY file',
  isReferenced: `SELECT 1 FROM vault_ref WHERE file = :file
    UNION ALL SELECT 1 FROM aside_vault_ref WHERE file = :file LIMIT 1`,
  referencedFiles: `SELECT file FROM vault_ref WHERE file > :after
    UNION SELECT file FROM aside_vault_ref WHERE file > :after ORDER BY file LIMIT :limit`,
  addFile: 'INSERT OR IGNORE INTO vault_ref (file, item) VALUES (?, ?)',
  dropFiles: 'DELETE FROM vault_ref WHERE item = ?',

  keepDamaged: 'INSERT OR IGNORE INTO damaged (item, found_at, row) VALUES (?, ?, ?)',
} as const;
