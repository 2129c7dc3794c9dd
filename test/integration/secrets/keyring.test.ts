import { describe, expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import {
  hasKeyring,
  hasLibrary,
  inKeyringSession,
  LIBRARIES,
} from '../../support/keyring-session.ts';
import type { KillPoint } from '../../support/mortal-broker.ts';
import { logIn } from '../../support/practice.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ready = await Promise.all(
  LIBRARIES.map(async (library) => ({
    library,
    isMissing:
      requirePart('a keyring (gnome-keyring, dbus)', hasKeyring) === 'skip' ||
      requirePart(library, await hasLibrary(library)) === 'skip',
  })),
);

describe.each(ready)('a real keyring by $library', ({ library, isMissing }) => {
  test.skipIf(isMissing)(
    'has what an earlier process wrote, until it is deleted, and only for its profile',
    async () => {
      const answers = await inKeyringSession(
        [
          [library, 'set', 'p', 'ada', 'old'],
          [library, 'set', 'p', 'ada', 'r-ü€'],
          [library, 'get', 'p', 'ada'],
          [library, 'get', 'q', 'ada'],
          [library, 'delete', 'p', 'ada'],
          [library, 'get', 'p', 'ada'],
          [library, 'delete', 'p', 'ada'],
        ],
        { home: tempFolder(), session: true },
      );
      expect(answers).toEqual([
        { ok: true, value: library },
        { ok: true, value: library },
        { kind: 'found', refreshToken: 'r-ü€' },
        { kind: 'missing' },
        { ok: true, value: null },
        { kind: 'missing' },
        { ok: true, value: null },
      ]);
    },
  );

  test.skipIf(isMissing)('that is locked is unavailable, and never empty', async () => {
    const [, ...answers] = await inKeyringSession(
      [
        [library, 'set', 'p', 'ada', 'r'],
        'lock',
        [library, 'get', 'p', 'ada'],
        [library, 'set', 'p', 'ada', 'other'],
        [library, 'delete', 'p', 'ada'],
      ],
      { home: tempFolder(), session: true },
    );
    expect(answers).toMatchObject([
      { kind: 'unavailable', code: 'KEYCHAIN_LOCKED' },
      { ok: false, error: { code: 'KEYCHAIN_LOCKED' } },
      { ok: false, error: { code: 'KEYCHAIN_LOCKED' } },
    ]);
  });

  test.skipIf(isMissing)('that is not there at all is unavailable', async () => {
    const answers = await inKeyringSession(
      [
        [library, 'get', 'p', 'ada'],
        [library, 'set', 'p', 'ada', 'r'],
      ],
      { home: tempFolder(), session: false },
    );
    expect(answers).toMatchObject([
      { kind: 'unavailable', code: 'KEYCHAIN_FAILED' },
      { ok: false, error: { code: 'NO_KEYCHAIN' } },
    ]);
  });
});

/** What the next start comes to, and whether the server sees an old token again. */
const KILLS: readonly (readonly [KillPoint, string, number])[] = [
  ['before the call', 'ready', 0],
  ['after the rotation', 'signInNeeded', 1],
  ['before the write', 'signInNeeded', 1],
  ['after it', 'ready', 0],
];

describe.each(ready)(
  'kill -9 in a refresh over a real keyring by $library',
  ({ library, isMissing }) => {
    test.skipIf(isMissing).each(KILLS)(
      '%s: the next start is %s',
      async (point, state, reuseAlarms) => {
        const practice = createPracticeServer();
        onTestFinished(() => practice.stop());
        const { url } = await practice.start();
        const { refreshToken } = await logIn(url, 'ada');
        const broker = [`${url}/token`, library] as const;
        const [, kept, next] = await inKeyringSession(
          [
            [library, 'set', 'p', 'ada', refreshToken],
            { broker, dies: point },
            [library, 'get', 'p', 'ada'],
            { broker },
          ],
          { home: tempFolder(), session: true },
        );
        if (point === 'after it') expect(kept).not.toEqual({ kind: 'found', refreshToken });
        else expect(kept).toEqual({ kind: 'found', refreshToken });
        expect(kept).toMatchObject({ kind: 'found' });
        const saved = state === 'ready' ? [] : [{ state: 'signInNeeded' }];
        expect(next).toMatchObject({ state, saved });
        expect(practice.ledger.snapshot().signIns.reuseAlarms).toBe(reuseAlarms);
      },
    );
  },
);

test.skipIf(ready.some(({ isMissing }) => isMissing))(
  'what one library wrote the other does not see: who wrote it has to be remembered',
  async () => {
    const answers = await inKeyringSession(
      [
        ['keytar', 'set', 'p', 'ada', 'r'],
        ['napi-keyring', 'get', 'p', 'ada'],
      ],
      { home: tempFolder(), session: true },
    );
    expect(answers[1]).toEqual({ kind: 'missing' });
  },
);
