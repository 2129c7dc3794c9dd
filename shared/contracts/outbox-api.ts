import { z } from 'zod';
import type { Attempt, ResponseBody } from '../outbox/attempt.ts';
import type { Explanation } from '../outbox/explanation.ts';
import type { ClosedGate, Pause } from '../outbox/gate.ts';
import { ITEM_STATES, type Item, type ItemState } from '../outbox/item.ts';
import type { ErrorCode } from './errors.ts';
import { addToOutboxInput, requestInput } from './request-input.ts';

/** Who may make a call: the app's own window, an embedded app, or a script through the CLI. */
export type Caller = 'window' | 'app' | 'script';

interface CallSpec<Input extends z.ZodType, Output> {
  readonly input: Input;
  readonly callers: readonly Caller[];
  readonly errors: readonly ErrorCode[];
  /** Carries the output's type; never set. */
  readonly output?: Output;
}

const call =
  <Output>() =>
  <Input extends z.ZodType>(spec: CallSpec<Input, Output>): CallSpec<Input, Output> =>
    spec;

/** Either way of handing a request over; the compatibility call is told by its `operation`. */
export const handoverInput = z.union([requestInput, addToOutboxInput]);
export type HandoverInput = z.infer<typeof handoverInput>;

const REQUEST_ERRORS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'METHOD_UNKNOWN',
  'URL_INVALID',
  'URL_NOT_HTTP',
  'URL_CREDENTIALS',
  'HEADER_INVALID',
  'SECRET_HEADER',
  'RESERVED_HEADER',
  'BODY_NOT_ALLOWED',
  'BODY_TOO_LARGE',
  'JSON_INVALID',
  'PART_INVALID',
  'PRIORITY_INVALID',
  'FILE_LISTS_UNEQUAL',
  'FILE_NOT_FOUND',
  'FILE_NOT_REGULAR',
  'FILE_UNREADABLE',
  'FILE_CHANGED',
  'REF_UNKNOWN',
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_AMBIGUOUS',
  'NO_SPACE',
  'PROFILE_READ_ONLY',
  'PROFILE_UNUSABLE',
];

const itemId = z.string().min(1);
const ANYBODY: readonly Caller[] = ['window', 'app', 'script'];
const OWN: readonly Caller[] = ['window', 'script'];

export interface Accepted {
  readonly id: string;
  readonly seq: number;
}

export interface ItemDetails {
  readonly item: Item;
  readonly attempts: readonly Attempt[];
}

export interface Stats {
  readonly counts: Readonly<Record<ItemState, number>>;
  readonly gates: readonly ClosedGate[];
  readonly pauses: readonly Pause[];
}

/** Every call once. IPC, control socket, CLI, the page's transports and test fakes derive from it. */
export const outboxContract = {
  /** Resolves when the item and its files are durable (G1). */
  enqueue: call<Accepted>()({ input: requestInput, callers: ANYBODY, errors: REQUEST_ERRORS }),
  /** All or nothing; an error names the failing entry as `params.entry`, counted from 1. */
  enqueueMany: call<readonly Accepted[]>()({
    input: z.strictObject({ requests: z.array(handoverInput).min(1) }),
    callers: ANYBODY,
    errors: REQUEST_ERRORS,
  }),
  addToOutbox: call<Accepted>()({
    input: addToOutboxInput,
    callers: ANYBODY,
    errors: REQUEST_ERRORS,
  }),
  get: call<ItemDetails>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
  }),
  list: call<{ readonly items: readonly Item[]; readonly next: number | null }>()({
    input: z.strictObject({
      states: z.array(z.enum(ITEM_STATES)).optional(),
      origin: z.string().optional(),
      account: z.string().optional(),
      priority: z.literal([1, 2, 3, 4]).optional(),
      ref: z.string().optional(),
      after: z.int().positive().optional(),
      limit: z.int().min(1).max(1000).default(100),
      oldestFirst: z.boolean().default(false),
    }),
    callers: ANYBODY,
    errors: ['INPUT_INVALID'],
  }),
  responseBody: call<ResponseBody>()({
    input: z.strictObject({ id: itemId, attempt: z.int().positive() }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
  }),
  stats: call<Stats>()({ input: z.strictObject({}), callers: OWN, errors: [] }),
  /** Why one item, or the queue, moves or does not. */
  explain: call<readonly Explanation[]>()({
    input: z.strictObject({ id: itemId }),
    callers: ANYBODY,
    errors: ['ITEM_NOT_FOUND'],
  }),
  /** Ends every back-off that the outbox chose itself; what servers asked for stands. */
  sync: call<{ readonly woken: number }>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: ['NO_SPACE', 'PROFILE_UNUSABLE'],
  }),
} as const;

export type OutboxContract = typeof outboxContract;
export type CallName = keyof OutboxContract;
export type CallInput<Name extends CallName> = z.input<OutboxContract[Name]['input']>;
export type CallParsed<Name extends CallName> = z.output<OutboxContract[Name]['input']>;
export type CallOutput<Name extends CallName> = NonNullable<OutboxContract[Name]['output']>;
