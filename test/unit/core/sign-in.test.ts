import { beforeEach, expect, it } from 'vitest';
import { ok } from '../../../shared/lang/result.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import { ByHand, token } from '../../support/credentials-by-hand.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const ORIGIN = 'http://127.0.0.1:7';
const account: Account = {
  name: 'office',
  origins: [ORIGIN],
  auth: { kind: 'bearer', refresh: null },
  contract: null,
  verify: [],
  managed: false,
  idempotency: null,
  ca: null,
  unknownOutcome: null,
  identity: null,
  people: [],
  session: { state: 'signedIn', keptBy: 'session', since: 1, person: null },
};

let credentials: ByHand;
let bench: OutboxBench;
const sending = (): readonly string[] => bench.runner.running.map((one) => one.itemId);

beforeEach(async () => {
  credentials = new ByHand();
  bench = createOutboxBench({ credentials });
  await bench.store.write((tx) => {
    tx.saveAccount(account);
    return ok(null);
  });
  await bench.dispatcher.start();
});

it('begins to sign in when items wait for it, holds only that account back, and goes on when it is ready', async () => {
  const item = await bench.add({ url: `${ORIGIN}/a` });
  const other = await bench.add({ url: 'http://127.0.0.1:8/b' });
  await bench.settle();
  expect(item.account).toBe('office');
  expect(sending()).toEqual([other.id]);
  expect(credentials.prepared).toBeGreaterThan(0);
  credentials.become(token(1));
  await bench.settle();
  const { job } = bench.runner.of(item.id);
  expect(job.secretHeaders).toEqual([['Authorization', 'Bearer t1']]);
  expect(bench.store.read.attempts(item.id)[0]?.tokenGeneration).toBe(1);
  expect(bench.runner.of(other.id).job.secretHeaders).toEqual([]);
});

it('sends again with a new token after a 401, uncounted, and parks the item alone when that is refused too', async () => {
  credentials.become(token(1));
  const item = await bench.add({ url: `${ORIGIN}/a` });
  const neighbour = await bench.add({ url: `${ORIGIN}/b` });
  await bench.settle();
  bench.runner.of(item.id).answer({ kind: 'unauthorized', status: 401 });
  await bench.settle();
  expect(credentials.refusals).toEqual([1]);
  expect(bench.item(item.id)).toMatchObject({ state: 'queued', budget: { counted: 0 } });
  credentials.become(token(2));
  await bench.settle();
  bench.runner.of(item.id).answer({ kind: 'unauthorized', status: 401 });
  await bench.settle();
  expect(bench.item(item.id)).toMatchObject({
    state: 'attention',
    reason: { code: 'STILL_UNAUTHORIZED' },
  });
  bench.runner.of(neighbour.id).answer({ kind: 'delivered', status: 200 });
  await bench.settle();
  expect(bench.item(neighbour.id).state).toBe('delivered');
});

it('lets items wait, never fail, while somebody has to sign in', async () => {
  credentials.become({ kind: 'signInNeeded' });
  const item = await bench.add({ url: `${ORIGIN}/a` });
  await bench.settle();
  bench.time.advance(100 * 3_600_000);
  await bench.settle();
  expect(bench.item(item.id).state).toBe('queued');
  expect(bench.dispatcher.gates()).toMatchObject([
    { scope: 'account', key: 'office', reason: { code: 'SIGN_IN_NEEDED' } },
  ]);
  credentials.become(token(1));
  await bench.settle();
  expect(sending()).toEqual([item.id]);
});

