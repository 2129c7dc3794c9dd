import { expect, test } from 'vitest';
import { AFTER_FAILURE, mayStartAgain } from '../../../electron/main/shell/after-failure.ts';

test('what failed is started again, but not over and over', () => {
  expect(mayStartAgain({ args: [], uptimeMs: 10 })).toBe(true);
  expect(mayStartAgain({ args: [AFTER_FAILURE], uptimeMs: 59_999 })).toBe(false);
  expect(mayStartAgain({ args: [AFTER_FAILURE], uptimeMs: 60_000 })).toBe(true);
});
