import { beforeEach, expect, it } from 'vitest';
import { carryOut } from '../../../electron/core/commands.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

let bench: OutboxBench;

beforeEach(async () => {
  bench = createOutboxBench();
  await bench.dispatcher.start();
});

const cancelAll = async (): Promise<void> => {
  await carryOut(bench.commandDeps, { filter: {} }, { kind: 'cancel' }, { kind: 'window' });
  await bench.settle();
};

async function twoEnd(outcome: AttemptOutcome): Promise<void> {
  for (const one of [await bench.add(), await bench.add()]) {
    await bench.settle();
    bench.runner.of(one.id).answer(outcome);
    await bench.settle();
  }
}

it('an origin that nobody waits for any more is not called out of reach', async () => {
  await twoEnd({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
  await bench.add();
  await bench.settle();
  expect(bench.store.read.gates()).toHaveLength(1);
  await cancelAll();
  expect(bench.store.read.gates()).toEqual([]);
});

it('a time that the server asked for stands, also for what comes later', async () => {
  await twoEnd({ kind: 'busy', status: 429, retryAfterMs: 3_600_000 });
  await cancelAll();
  const later = await bench.add();
  await bench.settle();
  expect(bench.runner.running).toEqual([]);
  bench.time.advance(3_600_000);
  await bench.settle();
  expect(bench.runner.running.map((one) => one.itemId)).toEqual([later.id]);
  await cancelAll();
  expect(bench.store.read.gates()).toEqual([]);
});
