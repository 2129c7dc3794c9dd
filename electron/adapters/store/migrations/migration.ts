/** One step of the schema. It runs in one transaction, together with the new `user_version`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
