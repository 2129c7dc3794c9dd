import { expect, test } from 'vitest';
import { jsonRows } from '../../../../renderer/bodies/json-rows.ts';
import { treeMove } from '../../../../renderer/bodies/tree-keys.ts';

// 0 root, 1 a (open), 2 a/b, 3 c (closed)
const rows = jsonRows({ a: { b: 1 }, c: [1] }, new Set(['', '/a']));

test.for([
  [0, 'ArrowDown', { kind: 'focus', at: 1 }],
  [0, 'ArrowUp', { kind: 'focus', at: 0 }],
  [3, 'ArrowDown', { kind: 'focus', at: 3 }],
  [0, 'End', { kind: 'focus', at: 3 }],
  [3, 'Home', { kind: 'focus', at: 0 }],
  [1, 'ArrowRight', { kind: 'focus', at: 2 }],
  [3, 'ArrowRight', { kind: 'open', id: '/c' }],
  [2, 'ArrowRight', null],
  [1, 'ArrowLeft', { kind: 'close', id: '/a' }],
  [2, 'ArrowLeft', { kind: 'focus', at: 1 }],
  [3, 'ArrowLeft', { kind: 'focus', at: 0 }],
  [3, 'Enter', { kind: 'open', id: '/c' }],
  [1, ' ', { kind: 'close', id: '/a' }],
  [2, 'Enter', null],
  [1, 'x', null],
] as const)('line %i, %s', ([at, key, move]) => {
  expect(treeMove(rows, at, key)).toEqual(move);
});
