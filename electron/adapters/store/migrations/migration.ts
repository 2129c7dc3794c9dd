/** One step of the schema. It runs in one transaction, together with the new `user_version`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** What `sql` calls and SQLite does not have. Pure, and never throws. */
  readonly functions?: Readonly<Record<string, (...values: readonly unknown[]) => string | null>>;
}
