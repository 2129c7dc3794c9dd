import { expect, test } from 'vitest';
import { secretsIn, withoutSecrets } from '../../../shared/outbox/redaction.ts';

test('what somebody could repeat of headers: values, tokens without their scheme, nothing short', () => {
  expect(
    secretsIn([
      ['authorization', 'Bearer a-token-of-some-length'],
      ['X-Api-Key', 'two words'],
      ['X-Device', '7'],
      ['Proxy-Authorization', 'Basic  YWRhOnNlY3JldA=='],
    ]),
  ).toEqual(['a-token-of-some-length', 'YWRhOnNlY3JldA==', 'two words']);
});

test('texts lose every occurrence at any depth, and nothing else is changed', () => {
  const bytes = new Uint8Array([1]);
  const value = {
    a: ['say s3cret-99 and s3cret-99', 5, null],
    b: { c: true, bytes, d: undefined },
  };
  expect(withoutSecrets(value, ['s3cret-99'])).toEqual({
    a: ['say [redacted] and [redacted]', 5, null],
    b: { c: true, bytes, d: undefined },
  });
  expect(withoutSecrets(value, [])).toBe(value);
});
