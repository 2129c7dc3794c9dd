export interface Ids {
  /** UUIDv7. */
  item(): string;
  idempotencyKey(): string;
  /** A multipart boundary of 1 to 70 characters (RFC 2046 §5.1.1) that cannot be guessed. */
  boundary(): string;
  /** Names an act that can be undone. */
  actToken(): string;
}
