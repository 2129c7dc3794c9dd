import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';

/** The code of a failed system call. Anything else that was thrown is a bug and is thrown on. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  throw error;
}

/** Why a caller's file cannot be had. */
export function sourceFailure(error: unknown, path: string): OutboxError {
  const detail = errnoOf(error);
  switch (detail) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE': // a NUL in the path
      return outboxError('FILE_NOT_FOUND', { path });
    default:
      return outboxError('FILE_UNREADABLE', { path, detail });
  }
}

/** Why the profile folder cannot take `bytes` bytes for the file at `path`. */
export function profileFailure(
  error: unknown,
  wanted: { readonly folder: string; readonly path: string; readonly bytes: number },
): OutboxError {
  const { folder, path, bytes } = wanted;
  const detail = errnoOf(error);
  switch (detail) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return outboxError('NO_SPACE', { path, bytes });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return outboxError('PROFILE_READ_ONLY', { path: folder });
    default:
      return outboxError('PROFILE_UNUSABLE', { path: folder, detail });
  }
}
