import { expect, test } from 'vitest';
import { checkKeychain } from '../../../electron/adapters/secrets/check-keychain.ts';
import { createFakeKeychain, type FakeKeychain } from '../../support/fake-keychain.ts';
import { createManualTime } from '../../support/manual-time.ts';

const inMood = (mood: FakeKeychain['mood']): FakeKeychain =>
  Object.assign(createFakeKeychain(), { mood });

const check = (...keychains: readonly (FakeKeychain | null)[]) =>
  checkKeychain(
    { timers: createManualTime().timers, credentialsFile: undefined },
    keychains.map((one) => async () => one),
  );

const [well, locked, failing] = [inMood('well'), inMood('locked'), inMood('failing')];

test.each([
  ['there is none', [null], 'none'],
  ['the only one does not work', [failing], 'none'],
  ['the only one is locked', [locked], 'locked'],
  ['one is locked, and the other does not work', [locked, failing], 'locked'],
  ['one does not work, and the other is locked', [failing, locked], 'locked'],
  ['one is locked, and the other works', [locked, well], 'works'],
] as const)('where %s', async (_, keychains, kind) => {
  expect(await check(...keychains)).toMatchObject({ kind });
});

test('an empty OUTTRAY_CREDENTIALS_FILE names no file', async () => {
  const options = { timers: createManualTime().timers, credentialsFile: '' };
  expect(await checkKeychain(options, [async () => well])).toEqual({
    kind: 'works',
    keptBy: well.keptBy,
  });
});
