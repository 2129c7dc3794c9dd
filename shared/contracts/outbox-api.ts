import { z } from 'zod';
import type { Attempt } from '../outbox/attempt.ts';
import type { AwayServer } from '../outbox/away-server.ts';
import type { Change } from '../outbox/change.ts';
import type { DiskTrouble } from '../outbox/disk-trouble.ts';
import type { ExplainedGroup, Explanation } from '../outbox/explanation.ts';
import type { ClosedGate, Pause } from '../outbox/gate.ts';
import type { HeldFor } from '../outbox/held-for.ts';
import type { Item, ItemState } from '../outbox/item.ts';
import { LIST_SORTS } from '../outbox/list-sort.ts';
import { accountCalls } from './account-calls.ts';
import { accessTokenInput } from './account-input.ts';
import { appCalls } from './app-calls.ts';
import { batchCalls } from './batch-calls.ts';
import { BULK_ERRORS, type BulkResult, type UndoResult } from './bulk-result.ts';
import { ANYBODY, call, OWN } from './call.ts';
import { exportCalls } from './export-calls.ts';
import { type Accepted, REQUEST_ERRORS, requestsInput } from './handover.ts';
import { proxyCalls } from './proxy-calls.ts';
import { requestChangeCalls } from './request-change-calls.ts';
import { addToOutboxInput, editBodyInput, fileInput, requestInput } from './request-input.ts';
import { filterShape, itemId, on } from './selection.ts';
import type { SettingsView } from './settings.ts';
import { windowCalls } from './window-calls.ts';

/** Requests in one `enqueueMany`: they are stored in one transaction, for which the host stands still. */
export const MOST_AT_ONCE = 1_000;

const everything = { scope: z.literal('all') };
const oneOf = { scope: z.enum(['origin', 'account']), key: z.string().min(1) };

/** When it ends by itself; null or nothing waits for `resume`. */
const until = { until: z.int().positive().nullable().default(null) };

export interface ItemDetails {
  readonly item: Item;
  /** Who wrote it, by the name that a server said; null where that is nobody's, and to embedded apps. */
  readonly person: { readonly name: string | null } | null;
  readonly attempts: readonly Attempt[];
}

export interface ItemPage {
  readonly items: readonly Item[];
  /** Where the next page begins, to be handed back as it is; null when nothing follows. */
  readonly next: string | null;
}

export interface Stats {
  readonly counts: Readonly<Record<ItemState, number>>;
  /** Those among them that belong to practice mode: they are nobody's worry. */
  readonly practice: Readonly<Record<ItemState, number>>;
  readonly gates: readonly ClosedGate[];
  /** Known to a running host only. */
  readonly away: readonly AwayServer[];
  /** What belongs to people of whom somebody else is signed in to their account. */
  readonly heldFor: readonly HeldFor[];
  readonly pauses: readonly Pause[];
  /** Nothing is sent before there is room on the disk; null while there is. */
  readonly disk: DiskTrouble | null;
}

