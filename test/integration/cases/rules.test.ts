import https from 'node:https';
import type tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { gateSignal, nextGate } from '../../../electron/core/gates.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { backoffDelay, isExhausted } from '../../../electron/core/retry-policy.ts';
import { DEFAULT_LIMITS } from '../../../shared/contracts/worker-protocol.ts';
import { gateSentence } from '../../../shared/messages/explanation-sentences.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { FRESH_BUDGET } from '../../../shared/outbox/item.ts';
import { DEFAULT_CONTRACT, type SuccessContract } from '../../../shared/outbox/success-contract.ts';
import { caseHost } from '../../support/case-host.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';
import { selfSigned } from '../worker/self-signed.ts';
import { agentsForTest, attempt, httpServer, jobFor, jsonBody, listen } from '../worker/support.ts';

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

// The research refuses plain http to other machines; the design allows it, since field servers have it: there only what
// the answer must be protects.
describe('2.9: a portal or a proxy in place of the server', () => {
  const PAGE = '<!doctype html><title>Welcome</title>';

  async function portal(status = 200) {
    let isThere = true;
    const { url } = await httpServer((request, response) => {
      request.resume().on('end', () => {
        if (isThere) response.writeHead(status, { 'content-type': 'text/html' }).end(PAGE);
        else response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
      });
    });
    return { url, leave: () => (isThere = false) };
  }

  test('over https it cannot prove who it is: nothing is sent', async () => {
    const year = 365 * 24 * HOUR;
    const now = Date.now();
    const { key, cert } = selfSigned('portal.example', new Date(now - year), new Date(now + year));
    let bytes = 0;
    const server = https.createServer({ key, cert }, (_, response) => response.end('{}'));
    server.on('tlsClientError', () => {});
    server.on('secureConnection', (socket: tls.TLSSocket) =>
      socket.on('data', (chunk: Buffer) => (bytes += chunk.length)),
    );
    const { port } = await listen(server);
    const job = jobFor(`https://127.0.0.1:${port}/`, { body: jsonBody('{}') });
    const report = await attempt(job, agentsForTest());
    expect(report.outcome).toMatchObject({ kind: 'notSent', cause: 'certificate' });
    expect(bytes).toBe(0);
  });

  test.each<readonly [string, Partial<SuccessContract>, string | null]>([
    ['nothing but the default', {}, null],
    ['its statuses', { accept: [[201, 201]] }, 'STATUS'],
    ['its media type', { contentType: 'application/json' }, 'CONTENT_TYPE'],
    ['a marker header', { header: { name: 'X-OpenRosa-Version', value: '1.0' } }, 'HEADER'],
    ['a receipt in the JSON', { json: { pointer: '/id', equals: null } }, 'JSON'],
  ])(
    'over http its page is no yes, and 200 with another text is none for an account that asks for %s',
    async (_, asks, doubt) => {
      const { url } = await httpServer((request, response) => {
        request.resume();
        const type = request.url === '/page' ? 'text/html' : 'text/plain';
        response.writeHead(200, { 'content-type': type });
        response.end(request.url === '/page' ? PAGE : 'welcome');
      });
      const contract = { ...DEFAULT_CONTRACT, ...asks };
      const page = await attempt(jobFor(`${url}page`, { body: jsonBody('{}'), contract }));
      expect(page.outcome.kind).toBe('suspect');
      const other = await attempt(jobFor(url, { body: jsonBody('{}'), contract }));
      expect(other.outcome).toMatchObject(
        doubt === null ? { kind: 'delivered' } : { kind: 'suspect', doubt },
      );
    },
  );

  test.each([
    ['511', { kind: 'suspect', status: 511, doubt: 'NETWORK_SIGN_IN' }],
    ['407', { kind: 'suspect', status: 407, doubt: 'PROXY_SIGN_IN' }],
    [
      'a redirect to another host',
      { kind: 'suspect', status: 302, doubt: 'REDIRECT', location: 'http://login.example/' },
    ],
  ] as const)('%s of two items closes the origin', (_, outcome) => {
    const context = { policy: DEFAULT_POLICY, now: 1, random: () => 0 };
    const signal = gateSignal(outcome, null);
    const item = (id: string) => ({ id, origin: ORIGIN, method: 'POST', url: `${ORIGIN}/${id}` });
    const first = nextGate({ closed: null, streak: null }, item('a'), signal, context);
    expect(first.closed).toBeNull();
    expect(nextGate(first, item('b'), signal, context).closed).toMatchObject({
      reason: { code: 'SUSPECT', status: outcome.status },
    });
  });

  const PORTAL = { kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' } as const;

  /** Virtual time: answers whatever goes, until `done` says so. */
  async function answerUntil(
    bench: OutboxBench,
    answer: (itemId: string) => AttemptOutcome,
    done: () => boolean,
  ) {
    await bench.settle();
    for (let round = 0; round < 2_000; round += 1) {
      for (const one of bench.runner.running) one.answer(answer(one.itemId));
      await bench.settle();
      if (done()) return;
      bench.time.advance(10_000);
      await bench.settle();
    }
    throw new Error('it never came to that');
  }

  test('one that stays longer than any item has tries parks nothing, and once it is gone all is delivered by itself, once', async () => {
    const bench = createOutboxBench({ random: () => 1 });
    await bench.dispatcher.start();
    const lone = (await bench.add({ url: `${ORIGIN}/0` })).id;
    const tries = (id: string) => bench.store.read.attempts(id);
    // Alone at first, with one answer short of a person: with the others there it is clear that it is the network.
    await answerUntil(
      bench,
      () => PORTAL,
      () => tries(lone).length === 2,
    );
    const ids = [lone];
    for (let n = 1; n < 6; n += 1) ids.push((await bench.add({ url: `${ORIGIN}/${n}` })).id);
    const states = () => new Set(ids.map((id) => bench.item(id).state));
    await answerUntil(
      bench,
      () => PORTAL,
      () => ids.every((id) => tries(id).length > 3),
    );
    expect([...states()].filter((state) => state === 'attention')).toEqual([]);
    const [gate] = bench.store.read.gates();
    expect(gate?.probes).toBeGreaterThan(15);
    expect(gate && gateSentence(gate.reason)).toContain('this network answered instead');
    const before = bench.time.clock.now();
    await answerUntil(
      bench,
      () => ({ kind: 'delivered', status: 201 }),
      () => ids.every((id) => bench.item(id).state === 'delivered'),
    );
    // The first as soon as the slowed-down gate asks again, and the others straight behind it.
    expect(bench.time.clock.now() - before).toBeLessThanOrEqual(bench.policy.backoff.cap + 60_000);
    for (const id of ids)
      expect(tries(id).filter((one) => one.outcome?.kind === 'delivered')).toHaveLength(1);
  });

  test('two wrong addresses among right ones get their pages before a person, and stop nobody', async () => {
    const bench = createOutboxBench();
    await bench.dispatcher.start();
    const wrong = [(await bench.add()).id, (await bench.add()).id];
    await bench.settle();
    for (const one of bench.runner.running) one.answer(PORTAL);
    await bench.settle();
    const right = (await bench.add({ url: `${ORIGIN}/right` })).id;
    await answerUntil(
      bench,
      (id) => (id === right ? { kind: 'delivered', status: 201 } : PORTAL),
      () => wrong.every((id) => bench.item(id).state === 'attention'),
    );
    expect(bench.item(right).state).toBe('delivered');
    expect(wrong.map((id) => bench.store.read.attempts(id).length)).toEqual([3, 3]);
  });

  test('that answers everything with 200, 511 or 407 takes nothing, and once it is gone all of it is delivered by itself', async () => {
    const portals = await Promise.all([200, 511, 407].map(portal));
    const host = await caseHost();
    const ids: string[] = [];
    for (const { url } of portals)
      for (let n = 0; n < 4; n += 1)
        ids.push(await host.add({ method: 'POST', url: `${url}${n}` }));
    await host.seen(async () => {
      const stats = await host.api.call('stats', {}, { kind: 'cli' });
      return stats.ok && stats.value.gates.length === portals.length ? stats.value : null;
    });
    for (const { leave } of portals) leave();
    for (const id of ids) {
      const { item, attempts } = await host.seenThrough(id);
      expect(item.state).toBe('delivered');
      expect(attempts.filter((one) => one.outcome?.kind === 'delivered')).toHaveLength(1);
    }
  });
});
