import { z } from 'zod';
import type { Change } from '../outbox/change.ts';
import type { FailureGroup } from '../outbox/failure-group.ts';
import type { Finding } from '../outbox/finding.ts';
import type { Item, ItemState } from '../outbox/item.ts';
import type { AwaitedValue } from '../outbox/request.ts';
import type { ThroughputPoint } from '../outbox/throughput.ts';
import { ANYBODY, call, OWN, SCRIPT } from './call.ts';
import type { RequestView } from './request-view.ts';
import { itemId, selectionInput } from './selection.ts';

export interface Dependencies {
  /** `item` is null for a parent that has been removed. */
  readonly parents: readonly {
    readonly id: string;
    readonly item: Item | null;
    /** What its answer fills in. */
    readonly values: readonly AwaitedValue[];
  }[];
  readonly children: readonly Item[];
  readonly order: {
    readonly key: string;
    /** The oldest open item under the key. */
    readonly head: Item | null;
    /** Open items under the key. */
    readonly open: number;
  } | null;
}

/** Bytes of a longer whole. */
export interface ByteRange {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Length of the whole, as far as it is kept. */
  readonly size: number;
}

const range = {
  offset: z.int().nonnegative(),
  length: z
    .int()
    .positive()
    .max(1024 * 1024),
};

export interface PracticeStatus {
  readonly running: boolean;
  /** Where practice items go; null while it does not run. */
  readonly url: string | null;
  readonly counts: Readonly<Record<ItemState, number>>;
}

/** What the window needs beside the calls that scripts and apps have. */
export const windowCalls = {
  /** Where the window is served for browsers, with a code that opens it once within a minute; null where it is not. */
  'page.address': call<{ readonly url: string | null }>()({
    input: z.strictObject({}),
    callers: SCRIPT,
    errors: [],
    repeatable: 'always',
  }),
  count: call<{ readonly count: number }>()({
    input: z.strictObject({ items: selectionInput }),
    callers: OWN,
    errors: ['INPUT_INVALID', 'SEARCH_INVALID'],
    repeatable: 'always',
  }),
  request: call<RequestView>()({
    input: z.strictObject({ id: itemId, revision: z.int().positive().optional() }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND', 'BODY_NOT_KEPT'],
    repeatable: 'always',
  }),
  /**
   * A file of a multipart part (counted from 0), or of a raw body (`part` null), by range. One by reference is read
   * only if it is what was accepted.
   */
  requestFile: call<ByteRange>()({
    input: z.strictObject({
      id: itemId,
      revision: z.int().positive().optional(),
      part: z.int().nonnegative().nullable(),
      ...range,
    }),
    callers: ANYBODY,
    errors: [
      'ITEM_NOT_FOUND',
      'BODY_NOT_KEPT',
      'FILE_NOT_FOUND',
      'FILE_NOT_REGULAR',
      'FILE_UNREADABLE',
      'FILE_CHANGED',
    ],
    repeatable: 'always',
  }),
  /** A stored response body by range. */
  responseRange: call<ByteRange>()({
    input: z.strictObject({ id: itemId, attempt: z.int().positive(), ...range }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND', 'BODY_NOT_KEPT', 'FILE_NOT_FOUND', 'FILE_UNREADABLE'],
    repeatable: 'always',
  }),
  /** What happened to an item, oldest first. */
  timeline: call<readonly Change[]>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
    repeatable: 'always',
  }),
  dependencies: call<Dependencies>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
    repeatable: 'always',
  }),
  /** Items that need a person, those of one kind of failure together: the 500 largest groups, in that order. */
  groups: call<readonly FailureGroup[]>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** What `doctor` finds; takes seconds, since it asks servers and the keychain. */
  health: call<{ readonly findings: readonly Finding[]; readonly at: number }>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** The diagnostics bundle: facts without bodies, headers or secrets. */
  bundle: call<{ readonly text: string }>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Oldest first, one point for each of `points` equal spans up to now. */
  throughput: call<readonly ThroughputPoint[]>()({
    input: z.strictObject({
      spanMs: z.int().min(60_000).max(86_400_000).default(300_000),
      points: z.int().min(1).max(500).default(48),
    }),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Whether the account can send now: its secrets are found and, where it refreshes, a fresh token is had. */
  'accounts.test': call<{ readonly findings: readonly Finding[] }>()({
    input: z.strictObject({ name: z.string() }),
    callers: OWN,
    errors: ['ACCOUNT_NOT_FOUND'],
    repeatable: 'always',
  }),
  /** A file on its way in, until it is used once; without a new piece for an hour, or with the end of its host, it is given up. */
  'uploads.begin': call<{ readonly upload: string }>()({
    input: z.strictObject({ filename: z.string().min(1).max(255) }),
    callers: ANYBODY,
    errors: ['FILES_NOT_GRANTED', 'NO_SPACE', 'PROFILE_READ_ONLY', 'PROFILE_UNUSABLE'],
  }),
  /** Resolves when the bytes are written; `offset` is the length so far, else UPLOAD_OFFSET. */
  'uploads.append': call<{ readonly size: number }>()({
    input: z.strictObject({
      upload: z.string(),
      offset: z.int().nonnegative(),
      bytes: z.instanceof(Uint8Array),
    }),
    callers: ANYBODY,
    errors: [
      'UPLOAD_UNKNOWN',
      'UPLOAD_OFFSET',
      'SIZE_NOT_GRANTED',
      'NO_SPACE',
      'VAULT_FULL',
      'PROFILE_UNUSABLE',
    ],
  }),
  'uploads.drop': call<null>()({
    input: z.strictObject({ upload: z.string() }),
    callers: ANYBODY,
    errors: [],
    repeatable: 'always',
  }),
  'practice.status': call<PracticeStatus>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Starts the practice server as a child process, with an account of its own. */
  'practice.start': call<PracticeStatus>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: ['PRACTICE_UNAVAILABLE', 'NO_SPACE', 'PROFILE_UNUSABLE'],
    repeatable: 'always',
  }),
  /** A handful of labelled items of every kind, among them some that need a person. */
  'practice.addItems': call<{ readonly added: number }>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: ['PRACTICE_UNAVAILABLE', 'NO_SPACE', 'PROFILE_UNUSABLE'],
  }),
  /** The server and its network, on or off. */
  'practice.setNetwork': call<null>()({
    input: z.strictObject({ online: z.boolean() }),
    callers: OWN,
    errors: ['PRACTICE_UNAVAILABLE'],
    repeatable: 'always',
  }),
  /** Ends it; its items and its account leave with it. */
  'practice.stop': call<null>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: ['NO_SPACE', 'PROFILE_UNUSABLE'],
    repeatable: 'always',
  }),
} as const;