/** Every call once. IPC, control socket, CLI, the page's transports and test fakes derive from it. */
export const outboxContract = {
  /** Resolves when the item and its files are durable (G1). */
  enqueue: call<Accepted>()({
    input: requestInput,
    callers: ANYBODY,
    errors: REQUEST_ERRORS,
    repeatable: 'withRequestId',
  }),
  /** All or nothing; an error names the failing entry as `params.entry`, counted from 1. More: `batch.begin`. */
  enqueueMany: call<readonly Accepted[]>()({
    input: z.strictObject({ requests: requestsInput(MOST_AT_ONCE) }),
    callers: ANYBODY,
    errors: [...REQUEST_ERRORS, 'BATCH_TOO_LARGE'],
    repeatable: 'withRequestId',
  }),
  ...batchCalls,
  addToOutbox: call<Accepted>()({
    input: addToOutboxInput,
    callers: ANYBODY,
    errors: REQUEST_ERRORS,
    repeatable: 'withRequestId',
  }),
  get: call<ItemDetails>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
    repeatable: 'always',
  }),
  list: call<ItemPage>()({
    input: z.strictObject({
      ...filterShape,
      sort: z.enum(LIST_SORTS).default('newest'),
      /** `next` of a page of the same sort. */
      after: z.string().optional(),
      limit: z.int().min(1).max(1000).default(100),
    }),
    callers: ANYBODY,
    errors: ['INPUT_INVALID', 'SEARCH_INVALID', 'CURSOR_INVALID'],
    repeatable: 'always',
  }),
  stats: call<Stats>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Why one item moves or does not. */
  explain: call<readonly Explanation[]>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
    repeatable: 'always',
  }),
  /** Why the queue moves or does not: its open items by their most important reason, the largest group first. */
  explainQueue: call<{ readonly groups: readonly ExplainedGroup[] }>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Ends every back-off that the outbox chose itself; what servers asked for stands. */
  sync: call<{ readonly woken: number }>()({
    input: z.strictObject({
      /** With an account, its access token for as long as the host runs: the seed's manual trigger. */
      account: z.string().optional(),
      accessToken: accessTokenInput.optional(),
    }),
    callers: OWN,
    errors: ['NO_SPACE', 'PROFILE_UNUSABLE'],
    repeatable: 'always',
  }),
  /** New budget; `force` also ends a wait that the server asked for. */
  retry: call<BulkResult>()({
    input: on({ force: z.boolean().default(false) }),
    callers: ANYBODY,
    errors: BULK_ERRORS,
  }),
  /** Lets a running attempt end. */
  hold: call<BulkResult>()({ input: on({}), callers: OWN, errors: BULK_ERRORS }),
  release: call<BulkResult>()({ input: on({}), callers: OWN, errors: BULK_ERRORS }),
  /** Ends a running attempt; such an item says whether it may have arrived. */
  cancel: call<BulkResult>()({ input: on({}), callers: ANYBODY, errors: BULK_ERRORS }),
  /** Refused while an item is being sent. */
  remove: call<BulkResult>()({ input: on({}), callers: OWN, errors: BULK_ERRORS }),
  setPriority: call<BulkResult>()({
    input: on({ priority: z.literal([1, 2, 3, 4]) }),
    callers: OWN,
    errors: BULK_ERRORS,
  }),
  /**
   * What became of items that nobody is sure of, unconfirmed ones and those in `attention` that may have arrived: they
   * did, they did not and are sent again, or (unconfirmed ones) their server is asked.
   */
  resolve: call<BulkResult>()({
    input: on({ arrived: z.union([z.boolean(), z.literal('check')]) }),
    callers: OWN,
    errors: BULK_ERRORS,
  }),
  /**
   * Takes an act back: the named one, else the caller's newest that can still be undone. Items that are no longer as
   * the act left them stay as they are, and are refused.
   */
  undo: call<UndoResult>()({
    input: z.strictObject({ token: z.string().min(1).optional() }),
    callers: OWN,
    errors: [...BULK_ERRORS, 'UNDO_EXPIRED'],
  }),
  duplicate: call<Accepted>()({
    input: z.strictObject({ id: itemId }),
    callers: OWN,
    errors: ['ITEM_NOT_FOUND', 'FILE_NOT_FOUND', 'NO_SPACE', 'PROFILE_UNUSABLE'],
  }),
  /** One more of each, all for one answer; what is added meanwhile is not part of the selection. */
  duplicateMany: call<BulkResult>()({ input: on({}), callers: OWN, errors: BULK_ERRORS }),
  /** A new revision; the key changes exactly when method, URL, account or bytes do. */
  edit: call<{ readonly item: Item }>()({
    input: requestInput
      .pick({
        url: true,
        method: true,
        headers: true,
        account: true,
        title: true,
        expiresAt: true,
      })
      .partial()
      /** Null takes a time away: as soon as possible. */
      .extend({
        id: itemId,
        body: editBodyInput.optional(),
        notBefore: requestInput.shape.notBefore.nullable(),
      }),
    callers: OWN,
    errors: [...REQUEST_ERRORS, 'ITEM_NOT_FOUND', 'ITEM_SENDING', 'ITEM_STATE', 'ITEM_OF_ANOTHER'],
  }),
  /** Where a file is now: the accepted one keeps the item's key, a new version makes another request of it. */
  locateFile: call<{ readonly item: Item }>()({
    input: z.strictObject({
      id: itemId,
      /** Of a multipart body, counted from 0; null: the raw body; left out: the file that is missed, or the only one. */
      part: z.int().nonnegative().nullable().optional(),
      file: fileInput,
      newVersion: z.boolean().optional(),
    }),
    callers: OWN,
    errors: [
      ...REQUEST_ERRORS,
      'ITEM_NOT_FOUND',
      'ITEM_SENDING',
      'ITEM_STATE',
      'ITEM_OF_ANOTHER',
      'FILE_DIFFERS',
    ],
  }),
  /** Survives restarts. Running attempts end by themselves. */
  pause: call<null>()({
    input: z.union([
      z.strictObject({ ...everything, ...until }),
      z.strictObject({ ...oneOf, ...until }),
    ]),
    callers: OWN,
    errors: BULK_ERRORS,
    repeatable: 'always',
  }),
  resume: call<null>()({
    input: z.union([z.strictObject(everything), z.strictObject(oneOf)]),
    callers: OWN,
    errors: BULK_ERRORS,
    repeatable: 'always',
  }),
  /** Resolves when the item is final or needs a person; TIMED_OUT when it is neither by then. */
  waitFor: call<{ readonly item: Item }>()({
    input: z.strictObject({ id: itemId, timeoutMs: z.int().positive().max(86_400_000) }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND', 'TIMED_OUT', 'ABORTED'],
    repeatable: 'always',
  }),
  /** What happened after `cursor`, oldest first; RESYNC when that is too long ago. */
  changes: call<{ readonly changes: readonly Change[]; readonly cursor: number }>()({
    input: z.strictObject({
      cursor: z.int().nonnegative(),
      limit: z.int().min(1).max(1000).default(200),
    }),
    callers: OWN,
    errors: ['RESYNC'],
    repeatable: 'always',
  }),
  ...windowCalls,
  ...requestChangeCalls,
  ...exportCalls,
  /** What is in effect, and what is wrong with the file that says so; that file is read anew. */
  'settings.get': call<SettingsView>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** By key; null goes back to the default. All of them or none, in effect at once. */
  'settings.set': call<SettingsView>()({
    input: z.strictObject({ changes: z.record(z.string(), z.json()) }),
    callers: OWN,
    errors: [
      'INPUT_INVALID',
      'SETTINGS_INVALID',
      'MANAGED',
      'POLICY_INVALID',
      'NO_SPACE',
      'PROFILE_READ_ONLY',
      'PROFILE_UNUSABLE',
    ],
    repeatable: 'always',
  }),
  ...appCalls,
  ...proxyCalls,
  ...accountCalls,
} as const;

export type OutboxContract = typeof outboxContract;
export type CallName = keyof OutboxContract;
export type CallInput<Name extends CallName> = z.input<OutboxContract[Name]['input']>;
export type CallParsed<Name extends CallName> = z.output<OutboxContract[Name]['input']>;
export type CallOutput<Name extends CallName> = Exclude<OutboxContract[Name]['output'], undefined>;
