import type { BodyProblem } from '../../../shared/outbox/attempt-outcome.ts';

/** Carries a problem through a stream; it ends as the attempt's outcome and is never seen outside. */
export class BodyError extends Error {
  readonly problem: BodyProblem;

  constructor(problem: BodyProblem) {
    super(problem.code);
    this.name = 'BodyError';
    this.problem = problem;
  }
}

/** Trouble of this process, not of the file: the attempt fails, and another one may succeed. */
const TRANSIENT = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EINTR', 'ENOBUFS']);

const MISSING = new Set(['ENOENT', 'ENOTDIR']);

/** What an error of the file system says about the file; transient ones stay as they are. */
export function fileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error;
  if (TRANSIENT.has(error.code)) return error;
  return MISSING.has(error.code)
    ? new BodyError({ code: 'FILE_MISSING', file })
    : new BodyError({ code: 'FILE_UNREADABLE', file, detail: error.code });
}
