import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { addToOutboxInput, requestInput } from './request-input.ts';

/** Either way of handing a request over; the compatibility call is told by its `operation`. */
export const handoverInput = z.union([requestInput, addToOutboxInput]);
export type HandoverInput = z.infer<typeof handoverInput>;

export interface Accepted {
  readonly id: string;
  readonly seq: number;
}

/** Requests in one call, which says at once when there are more: it does not look at each of them first. */
export const requestsInput = (most: number) =>
  z.array(z.unknown()).min(1).max(most).pipe(z.array(handoverInput)) as unknown as z.ZodType<
    HandoverInput[],
    z.input<typeof handoverInput>[]
  >;

/** What can be wrong with a request that is handed over. */
export const REQUEST_ERRORS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'METHOD_UNKNOWN',
  'URL_INVALID',
  'URL_NOT_HTTP',
  'URL_CREDENTIALS',
  'HEADER_INVALID',
  'HEADERS_TOO_MANY',
  'SECRET_HEADER',
  'RESERVED_HEADER',
  'BODY_NOT_ALLOWED',
  'BODY_TOO_LARGE',
  'JSON_INVALID',
  'PART_INVALID',
  'PRIORITY_INVALID',
  'EXPIRES_TOO_SOON',
  'FILE_LISTS_UNEQUAL',
  'FILE_NOT_FOUND',
  'FILE_NOT_REGULAR',
  'FILE_UNREADABLE',
  'FILE_CHANGED',
  'FILE_NEEDS_CAPABILITY',
  'UPLOAD_UNKNOWN',
  'REF_UNKNOWN',
  'REF_LATER',
  'REF_CYCLE',
  'PLACEHOLDER_INVALID',
  'PLACEHOLDER_MISPLACED',
  'VALUE_MISSING',
  'DUPLICATE',
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_AMBIGUOUS',
  'APP_UNKNOWN',
  'TARGET_NOT_GRANTED',
  'PRIORITY_NOT_GRANTED',
  'ACCOUNT_NOT_GRANTED',
  'FILES_NOT_GRANTED',
  'SIZE_NOT_GRANTED',
  'QUOTA_OPEN',
  'QUOTA_DAY',
  'ABORTED',
  'NO_SPACE',
  'VAULT_FULL',
  'PROFILE_READ_ONLY',
  'PROFILE_UNUSABLE',
];
