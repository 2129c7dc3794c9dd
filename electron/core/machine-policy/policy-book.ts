import type { PolicyProblem } from '../../../shared/contracts/managed.ts';
import { isSameJson } from '../../../shared/lang/same-json.ts';
import { type PolicyInForce, UNMANAGED } from './in-force.ts';
import { readPolicy } from './read-policy.ts';

/** What was found where an administrator puts the policy. */
export type FoundPolicy =
  | { readonly kind: 'missing' }
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly detail: string };

/** Where an administrator puts the policy, and where the profile remembers what it said. */
export interface PolicyFiles {
  find(): FoundPolicy;
  /** The text that was last right here; null where there was none. */
  remembered(): string | null;
  /** Null forgets. */
  remember(text: string | null): Promise<void>;
}

/** The policy of this machine, as one process knows it. */
export interface PolicyBook {
  inForce(): PolicyInForce;
  /** Reads the file anew. */
  look(): PolicyInForce;
  /** For the owner of the profile: what is right now is what counts when the file is not. */
  remember(): Promise<void>;
  /** Told whenever what is in force has changed, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/**
 * A file that is not right leaves in force what it said when it last was. One that goes away does too until the next
 * start, since it may be about to be replaced, and what users have signed in with would be gone with its accounts.
 */
export function createPolicyBook(files: PolicyFiles): PolicyBook {
  let lastRight = files.remembered();
  let found = files.find();
  let known = judge(lastRight);
  const listeners = new Set<() => void>();

  function judge(before: string | null): PolicyInForce {
    switch (found.kind) {
      case 'missing':
        lastRight = null;
        return UNMANAGED;
      case 'text': {
        const read = readPolicy(found.text);
        if (!read.ok) return asBefore(found.file, read.error, before);
        lastRight = found.text;
        return { kind: 'policy', file: found.file, policy: read.value, problems: [] };
      }
      case 'unreadable':
        return asBefore(found.file, [{ kind: 'unreadable', detail: found.detail }], before);
    }
  }

  return {
    inForce: () => known,
    look() {
      const next = files.find();
      if (isSameJson(next, found)) return known;
      found = next;
      known =
        found.kind === 'missing' && known.kind === 'policy'
          ? { ...known, problems: [{ kind: 'gone' }] }
          : judge(lastRight);
      for (const listener of listeners) listener();
      return known;
    },
    async remember() {
      if (lastRight !== files.remembered()) await files.remember(lastRight);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function asBefore(
  file: string,
  problems: readonly PolicyProblem[],
  before: string | null,
): PolicyInForce {
  const read = before === null ? null : readPolicy(before);
  return read?.ok === true
    ? { kind: 'policy', file, policy: read.value, problems }
    : { kind: 'closed', file, problems };
}
