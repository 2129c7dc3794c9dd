import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import { openerOf } from '../../shared/outbox/gate-opener.ts';
import { gatesOf, pausesOf, type Situation, type StreamKey } from './eligibility.ts';
import { standingPauses } from './pauses.ts';
import type { Policy } from './policy.ts';
import type { PagePosition } from './ports/item-queries.ts';
import type { StoreReader } from './ports/store-reader.ts';

/** What becomes of the queue if nobody touches it. */
export type Outlook =
  /** Something is being sent, or will be at a time that is known. */
  | 'moving'
  /** Something is left, but it needs a person: a decision, a resume, a sign-in, a keychain, room on the disk. */
  | 'stuck'
  | 'empty';

/**
 * Whether anything can still move without a person; a pause that ends by itself needs none. Blocked items follow others, so they move when
 * something else does and are stuck when all else is.
 */
export function outlook(
  read: StoreReader,
  gates: readonly ClosedGate[],
  now: number,
  policy: Policy,
  disk: DiskTrouble | null = null,
): Outlook {
  const counts = read.counts();
  const open = counts.queued + counts.waiting + counts.sending;
  if (open === 0) return 'empty';
  if (counts.sending > 0) return 'moving';
  if (disk !== null) return 'stuck';
  const situation: Situation = {
    now,
    gates,
    pauses: standingPauses(read, now).filter(({ until }) => until === null),
    disk,
    running: [],
    policy,
  };
  const canMove = (stream: StreamKey): boolean =>
    pausesOf(stream, situation).length === 0 &&
    gatesOf(stream, situation).every(({ reason }) => openerOf(reason) === 'time');
  if (read.readyStreams().some(canMove)) return 'moving';
  let after: PagePosition | null = null;
  do {
    const page = read.items({ states: ['waiting'] }, { after, limit: 200, sort: 'oldest' });
    if (page.rows.some(canMove)) return 'moving';
    after = page.next;
  } while (after !== null);
  return 'stuck';
}
