import type { ErrorCode } from './errors.ts';

export interface Refusal {
  readonly id: string;
  readonly code: ErrorCode;
  readonly state: string;
}

/** What a bulk call came to; `refusals` are the first hundred. */
export interface BulkResult {
  readonly done: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
}

export const BULK_ERRORS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'SEARCH_INVALID',
  'NO_SPACE',
  'PROFILE_READ_ONLY',
  'PROFILE_UNUSABLE',
];
