import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../electron/core/accounts.ts';
import { carryOut } from '../../../electron/core/commands.ts';
import { explain } from '../../../electron/core/explain.ts';
import { explainItem } from '../../../electron/core/explain-item.ts';
import { ok } from '../../../shared/lang/result.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import type { Explanation } from '../../../shared/outbox/explanation.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const HOUR = 3_600_000;

function why(bench: OutboxBench, id: string, running = true): readonly Explanation[] {
  const slots = running ? [] : null;
  const found = explainItem(bench.store.read, id, slots, [], bench.time.clock.now(), bench.policy);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

function sentences(bench: OutboxBench, id: string): readonly string[] {
  return why(bench, id).map((one) => explanationSentence(one, bench.time.clock.now()));
}

describe('an item that nobody sends', () => {
  it('is not next, whatever stands in its way', async () => {
    const bench = createOutboxBench();
    const { id } = await bench.add();
    expect(why(bench, id)).toEqual([{ code: 'NEXT' }]);
    expect(why(bench, id, false)).toEqual([{ code: 'NOT_RUNNING' }]);
  });
});

describe('items that follow others', () => {
  it('the first of an order key says with which priority it goes, the others what frees them', async () => {
    const bench = createOutboxBench();
    const first = await bench.add({ orderKey: 'visit', priority: 1 });
    const second = await bench.add({ orderKey: 'visit', priority: 4 });
    expect(why(bench, first.id)).toEqual([
      { code: 'NEXT' },
      { code: 'RAISED', priority: 4, orderKey: 'visit' },
    ]);
    expect(sentences(bench, first.id)[1]).toBe(
      'It goes with priority urgent, as an item behind it under "visit" has that.',
    );
    expect(sentences(bench, second.id)).toEqual([
      `It keeps its place under "visit" behind item ${first.id} (queued): it goes once that is delivered, cancelled or removed.`,
    ]);
  });

  it('an item that is the most urgent of its key is not raised', async () => {
    const bench = createOutboxBench();
    const first = await bench.add({ orderKey: 'visit', priority: 3 });
    await bench.add({ orderKey: 'visit', priority: 3 });
    expect(why(bench, first.id)).toEqual([{ code: 'NEXT' }]);
  });

  it('say what their fate is', async () => {
    const bench = createOutboxBench();
    const parent = await bench.add({ ref: 'first' });
    const child = await bench.add({ after: ['first'] });
    expect(sentences(bench, child.id)).toEqual([
      `It follows item ${parent.id} (queued): it goes once that is delivered, and comes to you if that is cancelled or removed.`,
    ]);
  });
});

describe('an item whose place a newer one took', () => {
  const POSITION = { dedupeKey: 'position', onDuplicate: 'replace' } as const;

  it('says which, for as long as that is open; one that somebody cancelled does not', async () => {
    const bench = createOutboxBench();
    const first = await bench.add(POSITION);
    const second = await bench.add(POSITION);
    expect(sentences(bench, first.id)).toEqual([
      `A newer one took its place before it was sent: ${second.id}.`,
    ]);
    const third = await bench.add(POSITION);
    const at = bench.time.clock.now();
    expect(why(bench, first.id)).toEqual([{ code: 'REPLACED', at, by: third.id }]);
    await carryOut(
      bench.commandDeps,
      { ids: [third.id] },
      { kind: 'cancel' },
      { kind: 'cli' },
      { undoable: false },
    );
    expect(sentences(bench, second.id)).toEqual(['A newer one took its place before it was sent.']);
    expect(why(bench, third.id)).toMatchObject([{ code: 'CANCELLED' }]);
  });
});

describe('what is used up', () => {
  const around = {
    parents: [],
    orderHead: null,
    canBeChecked: false,
    replaced: null,
    running: true,
  };

  async function after(counted: number, spentMs: number, rest: Partial<Item> = {}) {
    const bench = createOutboxBench();
    const item = await bench.add();
    const tried = { ...item, budget: { ...item.budget, counted, spentMs }, ...rest } as Item;
    const { policy } = bench;
    const now = bench.time.clock.now();
    const reasons = explain(tried, around, {
      now,
      gates: [],
      pauses: [],
      disk: null,
      running: [],
      policy,
    });
    return reasons.map((one) => explanationSentence(one, now)).slice(1);
  }

  it('is told from the first try that counts, and from the fifth as trouble', async () => {
    expect(await after(0, 0)).toEqual([]);
    expect(await after(1, 60_000)).toEqual([
      '1 of 20 tries and 1 min of 3 days are used; it comes to you when both are used up.',
    ]);
    expect(await after(5, 2 * HOUR)).toEqual([
      'It is having trouble: 5 of 20 tries and 2 h of 3 days are used; it comes to you when both are used up.',
    ]);
  });

  it('an expiry says what comes then, also once it has passed', async () => {
    const now = createOutboxBench().time.clock.now();
    expect(await after(0, 0, { expiresAt: now + HOUR })).toEqual([
      'It expires in 1 h; after that it is not sent any more, and comes to you.',
    ]);
    expect(await after(0, 0, { expiresAt: now })).toEqual([
      'Its time has passed: it is not sent any more, and comes to you.',
    ]);
  });
});

it.each([
  [{ kind: 'rejected', status: 403 }, 'what it answered (403) says neither'],
  [{ kind: 'redirected', status: 307, location: 'http://127.0.0.1:9/x' }, '(307) says neither'],
  [{ kind: 'unsendable', problem: { code: 'REQUEST_INVALID', detail: 'url' } }, 'not be asked'],
] as const)(
  'an item whose server was asked in vain says what it answered: %j',
  async (outcome, said) => {
    const bench = createOutboxBench();
    const origin = 'http://127.0.0.1:9';
    await bench.store.write((tx) => {
      const verify = [{ url: `${origin}/*`, get: `${origin}/sent?key={{idempotencyKey}}` }];
      const input = { name: 'field', origins: [origin], verify };
      tx.saveAccount(accountOf(input, { kind: 'none' }, null, 0));
      return ok(null);
    });
    const { id } = await bench.add({ unknownOutcome: 'ask' });
    await bench.dispatcher.start();
    await bench.settle();
    bench.runner.of(id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    bench.time.advance(bench.policy.backoff.cap);
    await bench.settle();
    bench.runner.of(id).answer(outcome);
    await bench.settle();
    expect(sentences(bench, id)).toEqual([expect.stringContaining(said)]);
  },
);
