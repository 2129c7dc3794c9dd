import { z } from 'zod';

/** Milliseconds since 1970 UTC. */
export const time = z.number();

const timeOrNull = time.nullable();

/** A code, and what belongs to it. */
export const reason = z.looseObject({ code: z.string() });

const priority = z.literal([1, 2, 3, 4]);

/** What the server said, in one line. */
const problem = z.string().optional();

const fields = {
  id: z.uuid(),
  seq: z.int().positive(),
  revision: z.int().positive(),
  method: z.string(),
  url: z.url(),
  origin: z.url(),
  account: z.string().nullable(),
  source: z.looseObject({ kind: z.enum(['window', 'cli', 'app']) }),
  ref: z.string().nullable(),
  orderKey: z.string().nullable(),
  dedupeKey: z.string().nullable(),
  onDuplicate: z.enum(['append', 'replace', 'keep', 'reject']),
  requestId: z.string().nullable(),
  title: z.string().nullable(),
  labels: z.array(z.string()),
  priority,
  effectivePriority: priority,
  lane: z.enum(['small', 'large']),
  bodyBytes: z.int().nonnegative(),
  unknownOutcome: z.enum(['retry', 'ask']),
  idempotencyKey: z.string(),
  mayHaveArrived: z.boolean(),
  createdAt: time,
  updatedAt: time,
  notBefore: timeOrNull,
  expiresAt: timeOrNull,
  blockers: z.int(),
  budget: z.strictObject({
    counted: z.int(),
    spentMs: z.number(),
    suspects: z.int(),
    strikes: z.int(),
    hops: z.int(),
    failures: z.int(),
  }),
  redirectTo: z.string().nullable(),
  checkUrl: z.string().nullable(),
  isolated: z.boolean(),
  last: z
    .strictObject({
      kind: z.string(),
      status: z.int().nullable(),
      code: z.string().nullable(),
      at: time,
    })
    .nullable(),
  asked: z.enum(['hold', 'cancel']).nullable(),
};

/** A digest: it tells people apart. */
const PERSON = { subject: z.string().nullable() };

/** An item whose `attempts` are a number (in lists) or the attempts themselves. */
function itemWith<More extends { readonly attempts: z.ZodType }>(more: More) {
  const base = { ...fields, ...more };
  return z.discriminatedUnion('state', [
    z.strictObject({ ...base, state: z.literal('queued') }),
    z.strictObject({
      ...base,
      state: z.literal('waiting'),
      dueAt: time,
      floorAt: timeOrNull,
      reason,
    }),
    z.strictObject({ ...base, state: z.literal('sending'), attempt: z.int(), startedAt: time }),
    z.strictObject({
      ...base,
      state: z.literal('delivered'),
      deliveredAt: time,
      status: z.int(),
    }),
    z.strictObject({ ...base, state: z.literal('attention'), since: time, reason, problem }),
    z.strictObject({ ...base, state: z.literal('unconfirmed'), since: time, problem }),
    z.strictObject({ ...base, state: z.literal('held'), since: time }),
    z.strictObject({ ...base, state: z.literal('cancelled'), cancelledAt: time }),
  ]);
}

/** An item of `list`, `status` and `edit`. */
export const itemOutput = itemWith({ ...PERSON, attempts: z.int().nonnegative() });

const headers = z.array(z.tuple([z.string(), z.string()]));

const phase = z.number().nullable();

const attemptFields = {
  itemId: z.uuid(),
  number: z.int().positive(),
  revision: z.int().positive(),
  method: z.string(),
  url: z.url(),
  idempotencyKey: z.string(),
  tokenGeneration: z.int().nullable(),
  probe: z.boolean(),
  isolated: z.boolean(),
  startedAt: time,
  endedAt: timeOrNull,
  /** Null while it runs. */
  outcome: z.looseObject({ kind: z.string() }).nullable(),
  counted: z.boolean(),
  report: z
    .strictObject({
      requestHeaders: headers,
      response: z
        .strictObject({
          status: z.int(),
          statusText: z.string(),
          httpVersion: z.string(),
          headers,
        })
        .nullable(),
      timings: z
        .strictObject({
          dns: phase,
          connect: phase,
          tls: phase,
          send: phase,
          firstByte: phase,
          receive: phase,
          total: z.number(),
        })
        .nullable(),
      bytesUp: z.int(),
      bytesDown: z.int(),
      progress: z.enum(['none', 'partial', 'complete']),
      error: z
        .strictObject({ class: z.string(), code: z.string(), message: z.string() })
        .nullable(),
      verdict: z
        .strictObject({
          accepted: z.boolean(),
          rule: z.string(),
          receipt: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
};

const bytes = z.int().nonnegative();
const truncated = z.enum(['cap', 'cut']).nullable();

/** `show`: each attempt with its answer's body, where that is text. */
export const shownItemOutput = itemWith({
  ...PERSON,
  /** Who wrote it, by the name that a server said. */
  person: z.strictObject({ name: z.string().nullable() }).nullable(),
  attempts: z.array(
    z.strictObject({
      ...attemptFields,
      body: z
        .strictObject({
          bytes,
          contentType: z.string().nullable(),
          truncated,
          text: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  /** Where values of it come from the answers to other items. */
  template: z
    .strictObject({
      values: z.array(
        z.strictObject({ wanted: z.string(), parent: z.uuid(), json: z.string().nullable() }),
      ),
      /** The URL as it was handed over, once the values are in it. */
      writtenUrl: z.string().nullable(),
    })
    .nullable(),
});

/** A line of `export`: of bodies only how large they were, and of people nothing. */
export const exportedItemOutput = itemWith({
  attempts: z.array(
    z.strictObject({
      ...attemptFields,
      answer: z.strictObject({ bytes, truncated }).nullable(),
    }),
  ),
});
