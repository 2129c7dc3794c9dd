import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import { type Item, LARGE_BODY_BYTES } from '../../shared/outbox/item.ts';

/** The other side broke the connection. A time-out is the network's, and says nothing about the request. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

/** What the systems on both sides hold of what went out: so far apart two ends at the same place can seem to be. */
const NOISE_BYTES = 8 * 1024 * 1024;

const NOISE_SHARE = 0.05;

/** Of a small body the noise would be all of it. */
const LARGEST_NOISE = 0.25;

/**
 * Where a server closes the connection on a large request, in bytes; null where it does not, or nobody can say yet. One
 * that refuses a body for its size, and hangs up at once, is heard only as a broken connection: its answer is lost with
 * that. `times` ends in a row at about the same place are taken for such a refusal, which more tries would only repeat.
 * `attempts` are those before this one, oldest first.
 */
export function cutOffAt(
  item: Pick<Item, 'bodyBytes' | 'budget' | 'revision'>,
  attempts: readonly Pick<Attempt, 'revision' | 'outcome' | 'report'>[],
  now: { readonly outcome: AttemptOutcome; readonly bytesUp: number },
  times: number,
): number | null {
  // Failures in a row, this one not among them; a person who tries again begins anew.
  if (item.bodyBytes <= LARGE_BODY_BYTES || item.budget.failures < times - 1) return null;
  const before = attempts.slice(-(times - 1)).map(({ revision, outcome, report }) => ({
    broken: revision === item.revision && isBroken(outcome),
    bytesUp: report?.bytesUp ?? 0,
  }));
  const ends = [...before, { broken: isBroken(now.outcome), bytesUp: now.bytesUp }];
  if (ends.length < times || !ends.every(({ broken }) => broken)) return null;
  const places = ends.map(({ bytesUp }) => bytesUp);
  const first = Math.min(...places);
  const apart = Math.max(...places) - first;
  const noise = Math.min(NOISE_BYTES, item.bodyBytes * LARGEST_NOISE);
  return apart <= Math.max(noise, first * NOISE_SHARE) ? first : null;
}

const isBroken = (outcome: AttemptOutcome | null): boolean =>
  outcome?.kind === 'incomplete' && BROKEN.has(outcome.code);
