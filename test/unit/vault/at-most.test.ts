import { describe, expect, test } from 'vitest';
import { atMost } from '../../../electron/adapters/vault/at-most.ts';

describe('at most two at a time', () => {
  test('never runs a third, keeps the order, and answers each with its own result', async () => {
    const inTurn = atMost(2);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const task = (n: number) => async () => {
      begun.push(n);
      running += 1;
      most = Math.max(most, running);
      await new Promise((turn) => setImmediate(turn));
      running -= 1;
      return n * 10;
    };
    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => inTurn(task(n))));
    expect(results).toEqual([10, 20, 30, 40, 50]);
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  test('goes on after a task that failed', async () => {
    const inTurn = atMost(1);
    const failed = inTurn(() => Promise.reject(new Error('no')));
    const next = inTurn(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
