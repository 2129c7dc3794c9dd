import { expect, test } from 'vitest';
import { sharedRun } from '../../../electron/core/diagnosis/shared-run.ts';

test('those who ask while it runs share one run; the next to ask begins another', async () => {
  const ends: ((value: number) => void)[] = [];
  const ask = sharedRun(() => new Promise<number>((resolve) => void ends.push(resolve)));
  const together = [ask(), ask()];
  expect(ends).toHaveLength(1);
  ends[0]?.(7);
  expect(await Promise.all(together)).toEqual([7, 7]);
  const later = ask();
  expect(ends).toHaveLength(2);
  ends[1]?.(8);
  expect(await later).toBe(8);
});

test('a run that failed is not shared with those who come after it', async () => {
  let runs = 0;
  const ask = sharedRun(async () => {
    runs += 1;
    if (runs === 1) throw new Error('no');
    return runs;
  });
  await expect(ask()).rejects.toThrow('no');
  expect(await ask()).toBe(2);
});
