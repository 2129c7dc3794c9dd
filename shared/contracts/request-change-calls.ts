import { z } from 'zod';
import { JSON_POINTER } from '../lang/json-pointer.ts';
import { BULK_ERRORS, type BulkResult } from './bulk-result.ts';
import { call, OWN } from './call.ts';
import { on } from './selection.ts';

/** One change to the requests of many items. */
const changeInput = z.discriminatedUnion('kind', [
  /** A null value takes the header away. */
  z.strictObject({
    kind: z.literal('header'),
    name: z.string().min(1),
    value: z.string().nullable(),
  }),
  /** A value in JSON bodies in place of the one at a JSON pointer; items without that place are refused. */
  z.strictObject({
    kind: z.literal('json'),
    pointer: z.string().regex(JSON_POINTER, 'not a JSON pointer (RFC 6901)'),
    value: z.json(),
  }),
]);

export type RequestChange = z.infer<typeof changeInput>;

export interface ChangePreview {
  /** Items that would be changed, are so already, and would be refused. */
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
  /** The first twenty. */
  readonly examples: readonly {
    readonly id: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** The requests of many items, changed in one way. */
export const requestChangeCalls = {
  previewChange: call<ChangePreview>()({
    input: on({ change: changeInput }),
    callers: OWN,
    errors: [
      'INPUT_INVALID',
      'SEARCH_INVALID',
      'HEADER_INVALID',
      'SECRET_HEADER',
      'RESERVED_HEADER',
    ],
    repeatable: 'always',
  }),
  /** A new revision of each, by the same rules as `edit`; what is so already counts as done and is left alone. */
  changeMany: call<BulkResult>()({
    input: on({ change: changeInput }),
    callers: OWN,
    errors: [...BULK_ERRORS, 'HEADER_INVALID', 'SECRET_HEADER', 'RESERVED_HEADER'],
  }),
  /** A new revision of each under that account; items of another server are refused. */
  assignAccount: call<BulkResult>()({
    input: on({ account: z.string().min(1) }),
    callers: OWN,
    errors: [...BULK_ERRORS, 'ACCOUNT_UNKNOWN'],
  }),
} as const;
