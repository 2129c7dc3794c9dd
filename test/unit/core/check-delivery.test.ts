import { describe, expect, it } from 'vitest';
import { checkUrlFor } from '../../../electron/core/check-delivery.ts';
import { carryOut } from '../../../electron/core/commands.ts';
import { editItem } from '../../../electron/core/edit.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Account, VerifyRule } from '../../../shared/outbox/account.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { anItem } from '../../support/builders.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const ORIGIN = 'http://127.0.0.1:9';

const account = (...verify: readonly VerifyRule[]): Account => ({
  name: 'field',
  origins: [ORIGIN],
  auth: { kind: 'none' },
  contract: null,
  verify,
  idempotency: null,
  ca: null,
  unknownOutcome: null,
  identity: null,
  people: [],
  session: { state: 'signedIn', keptBy: null, since: 0, person: null },
  managed: false,
});

const RULE: VerifyRule = {
  url: `${ORIGIN}/*`,
  get: `${ORIGIN}/sent/{{ref}}?key={{idempotencyKey}}`,
};

const RULE_BY_KEY = { ...RULE, get: `${ORIGIN}/sent?key={{idempotencyKey}}` };

describe('where to ask whether an item arrived', () => {
  const item = anItem({ url: `${ORIGIN}/inbox`, ref: 'a/b c', idempotencyKey: 'k&1' });

  it('is told by the first rule that fits its URL, its values encoded', () => {
    const other = { url: `${ORIGIN}/photos/*`, get: `${ORIGIN}/photos` };
    expect(checkUrlFor(account(other, RULE), item)).toBe(`${ORIGIN}/sent/a%2Fb%20c?key=k%261`);
  });

  it.each([
    ['no account', null, item],
    ['no rule', account(), item],
    ['no rule for its URL', account({ ...RULE, url: `${ORIGIN}/photos/*` }), item],
    ['no value for it', account(RULE), { ...item, ref: null }],
    ['another origin to ask', account({ ...RULE, get: 'https://other.test/?a' }), item],
    ['a method that may be repeated', account(RULE), { ...item, method: 'PUT' }],
  ] as const)('is nowhere with %s', (_, given, one) => {
    expect(checkUrlFor(given, one)).toBeNull();
  });
});

