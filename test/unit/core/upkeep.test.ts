import { expect, test } from 'vitest';
import { startUpkeep } from '../../../electron/core/upkeep.ts';
import { createOutboxBench, SILENT } from '../../support/outbox-bench.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

/** Upkeep whose sweeps end when the test says so. */
function upkeep() {
  const { commandDeps, store, time, policy, settle } = createOutboxBench();
  const sweeps: (() => void)[] = [];
  const kept = startUpkeep({
    store,
    vault: commandDeps.vault,
    clock: time.clock,
    timers: time.timers,
    policy,
    log: SILENT,
    sweep: () => new Promise<void>((resolve) => sweeps.push(resolve)),
    isQuiet: () => false,
    truncateLog: () => {},
  });
  const pass = async (ms: number) => {
    time.advance(ms);
    await settle();
  };
  return { kept, sweeps, pass, time, settle };
}

test('comes soon after the start, and every hour', async () => {
  const { sweeps, pass, settle } = upkeep();
  await pass(SECOND);
  expect(sweeps).toHaveLength(1);
  sweeps[0]?.();
  await settle();
  await pass(HOUR - 1);
  expect(sweeps).toHaveLength(1);
  await pass(1);
  expect(sweeps).toHaveLength(2);
});

test('comes soon when something has changed, and once more when that happens while it is under way', async () => {
  const { kept, sweeps, pass, settle } = upkeep();
  await pass(SECOND);
  kept.soon();
  await pass(10 * SECOND);
  expect(sweeps).toHaveLength(1);
  sweeps[0]?.();
  await settle();
  await pass(SECOND);
  expect(sweeps).toHaveLength(2);
  sweeps[1]?.();
  await settle();
  kept.soon();
  await pass(SECOND);
  expect(sweeps).toHaveLength(3);
});

test('has stopped when nothing of it is under way', async () => {
  const { kept, sweeps, pass, time, settle } = upkeep();
  await pass(SECOND);
  let stopped = false;
  const stopping = kept.stop().then(() => (stopped = true));
  await settle();
  expect(stopped).toBe(false);
  sweeps[0]?.();
  await stopping;
  kept.soon();
  expect(time.nextIn()).toBeNull();
});
