import { expect, test } from 'vitest';
import { quotaResetMs } from '../../../electron/worker/classify/rate-limit.ts';

const limit = (value: string) => quotaResetMs([['RateLimit', value]]);

test.each([
  ['"default";r=0;t=30', 30_000],
  ['"default";r=1;t=30', null],
  ['"default";r=0', null],
  ['"default";t=30', null],
  ['"burst";r=0;t=5, "day";r=0;t=60, "month";r=9;t=900', 60_000],
  ['"a, b; c";r=0;t=7', 7_000],
  ['"default"; r=0; t=30', 30_000],
  ['limit=100, remaining=0, reset=50', 50_000],
  ['limit=100;remaining=0;reset=50', 50_000],
  ['limit=100, remaining=3, reset=50', null],
  ['"default";r=0;t=0', null],
  ['"default";r=0;t=-5', null],
  ['"default";r=0;t=1.5', null],
  ['"default";r=0;t=86400', 86_400_000],
  ['"default";r=0;t=86401', null],
  ['"default";r=0;t=1795000000', null],
  ['junk', null],
  ['', null],
])('RateLimit: %s', (value, expected) => {
  expect(limit(value)).toBe(expected);
});

test('the two fields of earlier drafts go together', () => {
  const both = (remaining: string, reset: string) =>
    quotaResetMs([
      ['ratelimit-remaining', remaining],
      ['RateLimit-Reset', reset],
    ]);
  expect(both('0', '12')).toBe(12_000);
  expect(both('4', '12')).toBeNull();
  expect(both('0', 'soon')).toBeNull();
  expect(quotaResetMs([['RateLimit-Reset', '12']])).toBeNull();
});

test('the fields that mean different things to different servers are not read', () => {
  expect(
    quotaResetMs([
      ['X-RateLimit-Remaining', '0'],
      ['X-RateLimit-Reset', '30'],
    ]),
  ).toBeNull();
});

test('a value of any length is read in no time', () => {
  const started = performance.now();
  for (const piece of ['a', '"', ';', ',', 'r=0', ' ', '\\']) limit(piece.repeat(16_000));
  expect(performance.now() - started).toBeLessThan(1_000);
});
