import { describe, expect, test } from 'vitest';
import { placeFor } from '../../../electron/adapters/vault/generation.ts';

describe('the place of a vault that is found', () => {
  const cases = [
    // its mark, holds files, new database
    ['mine', true, false, 'keep'],
    ['mine', false, false, 'keep'],
    ['mine', true, true, 'keep'],
    ['other', true, false, 'setAside'],
    ['other', true, true, 'setAside'],
    ['other', false, false, 'mark'],
    ['other', false, true, 'mark'],
    [null, true, false, 'mark'],
    [null, true, true, 'setAside'],
    [null, false, false, 'mark'],
    [null, false, true, 'mark'],
  ] as const;

  for (const [generation, holdsFiles, isNewDatabase, expected] of cases) {
    const database = isNewDatabase ? 'new' : 'known';
    const files = holdsFiles ? 'files' : 'nothing';
    test(`marked ${generation}, with ${files} in it, and a ${database} database: ${expected}`, () => {
      expect(placeFor({ generation, holdsFiles }, 'mine', isNewDatabase)).toBe(expected);
    });
  }
});
