import { beforeEach, describe, expect, it } from 'vitest';
import { endLostSessions, signOut } from '../../../electron/core/accounts.ts';
import { assignAccount } from '../../../electron/core/change/assign-account.ts';
import { editItem } from '../../../electron/core/edit.ts';
import { outlook } from '../../../electron/core/outlook.ts';
import { heldFor, savePerson, saveSignedIn, unknownPerson } from '../../../electron/core/people.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Account, Person } from '../../../shared/outbox/account.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { ByHand, token } from '../../support/credentials-by-hand.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const ORIGIN = 'http://127.0.0.1:7';
const ANN: Person = { subject: 'ann-digest', name: 'Ann' };
const BEN: Person = { subject: 'ben-digest', name: 'Ben' };

const account: Account = {
  name: 'field',
  origins: [ORIGIN],
  auth: { kind: 'bearer', refresh: null },
  contract: null,
  verify: [],
  idempotency: null,
  ca: null,
  unknownOutcome: null,
  identity: null,
  session: { state: 'signedIn', keptBy: 'session', since: 1, person: null },
  people: [],
  managed: false,
};

let credentials: ByHand;
let bench: OutboxBench;
let generation = 0;

const sending = (): readonly string[] => bench.runner.running.map((one) => one.itemId);
const stored = (): Account =>
  bench.store.read.accounts().find(({ name }) => name === 'field') ?? account;
const add = (path: string): Promise<Item> => bench.add({ url: `${ORIGIN}/${path}` });

/** Somebody signs in; null: somebody of whom nobody can know who it is. */
async function signIn(person: Person | null): Promise<void> {
  const before = stored();
  await bench.store.write((tx) =>
    ok(saveSignedIn(tx, { ...before, session: { ...before.session, person } })),
  );
  credentials.owner = person?.subject ?? null;
  generation += 1;
  credentials.become(token(generation));
  await bench.settle();
}

async function leave(): Promise<void> {
  const tokens = { forget: async () => ok(null) } as never;
  await signOut({ store: bench.store, tokens, clock: bench.time.clock }, 'field');
  credentials.owner = null;
  credentials.become({ kind: 'signInNeeded' });
  await bench.settle();
}

beforeEach(async () => {
  credentials = new ByHand();
  bench = createOutboxBench({ credentials });
  await bench.store.write((tx) => {
    tx.saveAccount(account);
    return ok(null);
  });
  await bench.dispatcher.start();
});

