import type { Doubt, OutcomeKind } from './attempt-outcome.ts';
import type { Priority } from './priority.ts';
import type { FillPlace, MissingValueCause, UnfitValueCause } from './value-causes.ts';

export const ITEM_STATES = [
  'queued',
  'waiting',
  'sending',
  'delivered',
  'attention',
  'unconfirmed',
  'held',
  'cancelled',
] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** Who handed an item over. `ref`, `orderKey`, `dedupeKey` and `after` resolve only within one source and account. */
export type Source =
  | { readonly kind: 'window' }
  | { readonly kind: 'cli' }
  | { readonly kind: 'app'; readonly app: string };

export const sameSource = (a: Source, b: Source): boolean =>
  a.kind === b.kind && (a.kind !== 'app' || (b.kind === 'app' && a.app === b.app));

/** Small and large bodies (over 1 MiB) are claimed apart, so that videos never fill every slot. */
export type Lane = 'small' | 'large';

export const LARGE_BODY_BYTES = 1024 * 1024;

export type UnknownOutcomePolicy = 'retry' | 'ask';

export type DuplicatePolicy = 'append' | 'replace' | 'keep' | 'reject';

/** Why an item waits for a time. */
export type WaitReason =
  | { readonly code: 'NOT_BEFORE' }
  | { readonly code: 'BACKOFF'; readonly after: OutcomeKind; readonly detail: string }
  | { readonly code: 'SERVER_ASKED'; readonly status: number };

/** Why a person must decide. */
export type AttentionReason =
  | { readonly code: 'REJECTED'; readonly status: number }
  | {
      readonly code: 'MISDIRECTED';
      readonly status: number;
      readonly location: string | null;
      readonly otherOrigin: boolean;
    }
  | { readonly code: 'TOO_MANY_REDIRECTS'; readonly hops: number }
  | {
      readonly code: 'SUSPECT';
      readonly status: number;
      readonly times: number;
      readonly doubt: Doubt;
    }
  /** A large upload broke off at about the same place, so many times in a row. */
  | { readonly code: 'CUT_OFF'; readonly bytes: number; readonly times: number }
  | { readonly code: 'EXHAUSTED'; readonly counted: number; readonly spentMs: number }
  | { readonly code: 'EXPIRED'; readonly expiresAt: number }
  /** `fills`: how many values of it were to come from that one's answer. */
  | { readonly code: 'PARENT_GONE'; readonly parent: string; readonly fills: number }
  /** A value from the answer to another item is not to be had. */
  | {
      readonly code: 'VALUE_MISSING';
      readonly value: string;
      readonly parent: string;
      readonly cause: MissingValueCause;
    }
  /** It is there, and cannot stand where it is wanted. */
  | {
      readonly code: 'VALUE_UNFIT';
      readonly value: string;
      readonly place: FillPlace;
      readonly cause: UnfitValueCause;
    }
  | { readonly code: 'FILE_MISSING'; readonly file: string }
  | { readonly code: 'FILE_CHANGED'; readonly file: string }
  | { readonly code: 'FILE_UNREADABLE'; readonly file: string; readonly detail: string }
  | { readonly code: 'ADDRESS_NOT_GRANTED'; readonly host: string }
  | { readonly code: 'REQUEST_INVALID'; readonly detail: string }
  | { readonly code: 'ACCOUNT_NEEDED'; readonly status: number }
  | { readonly code: 'STILL_UNAUTHORIZED'; readonly status: number }
  | { readonly code: 'CRASHED_WORKER'; readonly strikes: number }
  | { readonly code: 'DAMAGED_RECORD'; readonly detail: string };

export type AttentionCode = AttentionReason['code'];

/**
 * What an item's present run of attempts has used up. A manual retry starts a new budget; attempt
 * numbers go on.
 */
export interface Budget {
  /** Attempts that count against the limit. */
  readonly counted: number;
  /** Milliseconds spent trying: attempts and the back-off after them, never time offline, gated, held or blocked. */
  readonly spentMs: number;
  /** Implausible answers, e.g. a sign-in page with status 200. */
  readonly suspects: number;
  /** Times that the worker died while it had only this item. */
  readonly strikes: number;
  /** Redirect hops since the item's own URL was last asked. */
  readonly hops: number;
  /** Attempts in a row that came to nothing, counted or not: the exponent of the back-off. */
  readonly failures: number;
}

