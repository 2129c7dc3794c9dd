import type { OwnWork } from './own-work.ts';

/** From the first open item to the last: what has waited, and is worth a word once it is through. */
export interface Backlog {
  readonly since: number;
  /** When it began. */
  readonly delivered: number;
  readonly left: number;
}

interface Followed {
  readonly next: Backlog | null;
  /** How many were sent, when a backlog of more than a few has ended well just now. */
  readonly sent: number | null;
}

const FEW = 3;
/** What goes through sooner was no backlog. */
const SHORT = 60_000;

export function followBacklog(
  backlog: Backlog | null,
  counts: OwnWork['counts'],
  now: number,
): Followed {
  const open = counts.queued + counts.waiting + counts.sending;
  if (open > 0) {
    const begun = { since: now, delivered: counts.delivered, left: leftOver(counts) };
    return { next: backlog ?? begun, sent: null };
  }
  if (backlog === null) return { next: null, sent: null };
  const sent = counts.delivered - backlog.delivered;
  const isWorthTelling =
    sent > FEW && now - backlog.since >= SHORT && leftOver(counts) <= backlog.left;
  return { next: null, sent: isWorthTelling ? sent : null };
}

/** Of these nobody can say that all was sent. */
const leftOver = ({ attention, unconfirmed, held, cancelled }: OwnWork['counts']): number =>
  attention + unconfirmed + held + cancelled;
