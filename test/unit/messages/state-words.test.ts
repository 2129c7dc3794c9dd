import { expect, test } from 'vitest';
import { countsWords } from '../../../shared/messages/state-words.ts';

const none = {
  queued: 0,
  waiting: 0,
  sending: 0,
  delivered: 0,
  attention: 0,
  unconfirmed: 0,
  held: 0,
  cancelled: 0,
};

test('only states that have items are told', () => {
  expect(countsWords(none)).toBeNull();
  expect(countsWords({ ...none, delivered: 3, attention: 1 })).toBe('3 delivered, 1 needs you');
  expect(countsWords({ ...none, waiting: 1, attention: 2 })).toBe('1 waiting, 2 need you');
});