it('sends nothing of an account that was removed, until it is there again', async () => {
  credentials.become(token(1));
  const notBefore = bench.time.clock.now() + 1_000;
  const item = await bench.add({ url: `${ORIGIN}/a`, notBefore });
  await bench.store.write((tx) => {
    tx.removeAccount('office');
    return ok(null);
  });
  bench.time.advance(1_000);
  await bench.settle();
  expect(bench.item(item.id)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(bench.dispatcher.gates()).toMatchObject([
    { scope: 'account', key: 'office', reason: { code: 'ACCOUNT_GONE' } },
  ]);
  await bench.store.write((tx) => {
    tx.saveAccount(account);
    return ok(null);
  });
  await bench.settle();
  expect(sending()).toEqual([item.id]);
});

it('sends with the token for which the gate was open, though that ends in the next moment', async () => {
  const stateOf = credentials.stateOf.bind(credentials);
  credentials.stateOf = (of) => {
    const state = stateOf(of);
    credentials.state = { kind: 'signInNeeded' };
    // A claim is made without a pause; the next look finds a token again.
    queueMicrotask(() => (credentials.state = token(1)));
    return state;
  };
  credentials.state = token(1);
  const item = await bench.add({ url: `${ORIGIN}/a` });
  await bench.settle();
  const { job } = bench.runner.of(item.id);
  expect(job.secretHeaders).toEqual([['Authorization', 'Bearer t1']]);
  expect(bench.store.read.attempts(item.id)[0]?.tokenGeneration).toBe(1);
});

it("never sends a token to an origin that is not the account's, nor trusts it by its certificates", async () => {
  credentials.become(token(1));
  const trusting = { ...account, ca: { file: '/ca.pem' } };
  await bench.store.write((tx) => {
    tx.saveAccount({ ...trusting, origins: [ORIGIN, 'http://127.0.0.1:8'] });
    return ok(null);
  });
  const item = await bench.add({
    url: 'http://127.0.0.1:8/b',
    account: 'office',
    notBefore: bench.time.clock.now() + 1_000,
  });
  await bench.store.write((tx) => {
    tx.saveAccount(trusting);
    return ok(null);
  });
  const own = await bench.add({ url: `${ORIGIN}/a` });
  bench.time.advance(1_000);
  await bench.settle();
  expect(bench.runner.of(item.id).job).toMatchObject({ secretHeaders: [], trust: null });
  expect(bench.runner.of(own.id).job.trust).toEqual({ account: 'office', file: '/ca.pem' });
});

it.each([
  ['that signs in with nothing', { auth: { kind: 'none' } }],
  ['whose servers are others by now', { origins: ['http://127.0.0.1:8'] }],
] as const)(
  'puts a 401 to an account %s before a person at once, and asks nobody to sign in anew',
  async (_, fields) => {
    credentials.become(token(1));
    const notBefore = bench.time.clock.now() + 1_000;
    const item = await bench.add({ url: `${ORIGIN}/a`, account: 'office', notBefore });
    await bench.store.write((tx) => {
      tx.saveAccount({ ...account, ...fields });
      return ok(null);
    });
    bench.time.advance(1_000);
    await bench.settle();
    bench.runner.of(item.id).answer({ kind: 'unauthorized', status: 401 });
    await bench.settle();
    expect(bench.item(item.id)).toMatchObject({
      state: 'attention',
      reason: { code: 'ACCOUNT_NEEDED', status: 401 },
    });
    expect(credentials.refusals).toEqual([]);
  },
);

it('leaves an item to a person whose account signs in with nothing, where the question about it gets a 401', async () => {
  const get = `${ORIGIN}/sent?key={{idempotencyKey}}`;
  await bench.store.write((tx) => {
    const verify = [{ url: `${ORIGIN}/*`, get }];
    tx.saveAccount({ ...account, auth: { kind: 'none' }, verify });
    return ok(null);
  });
  const item = await bench.add({ url: `${ORIGIN}/a` });
  await bench.settle();
  bench.runner.of(item.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
  await bench.settle();
  bench.time.advance(bench.policy.backoff.cap);
  await bench.settle();
  expect(bench.runner.of(item.id).job.method).toBe('GET');
  bench.runner.of(item.id).answer({ kind: 'unauthorized', status: 401 });
  await bench.settle();
  expect(bench.item(item.id).state).toBe('unconfirmed');
});

it('refuses to guess between accounts', async () => {
  await bench.store.write((tx) => {
    tx.saveAccount({ ...account, name: 'other' });
    return ok(null);
  });
  const refused = await bench.outbox.enqueue(
    { method: 'POST', url: `${ORIGIN}/a` },
    { kind: 'cli' },
  );
  expect(refused).toMatchObject({ ok: false, error: { code: 'ACCOUNT_AMBIGUOUS' } });
});
