export interface Timers {
  /** Calls back once after at least `delayMs`; the returned function cancels, and may be called twice. */
  after(delayMs: number, callback: () => void): () => void;
}
