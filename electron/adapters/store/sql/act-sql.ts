const actNumber = '(SELECT number FROM act WHERE token = :token)';

/** Acts that can be undone, step by step. */
export const ACT_SQL = {
  acts: 'SELECT token, source, until, undoing FROM act ORDER BY number',
  saveAct: `INSERT INTO act (token, source, until, undoing) VALUES (?, ?, ?, ?)
    ON CONFLICT (token) DO UPDATE SET until = excluded.until, undoing = excluded.undoing`,
  endAct: 'DELETE FROM act WHERE token = ?',
  actSteps: `SELECT position, item AS itemId, change FROM act_step
    WHERE act = (SELECT number FROM act WHERE token = ?) ORDER BY position DESC LIMIT ?`,
  addActStep: `INSERT INTO act_step (act, position, item, change) VALUES (${actNumber},
    (SELECT ifnull(max(position), 0) + 1 FROM act_step WHERE act = ${actNumber}), :item, :change)`,
  dropActStep: `DELETE FROM act_step
    WHERE act = (SELECT number FROM act WHERE token = ?) AND position = ?`,
} as const;