describe('items of a person', () => {
  it('are changed and taken over by nobody else', async () => {
    await bench.store.write((tx) => {
      tx.saveAccount({ ...account, name: 'carls' });
      return ok(null);
    });
    await signIn(ANN);
    credentials.become({ kind: 'refreshing' });
    const { id } = await bench.add({ url: `${ORIGIN}/a`, account: 'field' });
    await signIn(BEN);
    const edits = [{ title: 'mine' }, { account: 'carls' }, { body: { kind: 'none' } }] as const;
    for (const edit of edits) {
      expect(await editItem(bench.commandDeps, id, edit, { kind: 'cli' })).toMatchObject({
        error: { code: 'ITEM_OF_ANOTHER', params: { id, person: 'Ann' } },
      });
    }
    const all = { ids: [id] };
    expect(await assignAccount(bench.commandDeps, all, 'carls', { kind: 'cli' })).toMatchObject({
      value: { done: 0, refusals: [{ code: 'ITEM_OF_ANOTHER' }] },
    });
    expect(bench.item(id)).toMatchObject({ account: 'field', subject: ANN.subject, revision: 1 });
    await signIn(ANN);
    bench.runner.of(id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    expect(await editItem(bench.commandDeps, id, { title: 'mine' }, { kind: 'cli' })).toMatchObject(
      { ok: true },
    );
  });

  it('wait for a sign-in after a restart where only the earlier host had its tokens', async () => {
    await signIn(ANN);
    await endLostSessions(bench.store, 7);
    expect(stored().session).toEqual({
      state: 'signInNeeded',
      keptBy: 'session',
      since: 7,
      person: ANN,
    });
    const kept: Account = {
      ...stored(),
      session: { ...stored().session, state: 'signedIn', keptBy: 'keytar' },
    };
    await bench.store.write((tx) => ok(tx.saveAccount(kept)));
    await endLostSessions(bench.store, 8);
    expect(stored().session).toEqual(kept.session);
  });

  it('give no values to those of another one', async () => {
    await signIn(ANN);
    await bench.add({ url: `${ORIGIN}/a`, ref: 'visit' });
    const request = {
      method: 'POST',
      url: `${ORIGIN}/{{ref:visit.response.body.id}}`,
    };
    const handOver = () => bench.outbox.enqueue(request, { kind: 'cli' });
    expect(await handOver()).toMatchObject({ ok: true });
    await signIn(BEN);
    expect(await handOver()).toMatchObject({ error: { code: 'REF_UNKNOWN' } });
  });

  it('are held while another one is signed in, whose own go, and go on by themselves afterwards', async () => {
    credentials.become({ kind: 'refreshing' });
    await signIn(ANN);
    credentials.become({ kind: 'refreshing' });
    const ofAnn = await add('a');
    await signIn(BEN);
    const ofBen = await add('b');
    await bench.settle();
    expect(ofAnn.subject).toBe(ANN.subject);
    expect(sending()).toEqual([ofBen.id]);
    const reason = {
      code: 'OTHER_PERSON',
      subject: ANN.subject,
      person: 'Ann',
      signedIn: 'Ben',
    };
    expect(bench.dispatcher.gates()).toMatchObject([{ scope: 'account', key: 'field', reason }]);
    expect(heldFor(bench.store.read, bench.dispatcher.gates())).toEqual([
      { account: 'field', person: 'Ann', signedIn: 'Ben', items: 1 },
    ]);
    bench.runner.of(ofBen.id).answer({ kind: 'delivered', status: 200 });
    bench.time.advance(100 * 3_600_000);
    await bench.settle();
    expect(bench.item(ofAnn.id)).toMatchObject({ state: 'queued', attempts: 0 });
    const { read } = bench.store;
    const gates = bench.dispatcher.gates();
    expect(outlook(read, gates, bench.time.clock.now(), bench.policy)).toBe('stuck');
    await signIn(ANN);
    expect(sending()).toEqual([ofAnn.id]);
    expect(bench.runner.of(ofAnn.id).job.secretHeaders).toEqual([
      ['Authorization', `Bearer t${generation}`],
    ]);
  });

  it('go neither when a person wants just them, nor to ask whether their server is back', async () => {
    await signIn(ANN);
    credentials.become({ kind: 'refreshing' });
    const ofAnn = await add('a');
    await signIn(BEN);
    const gate = {
      scope: 'origin',
      key: ORIGIN,
      reason: { code: 'UNREACHABLE', cause: 'network', detail: 'ECONNREFUSED' },
      since: 1,
      probeAt: 1,
      floorAt: null,
      probes: 1,
      asked: [],
      askedRoutes: [],
      probing: null,
      wanted: ofAnn.id,
    } as const;
    await bench.store.write((tx) => {
      tx.saveGate(gate);
      return ok(null);
    });
    await bench.settle();
    expect(sending()).toEqual([]);
    const ofBen = await add('b');
    await bench.settle();
    expect(sending()).toEqual([ofBen.id]);
  });

  it('that are on the wire when another one signs in end there, and are not sent again as them', async () => {
    await signIn(ANN);
    const ofAnn = await add('a');
    await bench.settle();
    expect(sending()).toEqual([ofAnn.id]);
    await signIn(BEN);
    bench.runner.of(ofAnn.id).answer({ kind: 'unauthorized', status: 401 });
    await bench.settle();
    expect(bench.item(ofAnn.id)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(sending()).toEqual([]);
  });

  it('stay theirs when their session ends by itself, and are nobody’s after they signed out', async () => {
    await signIn(ANN);
    credentials.become({ kind: 'signInNeeded' });
    const ofAnn = await add('a');
    expect(ofAnn.subject).toBe(ANN.subject);
    expect(bench.dispatcher.gates()).toMatchObject([{ reason: { code: 'SIGN_IN_NEEDED' } }]);
    await leave();
    const ofNobody = await add('b');
    expect(ofNobody.subject).toBeNull();
    await signIn(BEN);
    expect(bench.item(ofNobody.id).subject).toBe(BEN.subject);
    expect(sending()).toEqual([ofNobody.id]);
  });

  it('do not go as somebody of whom nobody knows who it is; what is nobody’s does', async () => {
    await signIn(ANN);
    credentials.become({ kind: 'refreshing' });
    await add('a');
    await signIn(null);
    const ofNobody = await add('b');
    await bench.settle();
    expect(sending()).toEqual([ofNobody.id]);
    expect(bench.dispatcher.gates()).toMatchObject([
      { reason: { code: 'OTHER_PERSON', person: 'Ann', signedIn: null } },
    ]);
  });

  it('are not replaced by those of another one', async () => {
    credentials.become({ kind: 'signInNeeded' });
    const position = () =>
      bench.add({ url: `${ORIGIN}/p`, dedupeKey: 'p', onDuplicate: 'replace' });
    await signIn(ANN);
    credentials.become({ kind: 'signInNeeded' });
    const ofAnn = await position();
    await signIn(BEN);
    credentials.become({ kind: 'signInNeeded' });
    await position();
    expect(bench.item(ofAnn.id).state).toBe('queued');
    const newer = await position();
    await position();
    expect(bench.item(newer.id).state).toBe('cancelled');
    expect(bench.item(ofAnn.id).state).toBe('queued');
  });
});

describe('where it is not known yet who signed in', () => {
  it('items are of that sign-in, and of the person as soon as they are known', async () => {
    const someone = unknownPerson(7);
    await signIn(someone);
    credentials.become({ kind: 'trouble', code: 'TOKEN_ENDPOINT_BUSY', retryAt: 9 });
    const item = await add('a');
    expect(item.subject).toBe(someone.subject);
    const found = (since: number) => savePerson(bench.store, 'field', since, ANN, 'newTokens');
    expect(await found(stored().session.since + 1)).toEqual(ok(false));
    expect(bench.item(item.id).subject).toBe(someone.subject);
    expect(await found(stored().session.since)).toEqual(ok(true));
    expect(bench.item(item.id).subject).toBe(ANN.subject);
    expect(stored()).toMatchObject({ session: { person: ANN }, people: [ANN] });
  });

  it('their items are nobody else’s, also when it is never found out', async () => {
    await signIn(unknownPerson(7));
    credentials.become({ kind: 'refreshing' });
    const item = await add('a');
    await signIn(BEN);
    expect(bench.item(item.id).subject).toBe('?7');
    expect(sending()).toEqual([]);
    expect(bench.dispatcher.gates()).toMatchObject([
      { reason: { code: 'OTHER_PERSON', person: null, signedIn: 'Ben' } },
    ]);
  });
});

it('an account remembers who signed in, the last one first, by the name of last', async () => {
  await signIn(ANN);
  await signIn(BEN);
  await signIn({ ...ANN, name: 'Ann B.' });
  expect(stored().people).toEqual([{ ...ANN, name: 'Ann B.' }, BEN]);
});

it('nobody is signed in anew for items that would not go even then', async () => {
  await signIn(ANN);
  credentials.become({ kind: 'signInNeeded' });
  await add('a');
  await signIn(BEN);
  credentials.become({ kind: 'refreshing' });
  await bench.settle();
  const { prepared } = credentials;
  await add('b');
  await bench.settle();
  expect(prepared).toBe(0);
  expect(credentials.prepared).toBeGreaterThan(0);
});
