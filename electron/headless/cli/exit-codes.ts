import type { ErrorCode } from '../../../shared/contracts/errors.ts';

/** What the process ends with (README.md). Scripts rely on these numbers. */
export const EXIT = {
  done: 0,
  ourFault: 1,
  usage: 2,
  attention: 3,
  noSuchItem: 4,
  profile: 5,
  timeout: 6,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_OF: Readonly<Record<ErrorCode, ExitCode>> = {
  INPUT_INVALID: EXIT.usage,
  METHOD_UNKNOWN: EXIT.usage,
  URL_INVALID: EXIT.usage,
  URL_NOT_HTTP: EXIT.usage,
  URL_CREDENTIALS: EXIT.usage,
  HEADER_INVALID: EXIT.usage,
  SECRET_HEADER: EXIT.usage,
  RESERVED_HEADER: EXIT.usage,
  BODY_NOT_ALLOWED: EXIT.usage,
  BODY_TOO_LARGE: EXIT.usage,
  JSON_INVALID: EXIT.usage,
  BODY_NOT_JSON: EXIT.usage,
  JSON_PLACE_MISSING: EXIT.usage,
  PART_INVALID: EXIT.usage,
  PRIORITY_INVALID: EXIT.usage,
  FILE_LISTS_UNEQUAL: EXIT.usage,
  FILE_NOT_FOUND: EXIT.usage,
  FILE_NOT_REGULAR: EXIT.usage,
  FILE_UNREADABLE: EXIT.usage,
  FILE_CHANGED: EXIT.usage,
  FILE_NEEDS_CAPABILITY: EXIT.usage,
  REF_UNKNOWN: EXIT.usage,
  ACCOUNT_UNKNOWN: EXIT.usage,
  ACCOUNT_AMBIGUOUS: EXIT.usage,
  SEARCH_INVALID: EXIT.usage,
  UPLOAD_UNKNOWN: EXIT.usage,
  UPLOAD_OFFSET: EXIT.usage,
  DUPLICATE: EXIT.usage,
  JSONL_INVALID: EXIT.usage,
  BATCH_UNKNOWN: EXIT.usage,
  BATCH_ORDER: EXIT.usage,
  BATCH_TOO_LARGE: EXIT.usage,
  ITEM_NOT_FOUND: EXIT.noSuchItem,
  BODY_NOT_KEPT: EXIT.usage,
  ITEM_SENDING: EXIT.usage,
  ITEM_STATE: EXIT.usage,
  CURSOR_INVALID: EXIT.usage,
  RESYNC: EXIT.usage,
  NO_SPACE: EXIT.profile,
  PROFILE_READ_ONLY: EXIT.profile,
  PROFILE_IN_USE: EXIT.profile,
  PROFILE_NEWER: EXIT.profile,
  PROFILE_UNUSABLE: EXIT.profile,
  ACCOUNT_KIND: EXIT.usage,
  ACCOUNT_NOT_FOUND: EXIT.usage,
  PRACTICE_UNAVAILABLE: EXIT.ourFault,
  NO_KEYCHAIN: EXIT.profile,
  SERVER_ASKED: EXIT.usage,
  SETTINGS_INVALID: EXIT.usage,
  UNDO_EXPIRED: EXIT.usage,
  TIMED_OUT: EXIT.timeout,
  HOST_STOPPED: EXIT.profile,
  HOST_OTHER_VERSION: EXIT.profile,
  HOST_NOT_TRUSTED: EXIT.profile,
  SOCKET_UNUSABLE: EXIT.profile,
  PAGE_UNAVAILABLE: EXIT.ourFault,
  CALL_TOO_LARGE: EXIT.usage,
  ABORTED: EXIT.interrupted,
  NOT_ALLOWED: EXIT.usage,
};

export const exitCodeOf = (code: ErrorCode | 'USAGE'): ExitCode =>
  code === 'USAGE' ? EXIT.usage : EXIT_OF[code];

/** As a shell would say it: 128 plus the number of the signal. */
export const exitCodeOfSignal = (signal: 'SIGINT' | 'SIGTERM'): ExitCode =>
  signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
