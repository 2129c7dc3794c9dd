import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';

/** The first thing that is wrong with an input's shape, as one of our errors. */
export function inputError(error: z.ZodError): OutboxError {
  const issue = deepest(error.issues);
  const path = issue?.path.map(String).join('.') ?? '';
  if (issue?.path.at(-1) === 'priority') {
    return outboxError('PRIORITY_INVALID', {
      value: JSON.stringify(issue.input ?? null).slice(0, 40),
    });
  }
  if (issue?.code === 'too_big' && path === 'requests') {
    return outboxError('BATCH_TOO_LARGE', { limit: Number(issue.maximum) });
  }
  return outboxError('INPUT_INVALID', { path, detail: issue?.message ?? 'not understood' });
}

/** Of the alternatives of a union, the one that got furthest says best what is wrong. */
function deepest(
  issues: readonly z.core.$ZodIssue[],
  base: readonly PropertyKey[] = [],
): z.core.$ZodIssue | null {
  let found: z.core.$ZodIssue | null = null;
  for (const issue of issues) {
    const path = [...base, ...issue.path];
    const here = { ...issue, path } as z.core.$ZodIssue;
    const inner =
      issue.code === 'invalid_union' && issue.path.at(-1) !== 'priority'
        ? issue.errors.map((alternative) => deepest(alternative, path)).reduce(longer, null)
        : null;
    found = longer(found, inner ?? here);
  }
  return found;
}

const longer = (a: z.core.$ZodIssue | null, b: z.core.$ZodIssue | null): z.core.$ZodIssue | null =>
  b === null || (a !== null && a.path.length >= b.path.length) ? a : b;
