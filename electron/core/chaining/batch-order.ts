import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { Draft } from '../draft-shape.ts';

type Named = Pick<Draft, 'ref' | 'after' | 'wanted'>;

/**
 * What is wrong with a request that refers to an item which nobody knows: where a later one of the same batch has
 * that ref, REF_CYCLE if that waits for this one, and REF_LATER if it only stands in the wrong place.
 */
export function orderProblem(
  error: OutboxError,
  drafts: readonly Named[],
  index: number,
): OutboxError {
  const ref = error.params['ref'];
  if (error.code !== 'REF_UNKNOWN' || typeof ref !== 'string') return error;
  const later = drafts.findIndex((draft, at) => at > index && draft.ref === ref);
  if (later < 0) return error;
  const own = drafts[index]?.ref ?? null;
  return own !== null && waitsFor(drafts, later, own)
    ? outboxError('REF_CYCLE', { ref })
    : outboxError('REF_LATER', { ref, later: later + 1 });
}

function waitsFor(drafts: readonly Named[], from: number, ref: string): boolean {
  const seen = new Set<string>();
  const open = namesOf(drafts[from]);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === ref) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...namesOf(drafts.find((draft) => draft.ref === name)));
  }
  return false;
}

const namesOf = (draft: Named | undefined): string[] =>
  draft === undefined
    ? []
    : [...draft.after, ...draft.wanted.map(({ placeholder }) => placeholder.name)];
