import type { AppUsage } from '../../../shared/contracts/app-grant.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import type { Attempt, ResponseBody } from '../../../shared/outbox/attempt.ts';
import type { Change } from '../../../shared/outbox/change.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { ClosedGate, Pause } from '../../../shared/outbox/gate.ts';
import type { Item, ItemState, Source } from '../../../shared/outbox/item.ts';
import type { Priority } from '../../../shared/outbox/priority.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import type { MinuteCount } from '../../../shared/outbox/throughput.ts';
import type { Act, ActStep } from './acts.ts';
import type { ClaimLane, ClaimPosition, ReadyStream } from './claim-order.ts';
import type { ItemFilter, KeyScope, Page, PageRequest, PersonScope } from './item-queries.ts';
import type { StagedBatch, StagedDraft } from './staged-batch.ts';

export interface Parent {
  readonly id: string;
  readonly ref: string | null;
  /** Null when the parent has been removed. */
  readonly state: ItemState | null;
  /** How many values of the child come from its answer. */
  readonly fills: number;
}

/** Never throws for a damaged row: such an item is read as `attention/DAMAGED_RECORD`. */
export interface StoreReader {
  item(id: string): Item | null;
  items(filter: ItemFilter, page: PageRequest): Page<Item>;
  /** How many items of an account and a person would still be sent by themselves. */
  waitingOf(account: string, subject: string): number;
  /** How many items a filter matches. */
  count(filter: ItemFilter): number;
  /** The request of a revision, by default the present one. */
  request(id: string, revision?: number): StoredRequest | null;
  /** Oldest first. */
  attempts(id: string): readonly Attempt[];
  responseBody(id: string, attempt: number): ResponseBody | null;
  /** The revisions whose requests are kept, oldest first. */
  revisions(id: string): readonly number[];
  counts(): Readonly<Record<ItemState, number>>;
  /** Items that need a person by their kind of failure, the largest groups first, of them at most `limit`. */
  failureGroups(limit: number): readonly FailureGroup[];
  /** What happened in each minute that had news, from the one that begins at `from` on, oldest first. */
  minutes(from: number): readonly MinuteCount[];
  /** Changes after `cursor`, oldest first, or `RESYNC` when some of them are no longer kept. */
  changes(cursor: number, limit: number): readonly Change[] | 'RESYNC';
  /** An item's own changes, oldest first. */
  timeline(id: string): readonly Change[];
  newestCursor(): number;

  byRequestId(source: Source, requestId: string): Item | null;
  /** The newest item with that ref. */
  byRef(scope: KeyScope): Item | null;
  /** The newest open item with that dedupe key. */
  byDedupeKey(scope: PersonScope): Item | null;
  parents(id: string): readonly Parent[];
  children(id: string): readonly Item[];
  /** The children with values that come from that item's answer. */
  awaiting(id: string): readonly Item[];
  /** The oldest open item under an order key. */
  orderHead(scope: KeyScope): Item | null;
  /** How many open items there are under an order key. */
  orderOpen(scope: KeyScope): number;
  /** Whether another open item than that one is being sent under an order key. */
  orderIsSending(scope: KeyScope, exceptId: string): boolean;
  /** How many open items an app has, and how many of its items were accepted after `since`. */
  appUsage(app: string, since: number): AppUsage;
  /** The highest priority among the open items under an order key. */
  orderTopPriority(scope: KeyScope): Priority | null;

  readyStreams(): readonly ReadyStream[];
  /** Claimable items of a stream in claim order, from the one after `after`. */
  ready(stream: number, lane: ClaimLane, limit: number, after?: ClaimPosition): readonly Item[];
  /** Queued items that follow others which are not done, oldest first. */
  blocked(limit: number): readonly Item[];
  /** The items in a state, oldest first, at most `limit`. */
  inState(state: ItemState, limit: number): readonly Item[];
  /** Waiting items whose time has come, earliest first. */
  due(now: number, limit: number): readonly Item[];
  nextDueAt(): number | null;
  /** Open items past their `expiresAt` that are not being sent and not already with a person. */
  expired(now: number, limit: number): readonly Item[];
  nextExpiryAt(): number | null;

  gates(): readonly ClosedGate[];
  pauses(): readonly Pause[];
  accounts(): readonly Account[];

  /** Batches that are on their way in. */
  batches(): readonly StagedBatch[];
  /** The first staged drafts of a batch, in their order. */
  staged(batch: string, limit: number): readonly StagedDraft[];

  /** In the order in which they began. */
  acts(): readonly Act[];
  /** The last steps of an act, the newest first. */
  actSteps(token: string, limit: number): readonly ActStep[];

  /** Delivered and cancelled items that finished before `before`, or are beyond the newest `keep`; oldest first. */
  purgeable(before: number, keep: number, limit: number): readonly string[];
  /** Delivered items finished before `before` that still have bodies or files. */
  withOldBodies(before: number, limit: number): readonly string[];
  /** Every vault file that a row refers to, by name; also of items that are set aside. */
  referencedFiles(): Iterable<string>;
}
