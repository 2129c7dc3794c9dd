import { expect, test } from 'vitest';
import { findingSentence } from '../../../shared/messages/finding-sentences.ts';
import { pageFindingSentence } from '../../../shared/messages/page-finding-sentences.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';

const path = '/p';

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
