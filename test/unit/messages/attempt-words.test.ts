import { expect, test } from 'vitest';
import { attemptWords } from '../../../shared/messages/outcome-words.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';

test.each<readonly [string, string, AttemptOutcome | null, string]>([
  ['POST', 'POST', { kind: 'rejected', status: 404 }, 'refused, 404'],
  ['PUT', 'PUT', { kind: 'delivered', status: 200 }, 'delivered, 200'],
  ['GET', 'GET', { kind: 'delivered', status: 200 }, 'delivered, 200'],
  ['POST', 'GET', { kind: 'delivered', status: 200 }, 'asked whether it arrived: it did, 200'],
  ['POST', 'GET', { kind: 'rejected', status: 404 }, 'asked whether it arrived: it did not, 404'],
  ['PATCH', 'GET', { kind: 'rejected', status: 410 }, 'asked whether it arrived: it did not, 410'],
  ['POST', 'GET', { kind: 'rejected', status: 403 }, 'asked whether it arrived: refused, 403'],
  ['POST', 'GET', null, 'asked whether it arrived: not ended'],
])('of a %s, a %s that came to %j is told as that', (item, method, outcome, words) => {
  expect(attemptWords({ method, outcome }, { method: item })).toBe(words);
});
