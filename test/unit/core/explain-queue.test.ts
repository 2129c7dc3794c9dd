import { describe, expect, it } from 'vitest';
import type { Running } from '../../../electron/core/eligibility.ts';
import { explainQueue } from '../../../electron/core/explain-queue.ts';
import { pauseSending } from '../../../electron/core/pauses.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import type { ExplainedGroup } from '../../../shared/outbox/explanation.ts';
import type { ClosedGate } from '../../../shared/outbox/gate.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const CLI = { kind: 'cli' } as const;
const DEAD = 'http://127.0.0.1:7';

const unreachable = (key: string): ClosedGate => ({
  scope: 'origin',
  key,
  reason: { code: 'UNREACHABLE', cause: 'network', detail: 'ECONNREFUSED' },
  since: 1,
  probeAt: 9,
  floorAt: null,
  probes: 0,
  asked: [],
  askedRoutes: [],
  probing: null,
  wanted: null,
});

const explained = (
  bench: OutboxBench,
  {
    running = [],
    gates = [],
  }: { readonly running?: readonly Running[] | null; readonly gates?: readonly ClosedGate[] } = {},
): readonly ExplainedGroup[] =>
  explainQueue(bench.store.read, running, gates, bench.time.clock.now(), bench.policy);

async function addMany(bench: OutboxBench, count: number, input: (n: number) => object) {
  const inputs = Array.from({ length: count }, (_, n) => ({
    method: 'POST',
    url: 'http://127.0.0.1:9/x',
    ...input(n),
  })) satisfies readonly RequestInput[];
  const added = await bench.outbox.enqueueMany(inputs, CLI);
  if (!added.ok) throw new Error(added.error.code);
  return added.value.map((item) => item.id);
}

const sumOf = (groups: readonly ExplainedGroup[]): number =>
  groups.reduce((sum, group) => sum + group.count, 0);

describe('why the queue moves or does not', () => {
  it('says nothing of an empty one', () => {
    expect(explained(createOutboxBench())).toEqual([]);
  });

  it('counts what stands before the same gate, and what could go, with three examples', async () => {
    const bench = createOutboxBench();
    const stuck = await addMany(bench, 7, () => ({ url: `${DEAD}/x` }));
    const free = await addMany(bench, 2, () => ({}));
    expect(explained(bench, { gates: [unreachable(DEAD)] })).toMatchObject([
      { explanation: { code: 'GATE_CLOSED', key: DEAD }, count: 7, examples: stuck.slice(0, 3) },
      { explanation: { code: 'NEXT' }, count: 2, examples: free },
    ]);
  });

  it('says of what could go that nobody sends', async () => {
    const bench = createOutboxBench();
    await addMany(bench, 2, () => ({}));
    expect(explained(bench, { running: null })).toMatchObject([
      { explanation: { code: 'NOT_RUNNING' }, count: 2 },
    ]);
  });

  it('tells of pauses and closed gates also when nothing stands behind them', async () => {
    const bench = createOutboxBench();
    await pauseSending(bench.commandDeps, { scope: 'all', key: '' });
    expect(explained(bench, { gates: [unreachable(DEAD)] })).toMatchObject([
      { explanation: { code: 'PAUSED', scope: 'all' }, count: 0, examples: [] },
      { explanation: { code: 'GATE_CLOSED' }, count: 0, examples: [] },
    ]);
    const [id] = await addMany(bench, 1, () => ({ url: `${DEAD}/x` }));
    expect(explained(bench, { gates: [unreachable(DEAD)] })).toMatchObject([
      { explanation: { code: 'PAUSED' }, count: 1, examples: [id] },
      { explanation: { code: 'GATE_CLOSED' }, count: 0 },
    ]);
  });

  it('of what waits, the soonest speaks for all of one reason', async () => {
    const bench = createOutboxBench();
    const at = (n: number) => new Date(bench.time.clock.now() + (9 - n) * 60_000).toISOString();
    const ids = await addMany(bench, 4, (n) => ({ notBefore: at(n) }));
    expect(explained(bench)).toMatchObject([
      {
        explanation: { code: 'WAITS', until: bench.item(ids[3] ?? '').notBefore },
        count: 4,
        examples: ids.slice(1).toReversed(),
      },
    ]);
  });
});

describe('what is not looked at one by one is counted all the same', () => {
  it('nine hundred behind one head, by their order key', async () => {
    const bench = createOutboxBench();
    const ids = await addMany(bench, 900, () => ({ orderKey: 'visit' }));
    expect(explained(bench)).toMatchObject([
      {
        explanation: { code: 'BEHIND_ORDER_KEY', orderKey: 'visit', head: ids[0] },
        count: 899,
        examples: ids.slice(1, 4),
      },
      { explanation: { code: 'NEXT' }, count: 1, examples: [ids[0]] },
    ]);
  });

  it('many that follow many different ones', async () => {
    const bench = createOutboxBench();
    await addMany(bench, 800, (n) => (n % 2 === 0 ? { ref: `r${n}` } : { after: [`r${n - 1}`] }));
    const groups = explained(bench);
    expect(groups).toMatchObject([
      { explanation: { code: 'NEXT' }, count: 400 },
      { explanation: { code: 'MORE', state: 'queued' }, count: 380, examples: [] },
      ...Array.from({ length: 20 }, () => ({ explanation: { code: 'AFTER_ITEM' }, count: 1 })),
    ]);
    expect(sumOf(groups)).toBe(800);
  });

  it('many that wait', async () => {
    const bench = createOutboxBench();
    await addMany(bench, 700, () => ({ notBefore: '2100-01-01T00:00:00Z' }));
    expect(explained(bench)).toMatchObject([
      { explanation: { code: 'MORE', state: 'waiting' }, count: 400, examples: [] },
      { explanation: { code: 'WAITS' }, count: 300 },
    ]);
  });
});
