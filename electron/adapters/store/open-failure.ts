import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { failureOf } from './failures.ts';

/** Why a profile folder cannot be opened; null when the error is a mistake of ours. */
export function openFailure(error: unknown, folder: string): OutboxError | null {
  const failure = failureOf(error);
  if (failure !== null) return outboxError(failure.code, { ...failure.params, folder });
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  switch (code) {
    case null:
      return null;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return outboxError('PROFILE_READ_ONLY', { folder, detail: code });
    case 'ENOSPC':
    case 'EDQUOT':
      return outboxError('NO_SPACE', { folder, detail: code });
    default:
      return FROM_THE_SYSTEM.test(code)
        ? outboxError('PROFILE_UNUSABLE', { folder, detail: code })
        : null;
  }
}

/** `ENOTDIR`, `EIO` and the like, as opposed to Node's own `ERR_…`. */
const FROM_THE_SYSTEM = /^E(?!RR_)[A-Z0-9]+$/;
