import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import {
  hasKeyring,
  hasLibrary,
  inKeyringSession,
  LIBRARIES,
} from '../../support/keyring-session.ts';
import { logIn } from '../../support/practice.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const libraries = await Promise.all(LIBRARIES.map(hasLibrary));
const isMissing =
  requirePart('a keyring (gnome-keyring, dbus)', hasKeyring) === 'skip' ||
  requirePart('a library for the keyring', libraries.includes(true)) === 'skip';

test.skipIf(isMissing)(
  'a locked keyring: doctor and sync --wait say so, which ends at once and delivers after somebody unlocked it',
  async () => {
    const practice = createPracticeServer();
    onTestFinished(() => practice.stop());
    const { url } = await practice.start();
    const { refreshToken } = await logIn(url, 'ada');
    const folder = tempFolder();
    const home = ['--home', join(folder, 'home'), '--output', 'json'];
    const refresh = { kind: 'oauth2', tokenUrl: `${url}/token`, clientId: 'app' };
    const account = { name: 'field', origins: [url], auth: { kind: 'bearer', refresh } };
    const sync = { outtray: ['sync', '--wait', ...home] };
    const answers = await inKeyringSession(
      [
        {
          outtray: ['account', 'add', '--from', '-', ...home],
          stdin: JSON.stringify(account),
        },
        {
          outtray: ['account', 'set-token', 'field', ...home],
          stdin: JSON.stringify({ refreshToken }),
        },
        { outtray: ['add', 'POST', `${url}/inbox/x?auth`, ...home] },
        'lock',
        { outtray: ['doctor', ...home] },
        sync,
        'unlock',
        sync,
      ],
      { home: folder, session: true },
    );
    const [found, foundCode, locked, lockedCode, unlocked, unlockedCode] = answers.slice(6);
    expect([answers[1], answers[3], answers[5]]).toEqual([0, 0, 0]);
    expect(cliOutput.doctor.parse(found).findings).toContainEqual(
      expect.objectContaining({
        code: 'KEYCHAIN_LOCKED',
        level: 'person',
        sentence: expect.stringContaining('Unlock it'),
      }),
    );
    expect(foundCode).toBe(3);
    expect(cliOutput.sync.parse(locked)).toMatchObject({
      end: 'stuck',
      reasons: [
        {
          items: 1,
          code: 'GATE_CLOSED',
          key: 'field',
          reason: { code: 'TOKEN_TROUBLE', detail: 'KEYCHAIN_LOCKED' },
          sentence: expect.stringContaining('the keychain is locked; unlock it'),
        },
      ],
    });
    expect(lockedCode).toBe(5);
    expect(unlocked).toMatchObject({ end: 'drained', delivered: 1, reasons: [] });
    expect(unlockedCode).toBe(0);
  },
);
