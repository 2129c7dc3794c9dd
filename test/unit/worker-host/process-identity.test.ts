import { describe, expect, test } from 'vitest';
import { fromPs, startTicks } from '../../../electron/adapters/worker-host/process-identity.ts';

const stat = (name: string, state: string) =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 11 0 987654 1 2 3 4 5`;

describe('the start time in /proc/PID/stat', () => {
  test('is field 22', () => {
    expect(startTicks(stat('node', 'S'))).toBe('987654');
    expect(startTicks(stat('node', 'T'))).toBe('987654');
  });

  test('is found behind any program name', () => {
    expect(startTicks(stat('a) S 1 2 3 (b', 'R'))).toBe('987654');
    expect(startTicks(stat('', 'R'))).toBe('987654');
  });

  test('is none for a zombie and for a dead process', () => {
    for (const state of ['Z', 'X', 'x']) expect(startTicks(stat('node', state))).toBeNull();
  });

  test('is none in a text that is cut', () => {
    expect(startTicks('')).toBeNull();
    expect(startTicks('4242 (node) S 1 4242')).toBeNull();
  });
});

describe('the start time from ps', () => {
  test('is the words after the state', () => {
    expect(fromPs('Ss   Mon Nov 23 03:25:11 2026    \n')).toBe('Mon Nov 23 03:25:11 2026');
  });

  test('is none for a zombie and for no answer', () => {
    expect(fromPs('Z+   Mon Nov 23 03:25:11 2026\n')).toBeNull();
    expect(fromPs('')).toBeNull();
    expect(fromPs('\n')).toBeNull();
  });
});
