import type { AttentionCode } from './item.ts';

/** Items that need a person for the same cause. */
export interface FailureGroup {
  /** Stands for the group in a filter. */
  readonly key: string;
  readonly origin: string;
  readonly method: string;
  /** The path with ids taken out, e.g. `/visits/:id/photos`. */
  readonly route: string;
  readonly code: AttentionCode | 'UNCONFIRMED';
  readonly status: number | null;
  /** Title or type of a problem document (RFC 9457), or the first line of the answer. */
  readonly problem: string | null;
  readonly count: number;
  readonly newest: string;
  readonly oldestSince: number;
}
