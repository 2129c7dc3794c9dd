import { expect, test } from 'vitest';
import { chosenAfter, isWhole, NONE } from '../../../../renderer/queue/selection.ts';

test('everything is chosen when it was said so, and when each of them was', () => {
  const both = chosenAfter(NONE, { kind: 'these', ids: ['a', 'b'] });
  expect(isWhole(both, 2)).toBe(true);
  expect(isWhole(both, 3)).toBe(false);
  expect(isWhole(both, null)).toBe(false);
  expect(isWhole(chosenAfter(NONE, { kind: 'all' }), null)).toBe(true);
});
