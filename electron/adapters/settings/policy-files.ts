import { readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundPolicy, PolicyFiles } from '../../core/machine-policy/policy-book.ts';
import { codeOf, replaceFile } from './replace-file.ts';

/**
 * The first of the places where something stands has the policy, whatever it is: what cannot be read there is no
 * reason to look further. What it said is remembered in the profile folder.
 */
export function policyFiles(places: readonly string[], folder: string): PolicyFiles {
  const memory = join(folder, 'last-policy.json');
  return {
    find() {
      for (const place of places) {
        const found = findAt(place);
        if (found.kind !== 'missing') return found;
      }
      return { kind: 'missing' };
    },
    remembered() {
      const found = findAt(memory);
      return found.kind === 'text' ? found.text : null;
    },
    async remember(text) {
      // Where it cannot be written, nothing is remembered; the policy itself is in force all the same.
      if (text === null) await rm(memory, { force: true }).catch(() => {});
      else await replaceFile(memory, text);
    },
  };
}

function findAt(file: string): FoundPolicy {
  try {
    return { kind: 'text', file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const detail = codeOf(error);
    return detail === 'ENOENT' || detail === 'ENOTDIR'
      ? { kind: 'missing' }
      : { kind: 'unreadable', file, detail };
  }
}

/** Whether others than the system's administrators may write a policy file; on Windows its ACL says so, which we do not read. */
export function isOpenToUsers(file: string): boolean {
  if (process.platform === 'win32') return false;
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && (stats.uid !== 0 || (stats.mode & 0o022) !== 0);
}
