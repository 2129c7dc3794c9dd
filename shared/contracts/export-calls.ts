import { z } from 'zod';
import { bringsSecrets, EXPORT_FORMATS } from '../outbox/export-format.ts';
import { call, OWN } from './call.ts';
import type { Har } from './har.ts';
import { itemId, selectionInput } from './selection.ts';

export interface ExportPage {
  /** The texts of all pages one after another are the file. */
  readonly text: string;
  /** How many items this page tells of. */
  readonly items: number;
  readonly next: string | null;
}

/**
 * The secret headers and URL parameters that an item itself brought, as they were given: only for who asks twice,
 * SECRETS_UNCONFIRMED for who asks once. Secrets of accounts are never handed out.
 */
const withSecrets = {
  secrets: z.boolean().default(false),
  secretsConfirmed: z.boolean().default(false),
};

/** Items for other programs. */
export const exportCalls = {
  /** A command that sends the same request, bytes and key; secrets stand in it as `<redacted>`, in a URL as `REDACTED`. */
  curl: call<{ readonly text: string }>()({
    input: z.strictObject({
      id: itemId,
      shell: z.enum(['bash', 'powershell']).default('bash'),
      ...withSecrets,
    }),
    callers: OWN,
    errors: ['ITEM_NOT_FOUND', 'BODY_NOT_KEPT', 'SECRETS_UNCONFIRMED'],
    repeatable: 'always',
  }),
  /** The attempts of an item as an HTTP archive; without bodies, unless they are asked for, and without secrets. */
  har: call<Har>()({
    input: z.strictObject({ id: itemId, bodies: z.boolean().default(false), ...withSecrets }),
    callers: OWN,
    errors: ['ITEM_NOT_FOUND', 'SECRETS_UNCONFIRMED'],
    repeatable: 'always',
  }),
  /**
   * Items in a format for other programs, a page at a time, oldest first or as they are named: an item with its
   * attempts on a line of JSON, an item with its last attempt in a record of CSV, all attempts as one HTTP archive, or
   * a script of commands. Items that are added after the first page are not part of it.
   */
  export: call<ExportPage>()({
    input: z
      .strictObject({
        items: selectionInput,
        format: z.enum(EXPORT_FORMATS),
        bodies: z.boolean().default(false),
        ...withSecrets,
        /** `next` of a page of the same export. */
        after: z.string().optional(),
      })
      .refine(({ format, bodies }) => !bodies || format === 'har', {
        path: ['bodies'],
        message: 'goes with the format har',
      })
      .refine(({ format, secrets }) => !secrets || bringsSecrets(format), {
        path: ['secrets'],
        message: 'goes with the formats har, curl and powershell',
      }),
    callers: OWN,
    errors: ['SEARCH_INVALID', 'CURSOR_INVALID', 'SECRETS_UNCONFIRMED'],
    repeatable: 'always',
  }),
} as const;
