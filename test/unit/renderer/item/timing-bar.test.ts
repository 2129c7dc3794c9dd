import { expect, test } from 'vitest';
import { timingBar } from '../../../../renderer/item/timing-bar.ts';

const none = { dns: null, connect: null, tls: null, send: null, firstByte: null, receive: null };

test('phases follow one another, and those that never came are left out', () => {
  const { spans } = timingBar({ ...none, dns: 10, connect: 0, send: 40, total: 100 }, 200);
  expect(spans).toEqual([
    { phase: 'dns', ms: 10, start: 0, width: 5 },
    { phase: 'send', ms: 40, start: 5, width: 20 },
  ]);
});

test('a bar never ends outside of its place', () => {
  const { spans } = timingBar({ ...none, send: 80, firstByte: 80, total: 100 }, 50);
  const last = spans.at(-1);
  expect((last?.start ?? 0) + (last?.width ?? 0)).toBe(100);
});
