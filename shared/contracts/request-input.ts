import { z } from 'zod';
import { PRIORITY_WORDS, type Priority } from '../outbox/priority.ts';

/**
 * What a caller hands over (design.md §7, §11). Shapes and types are checked here; meaning (URL, headers,
 * files, references) is checked by the core, which names what is wrong with a code of its own.
 */
const fileInput = z.strictObject({
  path: z.string().min(1),
  /** Keep pointing at the caller's file instead of copying it into the vault. */
  byReference: z.boolean().optional(),
});

const partInput = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({
    name: z.string(),
    file: fileInput,
    filename: z.string().optional(),
    contentType: z.string().optional(),
  }),
]);

const bodyInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('json'),
    value: z.json().optional(),
    text: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), contentType: z.string().optional() }),
  z.strictObject({ kind: z.literal('form'), fields: z.array(z.tuple([z.string(), z.string()])) }),
  z.strictObject({ kind: z.literal('multipart'), parts: z.array(partInput) }),
  z.strictObject({ kind: z.literal('file'), file: fileInput, contentType: z.string().optional() }),
]);

const priorityInput = z.union(
  [z.literal([1, 2, 3, 4]), z.enum(['low', 'normal', 'high', 'urgent'])],
  { error: 'priority' },
);

const headersInput = z.union([
  z.record(z.string(), z.string()),
  z.array(z.tuple([z.string(), z.string()])),
]);

/** A time: milliseconds since 1970 UTC or an ISO 8601 text with its zone. */
const timeInput = z.union([z.int().nonnegative(), z.iso.datetime({ offset: true })]);

const requestIdInput = z.string().min(1).max(255);

export const requestInput = z.strictObject({
  method: z.string(),
  url: z.string(),
  headers: headersInput.optional(),
  body: bodyInput.optional(),
  priority: priorityInput.optional(),
  account: z.string().min(1).optional(),
  ref: z.string().min(1).optional(),
  orderKey: z.string().min(1).optional(),
  after: z.array(z.string().min(1)).optional(),
  notBefore: timeInput.optional(),
  expiresAt: timeInput.optional(),
  title: z.string().optional(),
  labels: z.array(z.string()).optional(),
  unknownOutcome: z.enum(['retry', 'ask']).optional(),
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional(),
  requestId: requestIdInput.optional(),
});

const jsonArrayText = z.union([z.string(), z.array(z.string())]);

/** The call of the Flutter package `ma_ng_outbox`, with its meaning (design.md §7). */
export const addToOutboxInput = z.strictObject({
  operation: z.string(),
  url: z.string(),
  payload: z.union([z.record(z.string(), z.json()), z.string()]).optional(),
  priority: priorityInput.optional(),
  primaryKey: z.string().optional(),
  filePathsJson: jsonArrayText.optional(),
  fileFieldsJson: jsonArrayText.optional(),
  requestId: requestIdInput.optional(),
});

export type RequestInput = z.infer<typeof requestInput>;
export type BodyInput = z.infer<typeof bodyInput>;
export type PartInput = z.infer<typeof partInput>;
export type FileInput = z.infer<typeof fileInput>;
export type AddToOutboxInput = z.infer<typeof addToOutboxInput>;

/** The number behind either way of writing a priority. */
export function priorityOf(input: NonNullable<RequestInput['priority']>): Priority {
  return typeof input === 'number' ? input : PRIORITY_WORDS[input];
}
