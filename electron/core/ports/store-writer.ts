import type { Account } from '../../../shared/outbox/account.ts';
import type { Attempt, ResponseBody } from '../../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { ChangeKind } from '../../../shared/outbox/change.ts';
import type { ClosedGate, GateScope, Pause } from '../../../shared/outbox/gate.ts';
import type { Item, ItemBase, ItemState, StateFields } from '../../../shared/outbox/item.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import type { Act, NewActStep } from './acts.ts';
import type { StagedDraft } from './staged-batch.ts';
import type { StoreReader } from './store-reader.ts';

/** What must still be true of the row for a change to be saved. */
export interface Expected {
  readonly state: ItemState;
  readonly revision: number;
  /** The running attempt, when the state is `sending`. */
  readonly attempt?: number;
}

export type NewItem = Omit<ItemBase, 'seq'> &
  Extract<StateFields, { readonly state: 'queued' | 'waiting' }>;

export interface AttemptClosing {
  readonly endedAt: number;
  readonly outcome: AttemptOutcome;
  readonly counted: boolean;
  readonly report: Attempt['report'];
  readonly body: ResponseBody | null;
}

/** Reads see the transaction's own writes. */
export interface StoreWriter extends StoreReader {
  /** Assigns the next `seq`. */
  insert(item: NewItem, request: StoredRequest, parents: readonly string[], at: number): Item;
  /** One conditional UPDATE plus one change; false when the world moved on and nothing was written. */
  save(next: Item, expected: Expected, change: ChangeKind, at: number): boolean;
  /** A change that is not worth a line in the timeline, e.g. `blockers` or `effectivePriority`. */
  adjust(next: Item, expected: Expected): boolean;
  /** A further revision of an item's request; earlier ones are kept beside it. Searches find it after `save`. */
  addRequest(id: string, request: StoredRequest): void;
  /** Replaces the request of a revision that is there; it has the same files. */
  saveRequest(id: string, request: StoredRequest): void;
  /** Replaces the parents of an item; its present request says which of them fill values in. */
  follow(id: string, parents: readonly string[]): void;
  /** Removes the item with all that belongs to it; answers the vault files that nothing refers to any more. */
  remove(id: string, at: number): readonly string[];
  /**
   * To everybody the same as `remove`, but all that belongs to the item stays beside the queue, its vault files too,
   * until it is brought back or purged. False when there is no such item.
   */
  setAside(id: string, at: number): boolean;
  /** An item that is set aside. No other question finds it. */
  asideItem(id: string): Item | null;
  /** The item as it was, in its old place, with one more change. Null when none is set aside under that id. */
  bringBack(id: string, at: number): Item | null;
  /** Ends what `setAside` kept; answers the vault files that nothing refers to any more. */
  purgeAside(id: string): readonly string[];
  /** A new act, or what became of a known one. */
  saveAct(act: Act): void;
  addActStep(token: string, step: NewActStep): void;
  dropActStep(token: string, position: number): void;
  /** Forgets an act of which no step is left. */
  endAct(token: string): void;
  /** Drops request and response bodies of a finished item; answers the vault files that are free now. */
  dropBodies(id: string): readonly string[];
  /** Forgets what happened in the minutes before. */
  dropMinutes(before: number): void;
  openAttempt(attempt: Attempt): void;
  /** False when that attempt is not open. Searches find what it says after `save`. */
  closeAttempt(itemId: string, number: number, closing: AttemptClosing): boolean;
  saveGate(gate: ClosedGate): void;
  openGate(scope: GateScope, key: string): void;
  beginBatch(batch: string): void;
  stage(batch: string, staged: StagedDraft): void;
  unstage(batch: string, position: number): void;
  /** From now on the batch counts, all of it. */
  acceptBatch(batch: string): void;
  /** Forgets a batch of which nothing is staged any more. */
  endBatch(batch: string): void;
  saveAccount(account: Account): void;
  removeAccount(name: string): void;
  /** All items of an account that are `from`'s become `to`'s (`Person.subject`), whatever their number. */
  bindItems(account: string, from: string | null, to: string): void;
  savePause(pause: Pause): void;
  clearPause(scope: Pause['scope'], key: string): void;
}
