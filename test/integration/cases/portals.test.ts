import https from 'node:https';
import type tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { gateSignal, nextGate } from '../../../electron/core/gates.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { gateSentence } from '../../../shared/messages/explanation-sentences.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { DEFAULT_CONTRACT, type SuccessContract } from '../../../shared/outbox/success-contract.ts';
import { caseHost } from '../../support/case-host.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';
import { selfSigned } from '../worker/self-signed.ts';
import { agentsForTest, attempt, httpServer, jobFor, jsonBody, listen } from '../worker/support.ts';

const HOUR = 3_600_000;
const ORIGIN = 'http://127.0.0.1:9';

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

  describe('that answers to an item alone', () => {
    const count = (bench: OutboxBench, ids: readonly string[]) =>
      ids.map(
        (id) =>
          bench.store.read.attempts(id).filter((one) => one.outcome?.kind === 'delivered').length,
      );

    test.each<readonly [string, AttemptOutcome]>([
      ['with its page', PORTAL],
      ['with 511', { kind: 'suspect', status: 511, doubt: 'NETWORK_SIGN_IN' }],
      [
        'with a redirect',
        { kind: 'suspect', status: 302, doubt: 'REDIRECT', location: 'http://portal.example/' },
      ],
    ])(
      '%s, or to the head of an order key, for half an hour: nobody is asked, and all is delivered by itself, once',
      async (_, answer) => {
        const bench = createOutboxBench({ random: () => 1 });
        await bench.dispatcher.start();
        const orderKey = 'visit';
        const ids: string[] = [];
        for (let n = 0; n < 3; n += 1) ids.push((await bench.add({ orderKey })).id);
        const start = bench.time.clock.now();
        await answerUntil(
          bench,
          () => answer,
          () => bench.time.clock.now() - start > HOUR / 2,
        );
        expect(bench.item(ids[0] ?? '')).toMatchObject({
          state: 'waiting',
          budget: { suspects: 0 },
        });
        expect(bench.store.read.gates()).toEqual([]);
        await answerUntil(
          bench,
          () => ({ kind: 'delivered', status: 201 }),
          () => ids.every((id) => bench.item(id).state === 'delivered'),
        );
        expect(count(bench, ids)).toEqual([1, 1, 1]);
      },
    );

    test('is for a person after an hour and a half: it may be a wrong address', async () => {
      const bench = createOutboxBench({ random: () => 1 });
      await bench.dispatcher.start();
      const { id } = await bench.add();
      const start = bench.time.clock.now();
      await answerUntil(
        bench,
        () => PORTAL,
        () => bench.item(id).state === 'attention',
      );
      expect(bench.item(id)).toMatchObject({ reason: { code: 'SUSPECT', times: 3 } });
      expect((bench.time.clock.now() - start) / HOUR).toBeGreaterThan(1);
      expect((bench.time.clock.now() - start) / HOUR).toBeLessThan(2);
    });

    test('speaks against it as soon as another gets through, and it need not wait to be asked again', async () => {
      const bench = createOutboxBench({ random: () => 1 });
      await bench.dispatcher.start();
      const wrong = (await bench.add()).id;
      const tries = () => bench.store.read.attempts(wrong).length;
      await answerUntil(
        bench,
        () => PORTAL,
        () => tries() === 6,
      );
      const right = (await bench.add({ url: `${ORIGIN}/right` })).id;
      await bench.settle();
      bench.runner.of(right).answer({ kind: 'delivered', status: 201 });
      await bench.settle();
      expect(bench.item(wrong)).toMatchObject({ state: 'sending', budget: { suspects: 1 } });
      await answerUntil(
        bench,
        () => PORTAL,
        () => bench.item(wrong).state === 'attention',
      );
      expect(tries()).toBe(8);
    });
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
