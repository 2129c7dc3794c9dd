/** A group of operations: one transaction, a savepoint for each operation. */
export const TRANSACTION_SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  savepoint: 'SAVEPOINT operation',
  release: 'RELEASE operation',
  rollbackTo: 'ROLLBACK TO operation',
} as const;
