import { expect, test } from 'vitest';
import {
  cursorOf,
  exportCursorOf,
  exportPositionOf,
  positionOf,
} from '../../../electron/api/cursors.ts';

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

test('a cursor of an export leads back to its place', () => {
  const place = { written: true, newest: 40, at: 17 };
  expect(exportPositionOf(exportCursorOf(place))).toEqual(place);
  const unwritten = { ...place, written: false };
  expect(exportPositionOf(exportCursorOf(unwritten))).toEqual(unwritten);
});

test.each(['', '1', '1.40', '2.40.17', '1.40.17.3', '1.x.17', '1.40.-1', 'newest.0.1'])(
  '%s is no cursor of an export',
  (text) => {
    expect(exportPositionOf(text)).toBeNull();
  },
);
