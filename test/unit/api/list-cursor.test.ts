import { expect, test } from 'vitest';
import { cursorOf, positionOf } from '../../../electron/api/list-cursor.ts';

test('a cursor leads back to its place, in its own sort only', () => {
  const place = { rank: 3, seq: 17 };
  const cursor = cursorOf('priority', place);
  expect(positionOf('priority', cursor)).toEqual(place);
  expect(positionOf('size', cursor)).toBeNull();
});

test.each([
  '',
  '7',
  'newest',
  'newest.0',
  'newest.0.x',
  'newest.0.1.2',
  'newest.-1.2',
  'newest.0.1e3',
  'newest.0.99999999999999999',
])('%s is no cursor', (text) => {
  expect(positionOf('newest', text)).toBeNull();
});
