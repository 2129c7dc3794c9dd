import type { Lane } from '../../../shared/outbox/item.ts';
import type { Priority } from '../../../shared/outbox/priority.ts';

/** An item in the claim order of its stream. */
export interface ClaimPosition {
  readonly effectivePriority: Priority;
  readonly seq: number;
}

/** `isolated` items run in a worker process of their own, so they are claimed apart. */
export type ClaimLane = Lane | 'isolated';

/** One (origin, account, person) that has items which could be claimed now: queued and not blocked. */
export interface ReadyStream {
  readonly stream: number;
  readonly origin: string;
  readonly account: string | null;
  readonly subject: string | null;
  readonly ready: Readonly<Record<ClaimLane, number>>;
}
