import { expect, onTestFinished, test } from 'vitest';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { caseHost } from '../../support/case-host.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';
import { practice } from '../../support/practice.ts';
import { randomFrom } from '../../support/random.ts';
import { addMany } from '../../support/real-host.ts';
import { expectOnce } from './once.ts';

const ITEMS = 1_000;
const UP_MS = 1_000;
const CYCLE_MS = 6_000;
const REQUEST_MS = 20;

test(`N-14 a network that is up for one second in six: ${ITEMS} items drain, and the gate bounds their attempts`, async () => {
  const bench = createOutboxBench({ random: randomFrom(14) });
  const { clock, timers } = bench.time;
  const began = clock.now();
  const isUp = () => (clock.now() - began) % CYCLE_MS < UP_MS;
  const outcomeOf = (wasUp: boolean): AttemptOutcome => {
    if (!wasUp) return { kind: 'notSent', cause: 'connect', code: 'ENETUNREACH' };
    return isUp() ? { kind: 'delivered', status: 201 } : { kind: 'incomplete', code: 'ECONNRESET' };
  };
  const answered = new WeakSet<object>();
  for (let n = 0; n < ITEMS; n += 1) await bench.add();
  await bench.dispatcher.start();
  await bench.settle();
  while (bench.store.read.counts().delivered < ITEMS) {
    for (const run of bench.runner.running) {
      if (answered.has(run)) continue;
      answered.add(run);
      const wasUp = isUp();
      timers.after(wasUp ? REQUEST_MS : 1, () => run.answer(outcomeOf(wasUp)));
    }
    bench.time.advance(bench.time.nextIn() ?? CYCLE_MS);
    await bench.settle();
  }
  const cycles = Math.ceil((clock.now() - began) / CYCLE_MS);
  // Each cycle costs what is on the wire when it goes down, seldom another two before the gate has closed, and probes.
  expect(bench.runner.started.length).toBeLessThan(ITEMS + cycles * 2);
  await bench.dispatcher.stop(0);
});

const REAL_ITEMS = 300;
/** Deliveries between two times that the network is away. */
const STRETCH = 60;

test(`N-14 with real connections, cut after every ${STRETCH} deliveries: each item has one effect`, async () => {
  const server = await practice();
  const line = await startFaultProxy({ port: Number(new URL(server.url).port) });
  onTestFinished(() => line.stop());
  const host = await caseHost();
  const ids = await addMany(
    host,
    Array.from({ length: REAL_ITEMS }, (_, n) => ({
      method: 'POST',
      url: `${line.url}/inbox/n-14`,
      body: { kind: 'json', value: n } as const,
    })),
  );
  const delivered = async () => {
    const stats = await host.api.call('stats', {}, { kind: 'cli' });
    if (!stats.ok) throw new Error(stats.error.code);
    return stats.value.counts.delivered;
  };
  let cuts = 0;
  for (let mark = STRETCH; mark < REAL_ITEMS; mark += STRETCH) {
    await host.seen(async () => ((await delivered()) >= mark ? true : null));
    await line.refuse();
    cuts += 1;
    // The gate is closed: whatever is left waits.
    await host.seen(async () => {
      const last = await host.explanations(ids.at(-1) ?? '');
      return last.some(({ code }) => code === 'GATE_CLOSED') ? true : null;
    });
    await line.accept();
    // As the system tells it that the network is back.
    await host.api.call('sync', {}, { kind: 'cli' });
  }
  await host.seen(async () => ((await delivered()) === REAL_ITEMS ? true : null));
  const sent = await Promise.all(ids.map((id) => host.details(id)));
  const attempts = sent.reduce((sum, one) => sum + one.attempts.length, 0);
  expect(attempts).toBeLessThan(REAL_ITEMS + cuts * 12);
  await expectOnce(server.url, ...sent);
});
