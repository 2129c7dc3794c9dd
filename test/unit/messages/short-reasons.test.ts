import { expect, test } from 'vitest';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import { anItem } from '../../support/builders.ts';

const NOW = 1_000_000;

const waiting = (
  after: 'notSent' | 'busy' | 'unknown' | 'incomplete' | 'suspect',
  detail: string,
) =>
  stateWords(
    anItem(
      {},
      {
        state: 'waiting',
        dueAt: NOW + 3_000,
        floorAt: null,
        reason: { code: 'BACKOFF', after, detail },
      },
    ),
    NOW,
  );

test.each([
  ['notSent', 'ECONNREFUSED', 'not reached'],
  ['notSent', 'CERT_HAS_EXPIRED', 'certificate not trusted'],
  ['notSent', 'PROXY_407', 'proxy sign-in'],
  ['busy', '503', 'server trouble'],
  ['unknown', 'ECONNRESET', 'no answer'],
  ['incomplete', 'EPIPE', 'connection broke'],
  ['suspect', 'HTML_INSTEAD', 'web page instead'],
] as const)('a wait after %s (%s) is told in words: %s', (after, detail, words) => {
  expect(waiting(after, detail)).toBe(`waiting, ${words}, in 3 s`);
});

test('a wait that is over to the second is over', () => {
  const item = anItem(
    {},
    {
      state: 'waiting',
      dueAt: NOW + 400,
      floorAt: null,
      reason: { code: 'NOT_BEFORE' },
    },
  );
  expect(stateWords(item, NOW)).toBe('waiting, now');
});

test('what may have arrived says so', () => {
  expect(stateWords(anItem({}, { state: 'unconfirmed', since: 1 }), NOW)).toBe(
    'unconfirmed, may have arrived',
  );
});
