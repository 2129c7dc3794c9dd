import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Job, TransferProgress } from '../../shared/contracts/worker-protocol.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { Secret } from '../../shared/lang/secret.ts';
import type {
  Account,
  CredentialTrouble,
  KeptBy,
  SecretTrouble,
  SessionRecord,
} from '../../shared/outbox/account.ts';
import type { Attempt, AttemptReport, ResponseBody } from '../../shared/outbox/attempt.ts';
import type { AbortedBy, AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { Change, ChangeKind } from '../../shared/outbox/change.ts';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';
import type { ClosedGate, GateScope, Pause } from '../../shared/outbox/gate.ts';
import type {
  Item,
  ItemBase,
  ItemState,
  Lane,
  Source,
  StateFields,
} from '../../shared/outbox/item.ts';
import type { ListSort } from '../../shared/outbox/list-sort.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import type { Header, StoredFile, StoredRequest } from '../../shared/outbox/request.ts';
import type { MinuteCount } from '../../shared/outbox/throughput.ts';
import type { SearchTerm } from '../../shared/search/search-term.ts';
import type { RefreshSecrets } from './refresh-secrets.ts';

/** Wall time for records and a monotonic clock for durations, both in milliseconds. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

export interface Timers {
  /** Calls back once after at least `delayMs`; the returned function cancels, and may be called twice. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export interface Ids {
  /** UUIDv7. */
  item(): string;
  idempotencyKey(): string;
  /** A multipart boundary of 1 to 70 characters (RFC 2046 §5.1.1) that cannot be guessed. */
  boundary(): string;
  /** Names an act that can be undone. */
  actToken(): string;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

// ---------------------------------------------------------------------------------------------- store

/** Items of one order key share a scope: the key means something only within one source and account. */
export interface KeyScope {
  readonly source: Source;
  readonly account: string | null;
  readonly key: string;
}

/** An item in the claim order of its stream. */
export interface ClaimPosition {
  readonly effectivePriority: Priority;
  readonly seq: number;
}

/** `isolated` items run in a worker process of their own, so they are claimed apart. */
export type ClaimLane = Lane | 'isolated';

/** One (origin, account) that has items which could be claimed now: queued and not blocked. */
export interface ReadyStream {
  readonly stream: number;
  readonly origin: string;
  readonly account: string | null;
  readonly ready: Readonly<Record<ClaimLane, number>>;
}

export interface ItemFilter {
  readonly states?: readonly ItemState[];
  readonly origin?: string;
  readonly account?: string;
  readonly priority?: Priority;
  readonly ref?: string;
  readonly source?: Source;
  /** A `FailureGroup.key`. */
  readonly group?: string;
  readonly search?: ItemSearch;
}

/** What was typed into the search box. */
export interface ItemSearch {
  /** All of them must be the case. */
  readonly terms: readonly SearchTerm[];
  /** What ages are measured from. */
  readonly now: number;
}

/** Where an item stands in a sort. `rank` is its priority or size where the sort goes by these, else 0. */
export interface PagePosition {
  readonly rank: number;
  readonly seq: number;
}

/** Keyset pages: `after` is where the last row seen stands. Newest first unless another sort is asked for. */
export interface PageRequest {
  readonly after: PagePosition | null;
  readonly limit: number;
  readonly sort?: ListSort;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: PagePosition | null;
}

export interface Parent {
  readonly id: string;
  /** Null when the parent has been removed. */
  readonly state: ItemState | null;
}

/** A batch too large for one transaction: staged in pieces, and invisible until it is accepted as a whole. */
export interface StagedBatch {
  readonly id: string;
  readonly accepted: boolean;
}

export interface StagedDraft {
  readonly position: number;
  /** JSON of the core's own. */
  readonly draft: string;
}

/** What somebody did to items, for as long as it can be undone. */
export interface Act {
  readonly token: string;
  readonly source: Source;
  /** Null while it is under way. */
  readonly until: number | null;
  /** Its undoing has begun, and is brought to its end however late that is. */
  readonly undoing: boolean;
}

export interface NewActStep {
  readonly itemId: string;
  /** What was changed, as JSON of the core's own; null where the item was set aside. */
  readonly change: string | null;
}

export interface ActStep extends NewActStep {
  /** Grows with every step of an act. */
  readonly position: number;
}

/** Never throws for a damaged row: such an item is read as `attention/DAMAGED_RECORD`. */
export interface StoreReader {
  item(id: string): Item | null;
  items(filter: ItemFilter, page: PageRequest): Page<Item>;
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
  byDedupeKey(scope: KeyScope): Item | null;
  parents(id: string): readonly Parent[];
  children(id: string): readonly Item[];
  /** The oldest open item under an order key. */
  orderHead(scope: KeyScope): Item | null;
  /** How many open items there are under an order key. */
  orderOpen(scope: KeyScope): number;
  /** Whether another open item than that one is being sent under an order key. */
  orderIsSending(scope: KeyScope, exceptId: string): boolean;
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
  readonly report: Omit<AttemptReport, 'outcome' | 'body'> | null;
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
  savePause(pause: Pause): void;
  clearPause(scope: Pause['scope'], key: string): void;
}

export interface StoreFailure extends OutboxError {
  readonly code: 'NO_SPACE' | 'PROFILE_READ_ONLY' | 'PROFILE_UNUSABLE';
}

/**
 * The queue on disk. One process owns it.
 *
 * Operations that fall into one tick share one transaction, each in a savepoint of its own. A promise
 * resolves only after COMMIT with an fsync; when COMMIT fails, every operation of the group fails.
 */
export interface OutboxStore {
  readonly read: StoreReader;
  /**
   * Runs `operation` in the next group. One that answers an error, or throws, leaves nothing behind, and
   * the others of its group are not affected.
   */
  write<T, E = never>(
    operation: (tx: StoreWriter) => Result<T, E>,
  ): Promise<Result<T, E | StoreFailure>>;
  /** Called after each commit that changed something; a hint, the truth is in the feed. */
  onCommit(listener: () => void): () => void;
  /**
   * Brings the search index nearer to the present, by at most `limit` changes and in a transaction of its own;
   * answers how many changes it is behind. Searches find everything at any time: it only makes them quick.
   */
  indexForSearch(limit: number): Result<number, StoreFailure>;
  /** Commits what is pending and closes. */
  close(): Promise<void>;
}

// ---------------------------------------------------------------------------------------------- vault

/** A file whose bytes can be read: a name in the vault, or an original as it was recorded. */
export type ReadableFile =
  | { readonly kind: 'vault'; readonly file: string }
  | Extract<StoredFile, { readonly kind: 'reference' }>;

export interface FileRange {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
}

/** What goes beside the reading of a file. */
export interface FileAside {
  readonly signal?: AbortSignal;
  /** Bytes that were read, of so many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Vault {
  /**
   * Makes the item's own durable copy: hashed, fsynced and renamed into place before it resolves.
   * Fails with FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_UNREADABLE, FILE_CHANGED (while copying), NO_SPACE or
   * PROFILE_READ_ONLY, or ABORTED by the signal, and leaves nothing behind then.
   */
  snapshot(path: string, aside?: FileAside): Promise<Result<StoredFile, OutboxError>>;
  /** Records size, time, inode and hash of a file that stays where it is. */
  reference(path: string, aside?: FileAside): Promise<Result<StoredFile, OutboxError>>;
  /** The absolute path behind a vault file's name. */
  pathOf(file: string): string;
  /** A name for the response of an attempt, should it be too large for the database. */
  spillName(attemptId: string): string;
  /**
   * At most `length` bytes from `offset`, fewer at the end of the file. FILE_NOT_FOUND, FILE_UNREADABLE;
   * FILE_CHANGED for an original that is not what was recorded.
   */
  readRange(
    file: ReadableFile,
    offset: number,
    length: number,
  ): Promise<Result<FileRange, OutboxError>>;
  /** Deletes copies that nothing refers to any more. A missing one is no error. */
  discard(files: readonly string[]): Promise<void>;
}

/** Files that come in piece by piece. One that is not taken is given up: after an hour, or when the process ends. */
export interface Uploads {
  /** Fails with NO_SPACE, PROFILE_READ_ONLY or PROFILE_UNUSABLE, as `append` and `take` do. */
  begin(filename: string): Promise<Result<{ readonly upload: string }, OutboxError>>;
  /** Resolves when the bytes are written. UPLOAD_OFFSET where they do not follow what is there; UPLOAD_UNKNOWN. */
  append(
    upload: string,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<{ readonly size: number }, OutboxError>>;
  /** Nothing is left of it. One that is not there is no error. */
  drop(upload: string): Promise<void>;
  filenameOf(upload: string): string | null;
  /** Makes it a durable file of the vault, once; UPLOAD_UNKNOWN after that. */
  take(upload: string): Promise<Result<StoredFile, OutboxError>>;
  /** Waits for nothing any more. */
  end(): void;
}

// ---------------------------------------------------------------------------------------------- sending

export interface RunOptions {
  /** In a process of its own, so that a crash is surely this item's doing. */
  readonly isolated: boolean;
  readonly onProgress: (progress: TransferProgress) => void;
}

/**
 * Whether an account's attempts can be sent, and with what. The state is answered at once, so that a claim
 * can ask for it; whatever takes time goes on behind it and ends in `onChange`.
 */
export interface Credentials {
  stateOf(account: Account): CredentialState;
  /** Begins what is needed to become `ready`, unless it is under way: one refresh per account at a time. */
  prepare(account: Account): void;
  /** A 401 to a token of that generation: the next `stateOf` is not ready with it any more. */
  refused(account: Account, generation: number): void;
  /** Whether that token should still have been good: a 401 to it is not a matter of time. */
  isFresh(account: Account, generation: number): boolean;
  onChange(listener: () => void): () => void;
}

/** Puts secrets where they are kept, and answers what the account's row should remember of it. */
export interface TokenKeeper {
  /** NO_KEYCHAIN where nothing would be left of them once this process ends. */
  setTokens(
    account: Account,
    tokens: {
      readonly accessToken?: string | undefined;
      readonly refreshToken?: string | undefined;
    },
  ): Promise<Result<SessionRecord, OutboxError>>;
  setHeaders(
    account: Account,
    headers: Readonly<Record<string, string>>,
  ): Promise<Result<SessionRecord, OutboxError>>;
  /** What of the account's own refresh call is secret; answers where it is kept. NO_KEYCHAIN as above. */
  keepRefresh(account: Account, secrets: RefreshSecrets): Promise<Result<KeptBy, OutboxError>>;
  /** The tokens or headers go. */
  forget(account: Account): Promise<Result<null, OutboxError>>;
  /** All of its secrets go. */
  forgetAll(account: Account): Promise<Result<null, OutboxError>>;
  /**
   * `after` took the place of `before` and has its secrets: what `before` left in a keychain that `after` has no
   * use for goes. What cannot be deleted stays and is logged.
   */
  tidyUp(before: Account, after: Account): Promise<void>;
  /**
   * Finds out whether the account can be sent as: its secrets are looked for, and one that refreshes gets a fresh
   * token. Answers within the time limits of keychain and token endpoint.
   */
  test(account: Account): Promise<CredentialState>;
  /** An access token for as long as this process lives; nothing is kept of it. */
  lend(account: Account, accessToken: string): void;
  /** The network is back, or a person asks: what is in trouble is tried now, unless a server asked for time. */
  wake(): void;
}

export type CredentialState =
  /** `headers` are secret and valid now; `generation` grows with every new token, and is 0 for fixed headers. */
  | { readonly kind: 'ready'; readonly headers: readonly Header[]; readonly generation: number }
  /** `prepare` was not called yet, or what it began is under way. */
  | { readonly kind: 'refreshing' }
  /** The token endpoint or the keychain has trouble; it is asked again by itself. */
  | { readonly kind: 'trouble'; readonly code: CredentialTrouble; readonly retryAt: number }
  | { readonly kind: 'signInNeeded' };

/** What signs an account in. */
export interface AccountSecrets {
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly headers: readonly { readonly name: string; readonly value: Secret }[];
}

export type SecretReading =
  | { readonly kind: 'found'; readonly secrets: AccountSecrets; readonly keptBy: KeptBy }
  | { readonly kind: 'missing' }
  | SecretsUnavailable;

export interface SecretsUnavailable {
  readonly kind: 'unavailable';
  readonly code: SecretTrouble;
  /** For people and logs; never a secret. */
  readonly detail: string;
}

/** Where secrets are kept. Every answer comes within seconds, and no failure is an exception. */
export interface SecretStore {
  /** Whether the surroundings name a file with credentials: it can sign in an account that never did here. */
  readonly hasFile: boolean;
  /** What the file has, if it names the account, else what `keptBy` has; null: the file only. */
  get(account: string, keptBy: KeptBy | null): Promise<SecretReading>;
  /**
   * Answers after what was written has been read back. `keptBy` null: the best place there is, which the answer
   * names; NO_KEYCHAIN when there is none that outlives this process and the surroundings ask for one.
   */
  set(
    account: string,
    secrets: AccountSecrets,
    keptBy: KeptBy | null,
  ): Promise<Result<KeptBy, SecretsUnavailable>>;
  /** Deleting what is not there is no failure. */
  delete(account: string, keptBy: KeptBy): Promise<Result<null, SecretsUnavailable>>;
}

/** Where attempts are performed: another process. */
export interface AttemptRunner {
  /**
   * Never rejects. `workerLost` is answered only after the process that had the attempt was seen to be gone,
   * so that the item can be sent again without two being in flight.
   */
  run(job: Job, options: RunOptions): Promise<AttemptReport>;
  abort(attemptId: string, by: AbortedBy): void;
  /** Aborts what runs, waits for it at most `graceMs`, and ends the processes. May be called twice. */
  stop(graceMs: number): Promise<void>;
}