describe('what an account says of its items that may have arrived', () => {
  it('holds for those that do not say it themselves, and only for its own', async () => {
    const bench = createOutboxBench();
    await bench.store.write((tx) => ok(tx.saveAccount({ ...account(), unknownOutcome: 'ask' })));
    await bench.dispatcher.start();
    const own = await bench.add({ url: `${ORIGIN}/inbox` });
    const sure = await bench.add({ url: `${ORIGIN}/inbox`, unknownOutcome: 'retry' });
    const foreign = await bench.add({ url: 'https://other.test/inbox' });
    await bench.settle();
    for (const { id } of [own, sure, foreign])
      bench.runner.of(id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    expect([own, sure, foreign].map(({ id }) => bench.item(id)?.state)).toEqual([
      'unconfirmed',
      'waiting',
      'waiting',
    ]);
  });
});

describe('an item that its account has nothing to ask about with', () => {
  const without = async (more: Partial<RequestInput>, outcome: AttemptOutcome) => {
    const bench = createOutboxBench();
    await bench.store.write((tx) => ok(tx.saveAccount(account(RULE))));
    await bench.dispatcher.start();
    const { id } = await bench.add({ url: `${ORIGIN}/inbox`, ...more });
    await bench.settle();
    bench.runner.of(id).answer(outcome);
    await bench.settle();
    return bench.item(id).state;
  };

  it.each([
    { kind: 'unknown', code: 'ECONNRESET' },
    { kind: 'workerLost', wasAlone: true },
  ] as const)('is not sent again unasked after %j', async (outcome) => {
    expect(await without({}, outcome)).toBe('unconfirmed');
  });

  it('goes on where nothing is in doubt, where it can be asked, and where it may be repeated', async () => {
    const lost = { kind: 'unknown', code: 'ECONNRESET' } as const;
    expect(await without({}, { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' })).toBe(
      'waiting',
    );
    expect(await without({ ref: 'visit' }, lost)).toBe('waiting');
    expect(await without({ method: 'PUT' }, lost)).toBe('waiting');
  });
});

describe('an item of which nobody knows whether it arrived', () => {
  async function lost(unknownOutcome: 'ask' | 'retry' = 'retry'): Promise<[OutboxBench, Item]> {
    const bench = createOutboxBench();
    await bench.store.write((tx) => {
      return ok(tx.saveAccount(account(RULE_BY_KEY)));
    });
    await bench.dispatcher.start();
    const item = await bench.add({ url: `${ORIGIN}/inbox`, unknownOutcome });
    await bench.settle();
    await answer(bench, item, { kind: 'unknown', code: 'ECONNRESET' });
    expect(bench.item(item.id)).toMatchObject({ state: 'waiting', mayHaveArrived: true });
    bench.time.advance(60_000);
    await bench.settle();
    return [bench, item];
  }

  async function answer(bench: OutboxBench, { id }: Item, outcome: AttemptOutcome): Promise<void> {
    bench.runner.of(id).answer(outcome);
    await bench.settle();
  }

  it.each(['ask', 'retry'] as const)(
    'is asked about, also where it says "%s"',
    async (unknownOutcome) => {
      const [bench, item] = await lost(unknownOutcome);
      const { job } = bench.runner.of(item.id);
      expect(job).toMatchObject({
        method: 'GET',
        url: `${ORIGIN}/sent?key=${item.idempotencyKey}`,
        body: { kind: 'none' },
      });
      // With the key of the POST the GET would make the server refuse the POST.
      expect(job.headers.map(([name]) => name.toLowerCase())).not.toContain('idempotency-key');
      expect(bench.store.read.attempts(item.id).map(({ method }) => method)).toEqual([
        'POST',
        'GET',
      ]);
    },
  );

  it('is delivered when the server has it, and not sent again', async () => {
    const [bench, item] = await lost();
    await answer(bench, item, { kind: 'delivered', status: 200 });
    expect(bench.item(item.id)).toMatchObject({ state: 'delivered', checkUrl: null });
    expect(bench.runner.started).toHaveLength(2);
  });

  it.each([404, 410])('is sent again, under the same key, after a %i', async (status) => {
    const [bench, item] = await lost();
    await answer(bench, item, { kind: 'rejected', status });
    expect(bench.item(item.id)).toMatchObject({ state: 'sending', mayHaveArrived: false });
    expect(bench.runner.of(item.id).job).toMatchObject({ method: 'POST', url: `${ORIGIN}/inbox` });
    expect(bench.item(item.id).idempotencyKey).toBe(item.idempotencyKey);
  });

  it.each<AttemptOutcome>([
    { kind: 'rejected', status: 400 },
    { kind: 'redirected', status: 307, location: `${ORIGIN}/x` },
    { kind: 'misdirected', status: 302, location: null, otherOrigin: true },
  ])('comes to a person after an answer that says neither: %j', async (outcome) => {
    const [bench, item] = await lost();
    await answer(bench, item, outcome);
    expect(bench.item(item.id)).toMatchObject({ state: 'unconfirmed', checkUrl: null });
  });

  it.each<AttemptOutcome>([
    { kind: 'unknown', code: 'ECONNRESET' },
    { kind: 'busy', status: 503, retryAfterMs: null },
    { kind: 'notSent', cause: 'dns', code: 'ENOTFOUND' },
  ])('is asked about again where there was no answer: %j', async (outcome) => {
    const [bench, item] = await lost('ask');
    await answer(bench, item, outcome);
    expect(bench.item(item.id).state).toBe('waiting');
    bench.time.advance(3_600_000);
    await bench.settle();
    expect(bench.runner.of(item.id).job.method).toBe('GET');
  });

  it.each<AttemptOutcome>([
    { kind: 'hostLost' },
    { kind: 'workerLost', wasAlone: false },
    { kind: 'aborted', by: 'shutdown', mayHaveArrived: true },
  ])('is asked about too where it was cut off: %j', async (outcome) => {
    const bench = createOutboxBench();
    await bench.store.write((tx) => ok(tx.saveAccount(account(RULE_BY_KEY))));
    await bench.dispatcher.start();
    const item = await bench.add({ url: `${ORIGIN}/inbox`, unknownOutcome: 'ask' });
    await bench.settle();
    await answer(bench, item, outcome);
    expect(bench.item(item.id).checkUrl).toContain(item.idempotencyKey);
    expect(bench.item(item.id).state).not.toBe('unconfirmed');
  });

  it('may be asked about by a person who has to decide, where the account says how', async () => {
    const [bench, item] = await lost();
    await answer(bench, item, { kind: 'rejected', status: 400 });
    const check = (id = item.id) =>
      carryOut(
        bench.commandDeps,
        { ids: [id] },
        { kind: 'resolve', arrived: 'check' },
        { kind: 'cli' },
      );
    await bench.store.write((tx) => ok(tx.saveAccount(account())));
    expect(await check()).toMatchObject({
      value: { done: 0, refusals: [{ code: 'CHECK_NOT_POSSIBLE' }] },
    });
    expect(bench.item(item.id).state).toBe('unconfirmed');
    const other = await bench.add({ notBefore: bench.time.clock.now() + 60_000 });
    expect(await check(other.id)).toMatchObject({ value: { refusals: [{ code: 'ITEM_STATE' }] } });
    await bench.store.write((tx) => ok(tx.saveAccount(account(RULE_BY_KEY))));
    expect(await check()).toMatchObject({ value: { done: 1 } });
    await bench.settle();
    await answer(bench, item, { kind: 'delivered', status: 200 });
    expect(bench.item(item.id).state).toBe('delivered');
  });

  it('is another request after an edit, which nobody asks about', async () => {
    const [bench, item] = await lost();
    await answer(bench, item, { kind: 'busy', status: 503, retryAfterMs: null });
    const edited = await editItem(
      bench.commandDeps,
      item.id,
      { body: { kind: 'json', value: 2 } },
      { kind: 'cli' },
    );
    expect(edited).toMatchObject({ ok: true, value: { checkUrl: null, mayHaveArrived: false } });
  });
});
