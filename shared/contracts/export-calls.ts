import { z } from 'zod';
import { call, OWN } from './call.ts';
import type { Har } from './har.ts';
import { itemId } from './selection.ts';

/**
 * The secret headers and URL parameters that an item itself brought, as they were given: only for who asks twice, SECRETS_UNCONFIRMED for
 * who asks once. Secrets of accounts are never handed out.
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
} as const;
