import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Placeholder } from '../../../shared/outbox/placeholder.ts';
import type { StoredBody } from '../../../shared/outbox/request.ts';
import { type CheckedBody, checkUrl, type ReadUrl } from '../check-request.ts';
import type { FillProblem } from './fill.ts';
import { type Fillable, fillRequest } from './fill-request.ts';
import { templateUrl } from './fill-url.ts';

/** A request, and the placeholders in it, each once. Without any it is what is sent. */
export interface Looked<Body extends CheckedBody | StoredBody> {
  readonly wanted: readonly Placeholder[];
  readonly request: Fillable<Body>;
}

/**
 * Looks through a request as when it is filled in: what is wrong with a placeholder, or with where it stands, is known
 * when the request is handed over. PLACEHOLDER_INVALID, PLACEHOLDER_MISPLACED, SECRET_HEADER.
 */
export function lookThrough<Body extends CheckedBody | StoredBody>(
  request: Fillable<Body>,
  origin: string,
): Result<Looked<Body>, OutboxError> {
  const found = new Map<string, Placeholder>();
  const looked = fillRequest(request, origin, (wanted) => {
    found.set(wanted.text, wanted);
    return '0';
  });
  if (!looked.ok) return err(placeholderError(looked.error));
  const wanted = [...found.values()];
  return ok({ wanted, request: wanted.length === 0 ? looked.value : request });
}

/** A URL as `checkUrl` reads it, with placeholders in its path and its query. */
export const readTemplateUrl: ReadUrl = (text) => {
  const url = templateUrl(text, checkUrl);
  if (url.ok) return url;
  if ('kind' in url.error) return err(placeholderError(url.error));
  const { code, params } = url.error;
  // As it was given, not as it was checked.
  return err(outboxError(code, 'url' in params ? { ...params, url: text.slice(0, 200) } : params));
};

function placeholderError(problem: FillProblem): OutboxError {
  switch (problem.kind) {
    case 'unreadable': {
      const { code, text, detail } = problem.problem;
      return code === 'SECRET_HEADER'
        ? outboxError('SECRET_HEADER', { header: detail })
        : outboxError('PLACEHOLDER_INVALID', { placeholder: text, detail });
    }
    case 'misplaced':
      return outboxError('PLACEHOLDER_MISPLACED', {
        placeholder: problem.wanted,
        where: problem.where,
      });
    case 'missing':
      return outboxError('PLACEHOLDER_INVALID', { placeholder: problem.wanted, detail: '' });
    case 'unfit':
      return outboxError('PLACEHOLDER_MISPLACED', {
        placeholder: problem.wanted,
        where: `its ${problem.place}`,
      });
    default:
      return assertNever(problem);
  }
}
