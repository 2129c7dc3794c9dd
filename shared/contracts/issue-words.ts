import { z } from 'zod';
import { inputWords } from '../messages/input-words.ts';

/** What is wrong with one place of an input, for zod's `error` option. Never quotes what was given. */
export const issueWords = (issue: z.core.$ZodRawIssue): string => {
  const words = inputWords({ ...issue, known: knownKeys(issue.inst) });
  return issue.path?.length ? words : `it ${words}`;
};

const knownKeys = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
