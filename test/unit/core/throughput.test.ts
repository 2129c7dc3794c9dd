import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { applyRetention } from '../../../electron/core/retention.ts';
import { throughputOf } from '../../../electron/core/throughput.ts';
import { ok } from '../../../shared/lang/result.ts';
import { newItem, openAttempt, request } from '../../support/item-fixtures.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';

const MINUTE = 60_000;

async function filledStore() {
  const store = createMemoryStore();
  await store.write((tx) => {
    for (const [n, minute] of [4, 10, 11, 14].entries()) {
      const id = `i${n}`;
      tx.insert(newItem({ id }), request(), [], minute * MINUTE);
      tx.openAttempt(openAttempt(id, 1));
      tx.closeAttempt(id, 1, {
        endedAt: minute * MINUTE,
        outcome:
          n === 1 ? { kind: 'incomplete', code: 'EPIPE' } : { kind: 'delivered', status: 200 },
        counted: false,
        report: null,
        body: null,
      });
    }
    return ok(null);
  });
  return store;
}

const filled = async () => (await filledStore()).read;

test('minutes are put together in spans that begin at multiples of their length', async () => {
  const read = await filled();
  const spans = { spanMs: 5 * MINUTE, points: 3 };
  const points = [
    { at: 5 * MINUTE, delivered: 0, failed: 0, backlog: null },
    { at: 10 * MINUTE, delivered: 2, failed: 1, backlog: 4 },
    { at: 15 * MINUTE, delivered: 0, failed: 0, backlog: 4 },
  ];
  expect(throughputOf(read, spans, 15 * MINUTE)).toEqual(points);
  expect(throughputOf(read, spans, 20 * MINUTE - 1)).toEqual(points);
  expect(throughputOf(read, spans, 20 * MINUTE).map(({ at }) => at / MINUTE)).toEqual([10, 15, 20]);
});

test('the newest span ends with what is open now, whatever was written down', async () => {
  const store = createMemoryStore();
  expect(throughputOf(store.read, { spanMs: MINUTE, points: 2 }, 0)).toEqual([
    { at: -MINUTE, delivered: 0, failed: 0, backlog: null },
    { at: 0, delivered: 0, failed: 0, backlog: 0 },
  ]);
});

test('a minute from after now, by a clock that was set back, is left out', async () => {
  const read = await filled();
  const points = throughputOf(read, { spanMs: 5 * MINUTE, points: 1 }, 6 * MINUTE);
  expect(points).toEqual([{ at: 5 * MINUTE, delivered: 0, failed: 0, backlog: 4 }]);
});

test('minutes are kept for a week', async () => {
  const week = 7 * 24 * 60 * MINUTE;
  const store = await filledStore();
  const { vault } = createOutboxBench().commandDeps;
  await applyRetention(store, vault, week + 11 * MINUTE, DEFAULT_POLICY);
  expect(store.read.minutes(0).map(({ at }) => at / MINUTE)).toEqual([11, 14]);
});
