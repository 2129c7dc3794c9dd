import type { Header } from '../../../shared/outbox/request.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { TokenOwner } from './token-owner.ts';

const SECOND_MS = 1_000;
const NONSENSE_MS = 30 * SECOND_MS;
const LONGEST_MS = 24 * 3_600 * SECOND_MS;
const MOST_AHEAD_MS = 60 * SECOND_MS;

/** A token in use. Secret: `headers`. */
export interface LiveToken {
  readonly generation: number;
  readonly headers: readonly Header[];
  /** Null: good until the server refuses it. */
  readonly lifetimeMs: number | null;
  /** When it was asked for: the server may have made it at any time since. */
  readonly askedAt: Moment;
  /** Whose it is; null: that is not known, or not yet. */
  readonly owner: TokenOwner | null;
  /** It is in use for as long as this process runs, and nothing of it is kept. */
  readonly isLent: boolean;
}

export interface Moment {
  readonly now: number;
  readonly monotonic: number;
}

export const momentOf = (clock: Clock): Moment => ({
  now: clock.now(),
  monotonic: clock.monotonic(),
});

/** What `expires_in` (RFC 6749 section 5.1, seconds) comes to in milliseconds; README.md says why. */
export function lifetimeMs(expiresIn: unknown): number | null {
  if (expiresIn === undefined || expiresIn === null) return null;
  const seconds =
    typeof expiresIn === 'number'
      ? expiresIn
      : typeof expiresIn === 'string' && expiresIn.trim() !== ''
        ? Number(expiresIn)
        : Number.NaN;
  if (Number.isNaN(seconds) || seconds <= 0) return NONSENSE_MS;
  return Math.min(Math.max(seconds * SECOND_MS, SECOND_MS), LONGEST_MS);
}

/** By the clock that went further: the monotonic one may stand still while the machine sleeps. */
export const ageMs = (token: LiveToken, at: Moment): number =>
  Math.max(at.monotonic - token.askedAt.monotonic, at.now - token.askedAt.now);

/** Infinite for a token that does not say how long it lives. */
const remainingMs = (token: LiveToken, at: Moment): number =>
  token.lifetimeMs === null ? Number.POSITIVE_INFINITY : token.lifetimeMs - ageMs(token, at);

export const isAlive = (token: LiveToken, at: Moment): boolean => remainingMs(token, at) > 0;

/** Time to ask for the next one, while this one still serves: a minute ahead, or a tenth of a short life. */
export const nearsItsEnd = (token: LiveToken, at: Moment): boolean =>
  remainingMs(token, at) < Math.min(MOST_AHEAD_MS, (token.lifetimeMs ?? 0) / 10);
