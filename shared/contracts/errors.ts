/** Stable codes of everything that can be wrong with what a caller asks. Sentences: `messages/error-sentences.ts`. */
export const ERROR_CODES = [
  // the request
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
  'BODY_NOT_JSON',
  'JSON_PLACE_MISSING',
  'PART_INVALID',
  'PRIORITY_INVALID',
  'EXPIRES_TOO_SOON',
  'FILE_LISTS_UNEQUAL',
  'FILE_NOT_FOUND',
  'FILE_NOT_REGULAR',
  'FILE_UNREADABLE',
  'FILE_CHANGED',
  'FILE_NEEDS_CAPABILITY',
  'REF_UNKNOWN',
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_AMBIGUOUS',
  'DUPLICATE',
  'FILE_DIFFERS',
  'CHECK_NOT_POSSIBLE',
  'JSONL_INVALID',
  'BATCH_UNKNOWN',
  'BATCH_ORDER',
  'BATCH_TOO_LARGE',
  'SEARCH_INVALID',
  'UPLOAD_UNKNOWN',
  'UPLOAD_OFFSET',
  // the queue
  'ITEM_NOT_FOUND',
  'BODY_NOT_KEPT',
  'ITEM_SENDING',
  'ITEM_STATE',
  'SERVER_ASKED',
  'UNDO_EXPIRED',
  'TIMED_OUT',
  'CURSOR_INVALID',
  'SECRETS_UNCONFIRMED',
  'RESYNC',
  'ACCOUNT_NOT_FOUND',
  'ACCOUNT_KIND',
  'NO_KEYCHAIN',
  'SIGN_IN_UNAVAILABLE',
  'SIGN_IN_REFUSED',
  'SIGN_IN_FAILED',
  'SIGN_IN_TIMED_OUT',
  'SIGN_IN_OVER',
  'PRACTICE_UNAVAILABLE',
  'SETTINGS_INVALID',
  // what an embedded app may do
  'APP_UNKNOWN',
  'TARGET_NOT_GRANTED',
  'PRIORITY_NOT_GRANTED',
  'ACCOUNT_NOT_GRANTED',
  'FILES_NOT_GRANTED',
  'SIZE_NOT_GRANTED',
  'QUOTA_OPEN',
  'QUOTA_DAY',
  'TOKENS_NOT_GRANTED',
  'APPS_NEED_WINDOWS',
  // the profile folder
  'NO_SPACE',
  'PROFILE_READ_ONLY',
  'PROFILE_IN_USE',
  'PROFILE_NEWER',
  'PROFILE_OLDER',
  'PROFILE_UNUSABLE',
  // the running host
  'HOST_NOT_RUNNING',
  'HOST_STOPPED',
  'HOST_OTHER_VERSION',
  'HOST_NOT_TRUSTED',
  'SOCKET_UNUSABLE',
  'PAGE_UNAVAILABLE',
  'CALL_TOO_LARGE',
  // the caller
  'COMMAND_NEEDS_NODE',
  'ABORTED',
  'NOT_ALLOWED',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An expected failure as it crosses every boundary: a code, and what the sentence needs. */
export interface OutboxError {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export const outboxError = (
  code: ErrorCode,
  params: Readonly<Record<string, string | number>> = {},
): OutboxError => ({ code, params });
