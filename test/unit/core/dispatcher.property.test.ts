import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Command, carryOut } from '../../../electron/core/commands.ts';
import { pausesOf, type Situation } from '../../../electron/core/eligibility.ts';
import { explainItem } from '../../../electron/core/explain-item.ts';
import { explainQueue } from '../../../electron/core/explain-queue.ts';
import { standingPauses } from '../../../electron/core/pauses.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { countBlockers, orderScopeOf } from '../../../electron/core/settle.ts';
import { undoAct } from '../../../electron/core/undo/undo-act.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { ITEM_STATES, isOpen } from '../../../shared/outbox/item.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const CLI = { kind: 'cli' } as const;
const ORIGINS = ['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3'] as const;

type Step =
  | {
      readonly do: 'add';
      readonly origin: number;
      readonly priority: 1 | 2 | 3 | 4;
      readonly orderKey: string | null;
      readonly after: number | null;
    }
  | { readonly do: 'answer'; readonly which: number; readonly outcome: AttemptOutcome }
  | { readonly do: 'advance'; readonly ms: number }
  | {
      readonly do: 'pause';
      readonly origin: number;
      readonly on: boolean;
      readonly ms: number | null;
    }
  | { readonly do: 'act'; readonly which: readonly number[]; readonly command: Command }
  | { readonly do: 'undo' }
  | { readonly do: 'wake' };

