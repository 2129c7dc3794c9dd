import { z } from 'zod';
import { ANYBODY, call } from './call.ts';
import { type Accepted, REQUEST_ERRORS, requestsInput } from './handover.ts';

/** Requests in one `batch.add`. */
export const MOST_IN_A_PIECE = 500;

const batch = z.string().min(1);

/**
 * A batch that is too large for one call travels in pieces. Nothing of it is to be seen before `batch.accept`, and
 * all of it counts from then on. It is given up by any error, when the caller's connection ends, and after ten
 * minutes without a call. A host that stops knows nothing of it any more: who asks again begins anew, and requests
 * with a `requestId` are then not added twice.
 */
export const batchCalls = {
  'batch.begin': call<{ readonly batch: string }>()({
    input: z.strictObject({}),
    callers: ANYBODY,
    errors: [],
    repeatable: 'always',
  }),
  /**
   * `from` is the number of the first of these requests in the batch, counted from 1; an error names the failing
   * one as `params.entry`, counted the same way. Resolves when they are on disk.
   */
  'batch.add': call<{ readonly requests: number }>()({
    input: z.strictObject({
      batch,
      from: z.int().positive(),
      requests: requestsInput(MOST_IN_A_PIECE),
    }),
    callers: ANYBODY,
    errors: [...REQUEST_ERRORS, 'BATCH_UNKNOWN', 'BATCH_ORDER', 'BATCH_TOO_LARGE'],
  }),
  /** Resolves when the whole batch is durable and in the queue. */
  'batch.accept': call<{ readonly requests: number }>()({
    input: z.strictObject({ batch }),
    callers: ANYBODY,
    errors: ['BATCH_UNKNOWN', 'NO_SPACE', 'PROFILE_UNUSABLE'],
  }),
  /** The items of an accepted batch, in the order of its requests; those that were removed since are left out. */
  'batch.items': call<readonly Accepted[]>()({
    input: z.strictObject({
      batch,
      from: z.int().positive(),
      limit: z.int().min(1).max(1000).default(1000),
    }),
    callers: ANYBODY,
    errors: ['BATCH_UNKNOWN'],
    repeatable: 'always',
  }),
  /** Gives the batch up, or, once it is accepted, forgets which items were its. */
  'batch.drop': call<null>()({
    input: z.strictObject({ batch }),
    callers: ANYBODY,
    errors: [],
    repeatable: 'always',
  }),
} as const;