export const FRESH_BUDGET: Budget = {
  counted: 0,
  spentMs: 0,
  suspects: 0,
  strikes: 0,
  hops: 0,
  failures: 0,
};

/** The last attempt in a line, kept with the item so that lists need no second query. */
export interface LastAnswer {
  readonly kind: OutcomeKind;
  readonly status: number | null;
  readonly code: string | null;
  readonly at: number;
}

/** All times are milliseconds since 1970 UTC; order is `seq`, never a clock. */
export interface ItemBase {
  readonly id: string;
  readonly seq: number;
  readonly revision: number;
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  readonly account: string | null;
  /** Whose it is, by `Person.subject`: who was signed in to the account when it was accepted. Null: nobody known. */
  readonly subject: string | null;
  readonly source: Source;
  readonly ref: string | null;
  readonly orderKey: string | null;
  readonly dedupeKey: string | null;
  readonly onDuplicate: DuplicatePolicy;
  readonly requestId: string | null;
  readonly title: string | null;
  readonly labels: readonly string[];
  readonly priority: Priority;
  /** The highest priority of the open items behind the same order key, when this item heads it. */
  readonly effectivePriority: Priority;
  readonly lane: Lane;
  /** Bytes of the content to send, without multipart framing. */
  readonly bodyBytes: number;
  readonly unknownOutcome: UnknownOutcomePolicy;
  readonly idempotencyKey: string;
  /** An attempt under the present key may have reached the server. */
  readonly mayHaveArrived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly notBefore: number | null;
  readonly expiresAt: number | null;
  /** Unfinished parents plus an open predecessor under the same order key. */
  readonly blockers: number;
  /** Attempts recorded in the item's whole life. */
  readonly attempts: number;
  readonly budget: Budget;
  /** Where a same-origin 307/308 sent the next attempt. */
  readonly redirectTo: string | null;
  /** It may have arrived, and the next attempt asks there (GET) whether it did, before anything is sent again. */
  readonly checkUrl: string | null;
  /** It was in flight when a worker died: it runs in a process of its own until it has an answer. */
  readonly isolated: boolean;
  readonly last: LastAnswer | null;
  /** What a person asked for while it was being sent; done when the attempt ends. */
  readonly asked: 'hold' | 'cancel' | null;
}

export type StateFields =
  | { readonly state: 'queued' }
  | {
      readonly state: 'waiting';
      readonly dueAt: number;
      /** The part of the wait that the server asked for: "sync now" never goes below it. */
      readonly floorAt: number | null;
      readonly reason: WaitReason;
    }
  | { readonly state: 'sending'; readonly attempt: number; readonly startedAt: number }
  | { readonly state: 'delivered'; readonly deliveredAt: number; readonly status: number }
  | {
      readonly state: 'attention';
      readonly since: number;
      readonly reason: AttentionReason;
      /** What the server said, in one line with ids taken out; absent when it said nothing. */
      readonly problem?: string;
    }
  | { readonly state: 'unconfirmed'; readonly since: number; readonly problem?: string }
  | { readonly state: 'held'; readonly since: number }
  | { readonly state: 'cancelled'; readonly cancelledAt: number };

export type Item = ItemBase & StateFields;

export type ItemIn<S extends ItemState> = ItemBase & Extract<StateFields, { state: S }>;

/** Final states absorb: nothing but removal, or an undo within its time, happens to such an item. */
export const isFinal = (state: ItemState): boolean =>
  state === 'delivered' || state === 'cancelled';

/** An open item still heads or follows its order key. */
export const isOpen = (state: ItemState): boolean => !isFinal(state);

/**
 * Whether a person who knows it may say what became of it: nobody else does, or the server's yes was not taken for one.
 * An item that was refused for certain is none of these.
 */
export const isInDoubt = (item: Item): boolean =>
  item.state === 'unconfirmed' ||
  (item.state === 'attention' && (item.reason.code === 'SUSPECT' || item.mayHaveArrived));

/** Methods whose effect is the same once or many times (RFC 9110 §9.2.2); they are repeated without asking. */
export const isIdempotentMethod = (method: string): boolean =>
  ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'].includes(method);
