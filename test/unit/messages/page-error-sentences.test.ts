import { expect, test } from 'vitest';
import { ERROR_CODES, type ErrorCode, outboxError } from '../../../shared/contracts/errors.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';
import {
  pageErrorSentence,
  unreadSentence,
} from '../../../shared/messages/page-error-sentences.ts';

/** Those of starting, and of calls that only the command line makes. */
const NOT_IN_THE_WINDOW = new Set<ErrorCode>([
  'PROFILE_READ_ONLY',
  'PROFILE_IN_USE',
  'PROFILE_NEWER',
  'PROFILE_UNUSABLE',
  'HOST_OTHER_VERSION',
  'HOST_NOT_TRUSTED',
  'SOCKET_UNUSABLE',
  'PAGE_UNAVAILABLE',
  'BATCH_UNKNOWN',
  'BATCH_ORDER',
  'BATCH_TOO_LARGE',
  'TIMED_OUT',
]);

const SHOWN = ERROR_CODES.filter((code) => !NOT_IN_THE_WINDOW.has(code));

test.each(SHOWN)('%s is told in a whole sentence, without the command line', (code) => {
  const sentence = pageErrorSentence(outboxError(code, { detail: 'it is so', path: 'a' }));
  expect(sentence).toMatch(/^[^a-z].*[.!?]$/);
  expect(sentence).not.toMatch(/outtray|--\w|\bhost\b/);
});

test('what a call without an answer came to is not claimed to be known', () => {
  const told = (begun: string) => pageErrorSentence(outboxError('HOST_STOPPED', { begun }));
  expect(told('no')).toContain('nothing was done');
  expect(told('perhaps')).toContain('look whether it was done');
  // Nothing is begun by reading.
  expect(unreadSentence(outboxError('HOST_STOPPED', { begun: 'perhaps' }))).toBe(
    'OutTray does not answer at the moment.',
  );
});

test('a credentials file that cannot be used is no missing keychain', () => {
  const error = outboxError('NO_KEYCHAIN', { reason: 'CREDENTIALS_FILE', detail: 'it is so' });
  for (const sentence of [errorSentence(error), pageErrorSentence(error)]) {
    expect(sentence).toMatch(/^the file .* cannot be used: it is so; /i);
  }
  expect(pageErrorSentence(error)).not.toContain('OUTTRAY_');
});
