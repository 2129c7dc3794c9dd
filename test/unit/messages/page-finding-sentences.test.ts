import { expect, test } from 'vitest';
import { findingSentence } from '../../../shared/messages/finding-sentences.ts';
import { pageFindingSentence } from '../../../shared/messages/page-finding-sentences.ts';
import type { CredentialsFileTrouble } from '../../../shared/outbox/credentials-file.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';

const path = '/p';

const FILE_TROUBLES: readonly CredentialsFileTrouble[] = [
  { kind: 'missing' },
  { kind: 'openToOthers', mode: '0644' },
  { kind: 'notAFile' },
  { kind: 'tooLarge' },
  { kind: 'notCredentials' },
  { kind: 'unreadable', detail: 'EACCES' },
];

/** Those that say what to do, or name a command. */
const SAYING_WHAT_TO_DO: readonly Finding[] = [
  { code: 'FOLDER_MISSING', path },
  { code: 'FOLDER_NOT_A_FOLDER', path },
  { code: 'FOLDER_CLOSED', path, detail: 'EACCES' },
  { code: 'FOLDER_OPEN_TO_OTHERS', path, mode: '0755' },
  { code: 'FOLDER_OF_SOMEBODY_ELSE', path },
  { code: 'DATABASE_WORKS', bytes: 1, version: 1, items: 2 },
  { code: 'DATABASE_FOREIGN' },
  { code: 'ITEMS_NEED_DECISION', items: 1 },
  { code: 'KEYCHAIN_WELL', keptBy: 'credentials-file' },
  { code: 'KEYCHAIN_NONE', needed: true, detail: 'x' },
  { code: 'KEYCHAIN_LOCKED', needed: true, detail: 'x' },
  ...FILE_TROUBLES.flatMap((trouble): readonly Finding[] =>
    [path, null].map((file) => ({ code: 'CREDENTIALS_FILE_WRONG', needed: true, file, trouble })),
  ),
  { code: 'SIGN_IN_NEEDED', account: 'a', how: 'headers' },
  { code: 'SIGN_IN_NEEDED', account: 'a', how: 'bearer' },
  { code: 'SIGN_IN_NEEDED', account: 'a', how: 'browser' },
  { code: 'HOST_NONE' },
];

const COMMAND_LINE = /outtray |--home|chmod|OUTTRAY_|\bstdin\b|< tokens/;

test('the page names no commands, where the command line does', () => {
  for (const finding of SAYING_WHAT_TO_DO) {
    expect(pageFindingSentence(finding)).not.toMatch(COMMAND_LINE);
    expect(pageFindingSentence(finding)).toMatch(/^\S.*[.]$/);
  }
  const told = SAYING_WHAT_TO_DO.filter((one) => COMMAND_LINE.test(findingSentence(one)));
  expect(told.length).toBeGreaterThan(8);
});

test.each(FILE_TROUBLES)(
  'a credentials file is named where it is $kind, with what to do',
  (trouble) => {
    const wrong = { code: 'CREDENTIALS_FILE_WRONG', file: path, trouble } as const;
    for (const sentenceOf of [findingSentence, pageFindingSentence]) {
      const [needed, unneeded] = [true, false].map((one) => sentenceOf({ ...wrong, needed: one }));
      expect(needed).toMatch(/^The file \/p, .*: .*, and an account needs it\. [A-Z].*\.$/);
      expect(unneeded).toMatch(/^The file \/p, .*: .*; no account needs it\.$/);
    }
  },
);