const outcome = fc.constantFrom<AttemptOutcome>(
  { kind: 'delivered', status: 200 },
  { kind: 'delivered', status: 201 },
  { kind: 'rejected', status: 422 },
  { kind: 'busy', status: 503, retryAfterMs: 5_000 },
  { kind: 'busy', status: 500, retryAfterMs: null },
  { kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' },
  { kind: 'suspect', status: 302, doubt: 'REDIRECT', location: 'http://portal.example/' },
  { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' },
  { kind: 'unknown', code: 'ECONNRESET' },
  { kind: 'workerLost', wasAlone: true },
  { kind: 'workerLost', wasAlone: false },
  { kind: 'redirected', status: 307, location: 'http://127.0.0.1:1/there' },
);

const command = fc.constantFrom<Command>(
  { kind: 'remove' },
  { kind: 'cancel' },
  { kind: 'hold' },
  { kind: 'release' },
  { kind: 'setPriority', priority: 4 },
  { kind: 'resolve', arrived: true },
);

const origin = fc.integer({ min: 0, max: 2 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      origin,
      priority: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      orderKey: fc.constantFrom(null, null, 'k', 'l'),
      after: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 4 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(9), outcome }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.integer({ min: 0, max: 120_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('pause' as const),
      origin,
      on: fc.boolean(),
      ms: fc.option(fc.integer({ min: 1, max: 120_000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      which: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }),
      command,
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'undo' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'wake' as const }) },
);

async function perform(bench: OutboxBench, one: Step, added: string[]): Promise<void> {
  switch (one.do) {
    case 'add': {
      const parent = one.after === null ? undefined : added[one.after];
      const accepted = await bench.outbox.enqueue(
        {
          method: 'POST',
          url: `${ORIGINS[one.origin]}/inbox/${one.priority}`,
          priority: one.priority,
          ...(one.orderKey === null ? {} : { orderKey: one.orderKey }),
          ...(parent === undefined ? {} : { after: [parent] }),
        },
        CLI,
      );
      if (accepted.ok) added.push(accepted.value.id);
      return;
    }
    case 'answer': {
      const running = bench.runner.running;
      running[one.which % Math.max(1, running.length)]?.answer(one.outcome);
      return;
    }
    case 'advance':
      bench.time.advance(one.ms);
      return;
    case 'pause': {
      const key = ORIGINS[one.origin] ?? '';
      const until = one.ms === null ? null : bench.time.clock.now() + one.ms;
      await bench.store.write((tx) => {
        if (one.on) tx.savePause({ scope: 'origin', key, since: 1, until });
        else tx.clearPause('origin', key);
        return ok(null);
      });
      return;
    }
    case 'act': {
      const ids = one.which.flatMap((n) => added[n] ?? []);
      await carryOut(bench.commandDeps, { ids }, one.command, CLI, { undoable: true });
      return;
    }
    case 'undo':
      await undoAct(bench.commandDeps, null, CLI);
      return;
    case 'wake':
      await bench.outbox.wakeAll();
  }
}

/** What must be true whenever everything has come to rest. */
function expectAtRest(bench: OutboxBench, added: readonly string[]): void {
  const { store, runner, dispatcher } = bench;
  const { read } = store;
  const items = added.flatMap((id) => read.item(id) ?? []);

  const onTheWire = new Set(runner.running.map((one) => one.itemId));
  const sending = items.filter((item) => item.state === 'sending').map((item) => item.id);
  expect(new Set(sending)).toEqual(onTheWire);
  expect(onTheWire.size).toBeLessThanOrEqual(DEFAULT_POLICY.slots.all);
  for (const item of items) {
    const attempts = read.attempts(item.id);
    const sent = runner.started.filter((job) => job.attemptId.startsWith(`${item.id}/`)).length;
    expect(sent).toBeLessThanOrEqual(attempts.length);
    expect(attempts.filter((attempt) => attempt.outcome === null)).toHaveLength(
      item.state === 'sending' ? 1 : 0,
    );
  }

  const total = ITEM_STATES.reduce((sum, state) => sum + read.counts()[state], 0);
  expect(total).toBe(items.length);

  const now = bench.time.clock.now();
  const situation: Situation = {
    now,
    gates: dispatcher.gates(),
    pauses: standingPauses(read, now),
    disk: null,
    running: dispatcher.running(),
    policy: DEFAULT_POLICY,
  };
  for (const item of items.filter((one) => one.state === 'queued')) {
    const why = explainItem(
      read,
      item.id,
      dispatcher.running(),
      dispatcher.gates(),
      now,
      DEFAULT_POLICY,
    );
    if (!why.ok) throw new Error(why.error.code);
    // Everything that explain() would let go has been taken: at rest nothing is "next".
    expect(why.value.map((one) => one.code)).not.toContain('NEXT');
    if (pausesOf(item, situation).length > 0)
      expect(why.value.some((one) => one.code === 'PAUSED')).toBe(true);
  }
  checkQueueExplained(bench);
  for (const id of onTheWire) {
    const started = runner.of(id);
    const attempt = read.attempts(id).at(-1);
    expect(started.job.attemptId).toBe(`${id}/${attempt?.number}`);
  }
  for (const item of items) {
    if (item.state === 'queued') expect(item.blockers).toBe(countBlockers(read, item));
    const scope = item.state === 'sending' ? orderScopeOf(item) : null;
    if (scope !== null) expect(read.orderIsSending(scope, item.id)).toBe(false);
  }
  expect(bench.time.nextIn()).not.toBeNull();
}

/** Of a queue that is small enough to be looked at whole, every open item is in the group of its first reason. */
function checkQueueExplained({ store: { read }, dispatcher, time }: OutboxBench): void {
  const around = [
    dispatcher.running(),
    dispatcher.gates(),
    time.clock.now(),
    DEFAULT_POLICY,
  ] as const;
  const groups = explainQueue(read, ...around);
  const open = ITEM_STATES.filter(isOpen).reduce((sum, state) => sum + read.counts()[state], 0);
  expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(open);
  for (const { explanation, count, examples } of groups) {
    expect(explanation.code).not.toBe('MORE');
    expect(examples).toHaveLength(Math.min(count, 3));
    for (const id of examples) {
      const why = explainItem(read, id, ...around);
      expect(why.ok && why.value[0]?.code).toBe(explanation.code);
    }
  }
}

it('loses nothing, sends nothing twice at a time, and explains exactly what it does, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const bench = createOutboxBench();
      const added: string[] = [];
      await bench.dispatcher.start();
      for (const one of steps) {
        await perform(bench, one, added);
        await bench.settle();
        expectAtRest(bench, added);
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150) },
  );
}, 60_000);

it('delivers everything in the end once servers and network are well again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const bench = createOutboxBench();
      const added: string[] = [];
      await bench.dispatcher.start();
      for (const one of steps) {
        await perform(bench, one, added);
        await bench.settle();
      }
      for (const key of ORIGINS) {
        await bench.store.write((tx) => {
          tx.clearPause('origin', key);
          return ok(null);
        });
      }
      const withAPerson = () => {
        const counts = bench.store.read.counts();
        return counts.queued + counts.waiting + counts.sending;
      };
      for (let round = 0; round < 200 && withAPerson() > 0; round += 1) {
        for (const one of bench.runner.running) one.answer({ kind: 'delivered', status: 200 });
        await bench.settle();
        bench.time.advance(60_000);
        await bench.settle();
      }
      const stuck = bench.store.read.inState('queued', 100).filter((item) => item.blockers === 0);
      expect(stuck).toEqual([]);
      expect(bench.store.read.inState('waiting', 1)).toEqual([]);
      expect(bench.store.read.inState('sending', 1)).toEqual([]);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 60) },
  );
}, 60_000);
