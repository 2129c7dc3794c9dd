import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { backoffDelay, isExhausted } from '../../../electron/core/retry-policy.ts';
import { DEFAULT_LIMITS } from '../../../shared/contracts/worker-protocol.ts';
import { FRESH_BUDGET } from '../../../shared/outbox/item.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';
import { attempt, httpServer, jobFor } from '../worker/support.ts';

const HOUR = 3_600_000;
const ORIGIN = 'http://127.0.0.1:9';

describe('2.5', () => {
  test('full jitter: from nothing to 2 s · 2^n, never below half a second, never above 15 min', () => {
    const { cap } = DEFAULT_POLICY.backoff;
    const most = (failures: number) => backoffDelay(failures, cap, DEFAULT_POLICY, () => 1);
    expect([1, 2, 3, 4, 9, 10, 1_000].map(most)).toEqual(
      [2, 4, 8, 16, 512, 900, 900].map((s) => s * 1000),
    );
    expect(backoffDelay(7, cap, DEFAULT_POLICY, () => 0)).toBe(500);
    expect(backoffDelay(3, cap, DEFAULT_POLICY, () => 0.5)).toBe(4_000);
  });

  // The research has a budget of time alone; design.md §8 asks for both, and tells of trouble from the fifth try on.
  test('the budget: twenty counted tries and three days, and not one of them alone', () => {
    const spent = (counted: number, hours: number) =>
      isExhausted({ ...FRESH_BUDGET, counted, spentMs: hours * HOUR }, DEFAULT_POLICY);
    expect([spent(20, 72), spent(19, 720), spent(2_000, 71)]).toEqual([true, false, false]);
  });

  // The research closes at the first failure; design.md §8 at the second item's, so that one bad item closes nothing.
  test('the breaker: hundreds of items of a dead server cost as many tries as there are slots, and then one at a time', async () => {
    const bench = createOutboxBench({ policy: { ...DEFAULT_POLICY, heartbeat: HOUR } });
    for (let n = 0; n < 200; n += 1) await bench.add({ url: `${ORIGIN}/x` });
    await bench.dispatcher.start();
    const failAll = async () => {
      do {
        await bench.settle();
        for (const one of bench.runner.running)
          one.answer({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
        await bench.settle();
      } while (bench.runner.running.length > 0);
    };
    await failAll();
    const { perOrigin } = bench.policy.slots;
    const before = bench.runner.started.length;
    // Those that were under way together, and one that went between the first failure and the second.
    expect(before).toBeLessThanOrEqual(perOrigin + 1);
    for (let probe = 1; probe <= 5; probe += 1) {
      bench.time.advance(bench.policy.unsentCap);
      await failAll();
      expect(bench.runner.started).toHaveLength(before + probe);
    }
    bench.time.advance(bench.policy.unsentCap);
    await bench.settle();
    bench.runner.running[0]?.answer({ kind: 'delivered', status: 201 });
    await bench.settle();
    expect(bench.runner.running).toHaveLength(perOrigin);
    expect(bench.store.read.gates()).toEqual([]);
  });

  test('the breaker opens at once for "sync now", a network that is back, and waking up, but not before the server wants', async () => {
    const bench = createOutboxBench();
    const { id } = await bench.add();
    await bench.dispatcher.start();
    await bench.settle();
    bench.runner.of(id).answer({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
    await bench.settle();
    expect(bench.runner.running).toHaveLength(0);
    await bench.outbox.wakeAll();
    await bench.settle();
    bench.runner.of(id).answer({ kind: 'busy', status: 503, retryAfterMs: HOUR });
    await bench.settle();
    await bench.outbox.wakeAll();
    await bench.settle();
    expect(bench.runner.running).toHaveLength(0);
  });

  test('RateLimit is a hint: X-RateLimit-Reset, a time for some and a wait for others, is none', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      const names =
        request.url === '/legacy'
          ? ['x-ratelimit-remaining', 'x-ratelimit-reset']
          : ['ratelimit-remaining', 'ratelimit-reset'];
      response.writeHead(201, { [names[0] ?? '']: '0', [names[1] ?? '']: '30' }).end('{}');
    });
    expect((await attempt(jobFor(`${url}legacy`))).quotaResetMs).toBeNull();
    expect((await attempt(jobFor(url))).quotaResetMs).toBe(30_000);
  });
});

// How each of them ends an attempt: test/integration/worker/timeouts.test.ts, and N-03, N-09, N-10, M-03.
test('2.6: DNS 5 s, connect 10 s, TLS 10 s, sending idle 60 s, first byte 60 s, receiving idle 30 s, 5 min and 8 KB/s in all', () => {
  expect(DEFAULT_LIMITS).toMatchObject({
    dnsMs: 5_000,
    connectMs: 10_000,
    tlsMs: 10_000,
    sendIdleMs: 60_000,
    firstByteMs: 60_000,
    receiveIdleMs: 30_000,
    ceilingMs: 300_000,
    floorBytesPerSecond: 8 * 1024,
  });
});
