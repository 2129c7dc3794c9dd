import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { issueWords } from '../../shared/contracts/issue-words.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';

type Issue = z.core.$ZodIssue;

/** An input as its schema reads it, or the first thing that is wrong with its shape, as one of our errors. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Result<z.output<Schema>, OutboxError> {
  const parsed = schema.safeParse(input, { reportInput: true, error: issueWords });
  return parsed.success ? ok(parsed.data) : err(inputError(parsed.error));
}

function inputError(error: z.ZodError): OutboxError {
  const issue = worst(error.issues);
  const path = issue?.path.map(String).join('.') ?? '';
  if (issue?.path.at(-1) === 'priority') {
    return outboxError('PRIORITY_INVALID', {
      value: JSON.stringify(issue.input ?? null).slice(0, 40),
    });
  }
  if (issue?.code === 'too_big' && path === 'requests') {
    return outboxError('BATCH_TOO_LARGE', { limit: Number(issue.maximum) });
  }
  const message = issue?.message ?? 'it does not have the right form';
  return outboxError('INPUT_INVALID', {
    path,
    detail: path === '' ? message : message.replace(/^it /, ''),
  });
}

/** What lies deepest says best what is wrong; a wrong name comes before the right one that is missing for it. */
function worst(issues: readonly Issue[], base: readonly PropertyKey[] = []): Issue | null {
  let found: Issue | null = null;
  for (const issue of issues) {
    const path = [...base, ...issue.path];
    const here = { ...issue, path } as Issue;
    const inner =
      issue.code === 'invalid_union' && issue.path.at(-1) !== 'priority'
        ? likeliest(issue.errors, path)
        : null;
    const one = inner ?? here;
    const isBetter =
      found === null ||
      depth(one) > depth(found) ||
      (depth(one) === depth(found) && isWrongName(one) && !isWrongName(found));
    if (isBetter) found = one;
  }
  return found;
}

/** Of the alternatives of a union, the one that got furthest, and there the one with the least to be said against. */
function likeliest(
  alternatives: readonly (readonly Issue[])[],
  base: readonly PropertyKey[],
): Issue | null {
  const bySize = alternatives.toSorted((a, b) => a.length - b.length);
  return bySize
    .map((issues) => worst(issues, base))
    .reduce((a, b) => (b === null || (a !== null && depth(a) >= depth(b)) ? a : b), null);
}

const isWrongName = (issue: Issue): boolean => issue.code === 'unrecognized_keys';

/** The wrong name itself is what an unknown key is about, one step below the object that has it. */
const depth = (issue: Issue): number => issue.path.length + (isWrongName(issue) ? 1 : 0);
