import { z } from 'zod';
import { PRIORITY_WORDS, type Priority } from '../outbox/priority.ts';

/**
 * What a caller hands over (design.md §7, §11). Shapes and types are checked here; meaning (URL, headers,
 * files, references) is checked by the core, which names what is wrong with a code of its own.
 */
const pathInput = z.strictObject({
  path: z.string().min(1),
  /** Keep pointing at the caller's file instead of copying it into the vault. */
  byReference: z.boolean().optional(),
});

/** What `uploads.begin` answered; it is used up with this. */
const uploadInput = z.strictObject({ upload: z.string().min(1) });

/** The file that the present revision has in that part, counted from 0, or as its raw body (null). */
const keptInput = z.strictObject({ kept: z.int().nonnegative().nullable() });

export const fileInput = z.union([pathInput, uploadInput]);

const editFileInput = z.union([pathInput, uploadInput, keptInput]);

const partInput = <File extends z.ZodType>(file: File) =>
  z.union([
    z.strictObject({ name: z.string(), value: z.string() }),
    z.strictObject({
      name: z.string(),
      file,
      filename: z.string().optional(),
      contentType: z.string().optional(),
    }),
  ]);

const bodyInput = <File extends z.ZodType>(file: File) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('json'),
      value: z.json().optional(),
      text: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string(),
      contentType: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('form'), fields: z.array(z.tuple([z.string(), z.string()])) }),
    z.strictObject({ kind: z.literal('multipart'), parts: z.array(partInput(file)) }),
    z.strictObject({ kind: z.literal('file'), file, contentType: z.string().optional() }),
  ]);

/** The body of an edit: it may keep files that are there. */
export const editBodyInput = bodyInput(editFileInput);

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

/**
 * Texts of the URL, of headers and of the body may have placeholders for values from the answers to other items
 * (`shared/outbox/placeholder.ts`), unless it is `literal`.
 */
export const requestInput = z.strictObject({
  method: z.string(),
  url: z.string(),
  headers: headersInput.optional(),
  body: bodyInput(fileInput).optional(),
  priority: priorityInput.optional(),
  account: z.string().min(1).optional(),
  ref: z.string().min(1).optional(),
  orderKey: z.string().min(1).optional(),
  /** Open items with the same one are the same thing to the caller; it orders them too. */
  dedupeKey: z.string().min(1).optional(),
  onDuplicate: z.enum(['append', 'replace', 'keep', 'reject']).optional(),
  after: z.array(z.string().min(1)).optional(),
  notBefore: timeInput.optional(),
  expiresAt: timeInput.optional(),
  title: z.string().optional(),
  labels: z.array(z.string()).optional(),
  unknownOutcome: z.enum(['retry', 'ask']).optional(),
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 plain characters, without spaces')
    .optional(),
  requestId: requestIdInput.optional(),
  /** Its texts are sent as they are: no value from another item's answer is filled in. */
  literal: z.boolean().optional(),
});

const jsonArrayText = z.union([z.string(), z.array(z.string())]);

/** Instead of a path, a file may be what `uploads.begin` answered. */
const jsonArrayFiles = z.union([z.string(), z.array(z.union([z.string(), uploadInput]))]);

/** The call of the Flutter package `ma_ng_outbox`, with its meaning (design.md §7). */
export const addToOutboxInput = z.strictObject({
  operation: z.string(),
  url: z.string(),
  payload: z.union([z.record(z.string(), z.json()), z.string()]).optional(),
  priority: priorityInput.optional(),
  primaryKey: z.string().optional(),
  filePathsJson: jsonArrayFiles.optional(),
  fileFieldsJson: jsonArrayText.optional(),
  requestId: requestIdInput.optional(),
});

export type RequestInput = z.infer<typeof requestInput>;
export type BodyInput = NonNullable<RequestInput['body']>;
export type PartInput = Extract<BodyInput, { kind: 'multipart' }>['parts'][number];
export type FileInput = z.infer<typeof fileInput>;
export type EditBodyInput = z.infer<typeof editBodyInput>;
export type EditPartInput = Extract<EditBodyInput, { kind: 'multipart' }>['parts'][number];
export type EditFileInput = z.infer<typeof editFileInput>;
export type AddToOutboxInput = z.infer<typeof addToOutboxInput>;

/** The number behind either way of writing a priority. */
export function priorityOf(input: NonNullable<RequestInput['priority']>): Priority {
  return typeof input === 'number' ? input : PRIORITY_WORDS[input];
}
