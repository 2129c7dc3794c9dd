import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../../electron/adapters/store/migrations/index.ts';
import { makeOlderProfile } from '../../support/older-profile.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from './answers.ts';

test.each([1, SCHEMA_VERSION - 1])(
  'after an upgrade from schema %i every command works at once, also one that only reads',
  async (version) => {
    for (const name of ['list', 'status', 'settings list'] as const) {
      const home = join(tempFolder(), 'home');
      makeOlderProfile(home, version);
      expect(await answer(name, [], { home })).toMatchObject({ code: 0, stderr: '' });
    }
  },
);
