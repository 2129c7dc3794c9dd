import type { ErrorCode } from './errors.ts';

export interface Refusal {
  readonly id: string;
  readonly code: ErrorCode;
  readonly state: string;
}

/** How long an act can be undone. */
export const UNDO_MS = 10_000;

/** Names an act that can be undone, and until when (milliseconds since 1970 UTC). */
export interface UndoOffer {
  readonly token: string;
  readonly until: number;
}

/** What a bulk call came to; `refusals` are the first hundred. */
export interface BulkResult {
  readonly done: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
  /** Null when nothing was done that could be undone. */
  readonly undo: UndoOffer | null;
}

/** What an undo came to. */
export interface UndoResult {
  readonly restored: number;
  readonly refused: number;
}

export const BULK_ERRORS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'SEARCH_INVALID',
  'NO_SPACE',
  'PROFILE_READ_ONLY',
  'PROFILE_UNUSABLE',
];
