import type { DiskTrouble } from './disk-trouble.ts';
import type { GateReason, GateScope } from './gate.ts';
import type { AttentionReason, ItemState, LastAnswer, WaitReason } from './item.ts';
import type { Priority } from './priority.ts';

/** Why an item does or does not move, in the order in which a person should read it. */
export type Explanation =
  | { readonly code: 'DELIVERED'; readonly at: number; readonly status: number }
  | { readonly code: 'CANCELLED'; readonly at: number; readonly mayHaveArrived: boolean }
  /** An item with the same dedupe key took its place: `by` is the newest one that is not done yet. */
  | { readonly code: 'REPLACED'; readonly at: number; readonly by: string | null }
  | { readonly code: 'SENDING'; readonly attempt: number; readonly since: number }
  | { readonly code: 'NEEDS_DECISION'; readonly reason: AttentionReason; readonly since: number }
  | {
      readonly code: 'UNCONFIRMED';
      readonly since: number;
      /** Its account says where its server can be asked. */
      readonly canBeChecked: boolean;
      /** The server was asked, and this answer says neither yes nor no. */
      readonly answered: Pick<LastAnswer, 'status'> | null;
    }
  | { readonly code: 'HELD'; readonly since: number }
  | { readonly code: 'WAITS'; readonly until: number; readonly reason: WaitReason }
  | {
      readonly code: 'AFTER_ITEM';
      readonly parent: string;
      readonly parentRef: string | null;
      readonly parentState: ItemState;
      /** How many values its answer fills in. */
      readonly fills: number;
    }
  | {
      readonly code: 'BEHIND_ORDER_KEY';
      readonly orderKey: string;
      readonly head: string;
      readonly headState: ItemState;
    }
  | {
      readonly code: 'PAUSED';
      readonly scope: 'all' | GateScope;
      readonly key: string;
      readonly since: number;
      readonly until: number | null;
    }
  | {
      readonly code: 'GATE_CLOSED';
      readonly scope: GateScope;
      readonly key: string;
      readonly reason: GateReason;
      readonly since: number;
      readonly probeAt: number | null;
    }
  | ({ readonly code: 'DISK_FULL' } & DiskTrouble)
  | { readonly code: 'SLOTS_FULL'; readonly running: number; readonly limit: SlotLimit }
  /** It may have arrived: its server is asked there first. */
  | { readonly code: 'ASKS_FIRST'; readonly url: string }
  | { readonly code: 'EXPIRES'; readonly at: number }
  /** An item behind it under its order key has a higher priority, which it goes with. */
  | { readonly code: 'RAISED'; readonly priority: Priority; readonly orderKey: string }
  /** What its tries have used up; it comes to a person when both are. `trouble`: worth a look before that. */
  | {
      readonly code: 'BUDGET';
      readonly counted: number;
      readonly spentMs: number;
      readonly most: { readonly attempts: number; readonly spentMs: number };
      readonly trouble: boolean;
    }
  | { readonly code: 'NOT_RUNNING' }
  | { readonly code: 'NEXT' };

export type SlotLimit = 'all' | 'origin' | 'large' | 'largePerOrigin' | 'isolated';

/** Why items of the queue move or do not; `MORE` are those in a state that were not looked at one by one. */
export type QueueExplanation =
  | Explanation
  | {
      readonly code: 'MORE';
      readonly state: Extract<ItemState, 'queued' | 'waiting' | 'attention'>;
    };

/** Items that move or do not for the same reason. */
export interface ExplainedGroup {
  readonly explanation: QueueExplanation;
  readonly count: number;
  /** Ids of at most three of them. */
  readonly examples: readonly string[];
}
