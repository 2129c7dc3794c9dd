import {
  createPolicyBook,
  type FoundPolicy,
  type PolicyBook,
  type PolicyFiles,
} from '../../electron/core/machine-policy/policy-book.ts';

export const POLICY_FILE = '/etc/outtray/policy.json';

/** A policy file, and what a profile remembers of it, in memory. */
export function policyInMemory(value?: unknown) {
  let found: FoundPolicy = { kind: 'missing' };
  let remembered: string | null = null;
  const files: PolicyFiles = {
    find: () => found,
    remembered: () => remembered,
    remember(text) {
      remembered = text;
      return Promise.resolve();
    },
  };
  const write = (text: string): void => void (found = { kind: 'text', file: POLICY_FILE, text });
  if (value !== undefined) write(JSON.stringify(value));
  return {
    files,
    /** A process that begins to look at it. */
    start: (): PolicyBook => createPolicyBook(files),
    lay: (next: unknown) => write(JSON.stringify(next)),
    write,
    lock: (detail: string) => void (found = { kind: 'unreadable', file: POLICY_FILE, detail }),
    take: () => void (found = { kind: 'missing' }),
    remembered: () => remembered,
  };
}
