import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { type ItemEvent, transition } from '../../../electron/core/transition.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { FRESH_BUDGET, type Item } from '../../../shared/outbox/item.ts';
import { anItem, aSendingItem } from '../../support/builders.ts';

const NOW = 10_000;
const context = { policy: DEFAULT_POLICY, now: NOW, random: () => 0.5 };
const HOUR = 3_600_000;

function after(item: Item, event: ItemEvent): Item {
  const result = transition(item, event, context);
  if (result.kind === 'ignored') throw new Error(`ignored: ${event.type}`);
  return result.item;
}

const ended = (
  outcome: AttemptOutcome,
  more: Partial<Extract<ItemEvent, { type: 'attemptEnded' }>> = {},
): ItemEvent => ({
  type: 'attemptEnded',
  attempt: 1,
  outcome,
  durationMs: 100,
  probe: false,
  freshToken: false,
  checkUrl: null,
  cannotBeAsked: false,
  cutOffAt: null,
  unsigned: false,
  doubtCounts: true,
  ...more,
});

describe('an attempt that ended', () => {
  it('delivers on a yes', () => {
    expect(after(aSendingItem(), ended({ kind: 'delivered', status: 201 }))).toMatchObject({
      state: 'delivered',
      status: 201,
      deliveredAt: NOW,
    });
  });

  it.each<[AttemptOutcome, string]>([
    [{ kind: 'rejected', status: 422 }, 'REJECTED'],
    [{ kind: 'misdirected', status: 302, location: 'http://x/', otherOrigin: true }, 'MISDIRECTED'],
    [{ kind: 'unauthorized', status: 401 }, 'ACCOUNT_NEEDED'],
    [{ kind: 'unsendable', problem: { code: 'FILE_MISSING', file: 'a.jpg' } }, 'FILE_MISSING'],
    [{ kind: 'unsendable', problem: { code: 'FILE_CHANGED', file: 'a.jpg' } }, 'FILE_CHANGED'],
  ])('needs a person at once after %j', (outcome, code) => {
    expect(after(aSendingItem(), ended(outcome))).toMatchObject({
      state: 'attention',
      reason: { code },
    });
  });

  it('needs a person when a file stays unreadable, not when it is so once', () => {
    const met = ended({
      kind: 'unsendable',
      problem: { code: 'FILE_UNREADABLE', file: 'a.jpg', detail: 'EIO' },
    });
    const again = (item: Item): Item =>
      after(aSendingItem({ budget: item.budget, last: item.last }), met);
    const first = after(aSendingItem(), met);
    expect(first).toMatchObject({
      state: 'waiting',
      reason: { code: 'BACKOFF', after: 'unsendable', detail: 'EIO' },
    });
    expect(again(first).state).toBe('waiting');
    expect(again(again(first))).toMatchObject({
      state: 'attention',
      reason: { code: 'FILE_UNREADABLE', detail: 'EIO' },
    });
    const offlineBefore = aSendingItem({ budget: { ...FRESH_BUDGET, failures: 40 } });
    const once = after(offlineBefore, met);
    expect(once.state).toBe('waiting');
    expect(again(once).state).toBe('attention');
  });

  it('waits with full jitter that grows with every failure and never passes the cap', () => {
    const wait = (failures: number): number => {
      const item = aSendingItem({ budget: { ...FRESH_BUDGET, failures } });
      const next = after(item, ended({ kind: 'busy', status: 500, retryAfterMs: null }));
      return next.state === 'waiting' ? next.dueAt - NOW : -1;
    };
    expect([0, 1, 2, 3].map(wait)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(wait(40)).toBe(DEFAULT_POLICY.backoff.cap / 2);
  });

  it('takes Retry-After as a floor that a person cannot undo by mistake', () => {
    const waiting = after(
      aSendingItem(),
      ended({ kind: 'busy', status: 429, retryAfterMs: 60_000 }),
    );
    expect(waiting).toMatchObject({ state: 'waiting', dueAt: NOW + 60_000, floorAt: NOW + 60_000 });
    expect(transition(waiting, { type: 'wake' }, context).kind).toBe('ignored');
    expect(transition(waiting, { type: 'retry', force: false, newKey: 'k' }, context).kind).toBe(
      'ignored',
    );
    expect(after(waiting, { type: 'retry', force: true, newKey: 'k' }).state).toBe('queued');
  });

  it('shortens a wait to the floor when it is woken before it', () => {
    const waiting = anItem(
      {},
      {
        state: 'waiting',
        dueAt: NOW + 9_000,
        floorAt: NOW + 4_000,
        reason: { code: 'SERVER_ASKED', status: 503 },
      },
    );
    expect(after(waiting, { type: 'wake' })).toMatchObject({
      state: 'waiting',
      dueAt: NOW + 4_000,
    });
  });

  it('does not count what never reached a server, nor a probe that met a sick one', () => {
    const counted = (outcome: AttemptOutcome, probe = false): number =>
      after(aSendingItem(), ended(outcome, { probe })).budget.counted;
    expect(counted({ kind: 'notSent', cause: 'dns', code: 'ENOTFOUND' })).toBe(0);
    expect(counted({ kind: 'incomplete', code: 'ECONNRESET' })).toBe(1);
    expect(counted({ kind: 'incomplete', code: 'ECONNRESET' }, true)).toBe(0);
    expect(counted({ kind: 'busy', status: 503, retryAfterMs: null }, true)).toBe(0);
    expect(counted({ kind: 'busy', status: 500, retryAfterMs: null }, true)).toBe(1);
    expect(counted({ kind: 'busy', status: 503, retryAfterMs: null })).toBe(1);
  });

  it('gives up only when both the tries and the time are used up', () => {
    const busy = ended({ kind: 'busy', status: 500, retryAfterMs: null });
    const spent = (counted: number, spentMs: number): string =>
      after(aSendingItem({ budget: { ...FRESH_BUDGET, counted, spentMs } }), busy).state;
    expect(spent(19, 71 * HOUR)).toBe('waiting');
    expect(spent(500, 10 * HOUR)).toBe('waiting');
    expect(spent(5, 100 * HOUR)).toBe('waiting');
    expect(spent(19, 73 * HOUR)).toBe('attention');
  });

  it('asks a person when the outcome is unknown and the item says so', () => {
    const unknown = ended({ kind: 'unknown', code: 'ECONNRESET' });
    expect(after(aSendingItem({ unknownOutcome: 'ask' }), unknown)).toMatchObject({
      state: 'unconfirmed',
      mayHaveArrived: true,
    });
    expect(after(aSendingItem({ unknownOutcome: 'ask', method: 'PUT' }), unknown).state).toBe(
      'waiting',
    );
    expect(after(aSendingItem(), unknown)).toMatchObject({
      state: 'waiting',
      mayHaveArrived: true,
    });
  });

  it('goes on to where a redirect within the origin points, three times and no more', () => {
    const redirected = ended({ kind: 'redirected', status: 307, location: 'http://127.0.0.1:9/b' });
    expect(after(aSendingItem(), redirected)).toMatchObject({
      state: 'queued',
      redirectTo: 'http://127.0.0.1:9/b',
      budget: { hops: 1, counted: 0 },
    });
    const third = aSendingItem({ budget: { ...FRESH_BUDGET, hops: 3 } });
    expect(after(third, redirected)).toMatchObject({
      state: 'attention',
      reason: { code: 'TOO_MANY_REDIRECTS' },
    });
  });

  it("asks the item's own address again after a detour failed", () => {
    const item = aSendingItem({
      redirectTo: 'http://127.0.0.1:9/b',
      budget: { ...FRESH_BUDGET, hops: 2 },
    });
    const next = after(item, ended({ kind: 'busy', status: 503, retryAfterMs: null }));
    expect(next).toMatchObject({ redirectTo: null, budget: { hops: 0 } });
  });

  it('needs a person after three implausible answers', () => {
    const suspect = ended({ kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' });
    expect(after(aSendingItem(), suspect).state).toBe('waiting');
    const third = aSendingItem({ budget: { ...FRESH_BUDGET, suspects: 2 } });
    expect(after(third, suspect)).toMatchObject({
      state: 'attention',
      reason: { code: 'SUSPECT', times: 3 },
    });
  });

  it.each([
    ['STATUS', true],
    ['CONTENT_TYPE', true],
    ['HEADER', true],
    ['JSON', true],
    ['TOO_LONG', true],
    ['EARLY', false],
    ['HTML_INSTEAD', false],
    ['NETWORK_SIGN_IN', false],
  ] as const)(
    'may have arrived where its server answered otherwise than the account asks: %s %s',
    (doubt, mayHaveArrived) => {
      const doubted = ended({ kind: 'suspect', status: 200, doubt });
      expect(after(aSendingItem(), doubted)).toMatchObject({ state: 'waiting', mayHaveArrived });
      const third = aSendingItem({ budget: { ...FRESH_BUDGET, suspects: 2 } });
      expect(after(third, doubted)).toMatchObject({ state: 'attention', mayHaveArrived });
      expect(after(aSendingItem({ mayHaveArrived: true }), doubted)).toMatchObject({
        mayHaveArrived: true,
      });
    },
  );

  it('needs a person after three redirects that may be of anybody, who sees where it was sent to', () => {
    const location = 'http://portal.example/';
    const redirect = ended({ kind: 'suspect', status: 302, doubt: 'REDIRECT', location });
    expect(after(aSendingItem(), redirect)).toMatchObject({
      state: 'waiting',
      reason: { code: 'BACKOFF', after: 'suspect', detail: 'REDIRECT' },
      budget: { suspects: 1, counted: 1 },
    });
    const third = aSendingItem({ budget: { ...FRESH_BUDGET, suspects: 2 } });
    expect(after(third, redirect)).toMatchObject({
      state: 'attention',
      reason: { code: 'MISDIRECTED', status: 302, location, otherOrigin: true },
    });
  });

  it('needs nobody for implausible answers that are of the network, however many', () => {
    const suspect = { kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' } as const;
    const third = { budget: { ...FRESH_BUDGET, suspects: 2 } };
    const network = ended(suspect, { doubtCounts: false });
    expect(after(aSendingItem(third), network)).toMatchObject({
      state: 'waiting',
      budget: { suspects: 2 },
    });
    const asking = aSendingItem({ ...third, checkUrl: 'http://127.0.0.1:9/there' });
    expect(after(asking, network).state).toBe('waiting');
    expect(after(asking, ended(suspect)).state).toBe('unconfirmed');
  });

  it('isolates what a worker died with, and counts a strike only for an item that was alone', () => {
    const lost = (wasAlone: boolean, strikes: number): Item =>
      after(
        aSendingItem({ budget: { ...FRESH_BUDGET, strikes } }),
        ended({ kind: 'workerLost', wasAlone }),
      );
    expect(lost(false, 2)).toMatchObject({
      state: 'queued',
      isolated: true,
      budget: { strikes: 2 },
    });
    expect(lost(true, 1)).toMatchObject({
      state: 'queued',
      isolated: true,
      budget: { strikes: 2 },
    });
    expect(lost(true, 2)).toMatchObject({ state: 'attention', reason: { code: 'CRASHED_WORKER' } });
  });

  it.each([
    { kind: 'workerLost', wasAlone: false },
    { kind: 'hostLost' },
    { kind: 'aborted', by: 'shutdown', mayHaveArrived: true },
    { kind: 'unknown', code: 'ECONNRESET' },
  ] as const)(
    'asks a person where the item wants that, and nobody knows after $kind',
    (outcome) => {
      const asking = { unknownOutcome: 'ask' } as const;
      expect(after(aSendingItem(asking), ended(outcome))).toMatchObject({
        state: 'unconfirmed',
        mayHaveArrived: true,
      });
      // Nothing comes of sending it twice.
      expect(after(aSendingItem({ ...asking, method: 'PUT' }), ended(outcome)).state).not.toBe(
        'unconfirmed',
      );
    },
  );

  it('ignores the report of an attempt that is not the running one', () => {
    const late = ended({ kind: 'delivered', status: 200 }, { attempt: 7 });
    expect(transition(aSendingItem(), late, context).kind).toBe('ignored');
    expect(transition(anItem(), late, context).kind).toBe('ignored');
  });

  it('parks one item alone when a fresh token is refused too', () => {
    const item = aSendingItem({ account: 'office' });
    expect(after(item, ended({ kind: 'unauthorized', status: 401 })).state).toBe('queued');
    expect(
      after(item, ended({ kind: 'unauthorized', status: 401 }, { freshToken: true })),
    ).toMatchObject({
      state: 'attention',
      reason: { code: 'STILL_UNAUTHORIZED' },
    });
  });
});

describe('what a person does', () => {
  it('makes a new key exactly when a definite no is tried again', () => {
    const retry: ItemEvent = { type: 'retry', force: false, newKey: 'key-2' };
    const rejected = anItem(
      {},
      { state: 'attention', since: 1, reason: { code: 'REJECTED', status: 422 } },
    );
    expect(after(rejected, retry).idempotencyKey).toBe('key-2');
    expect(after({ ...rejected, mayHaveArrived: true }, retry).idempotencyKey).toBe('key-1');
    const exhausted = anItem(
      {},
      { state: 'attention', since: 1, reason: { code: 'EXHAUSTED', counted: 20, spentMs: 1 } },
    );
    expect(after(exhausted, retry)).toMatchObject({
      idempotencyKey: 'key-1',
      budget: FRESH_BUDGET,
    });
  });

  it('cancels a sending item when its attempt has ended, unless it was delivered', () => {
    const asked = after(aSendingItem(), { type: 'cancel' });
    expect(asked).toMatchObject({ state: 'sending', asked: 'cancel' });
    expect(
      after(asked, ended({ kind: 'aborted', by: 'user', mayHaveArrived: true })),
    ).toMatchObject({
      state: 'cancelled',
      mayHaveArrived: true,
      asked: null,
    });
    expect(after(asked, ended({ kind: 'delivered', status: 200 })).state).toBe('delivered');
  });

  it('lets a running attempt end before it holds', () => {
    const asked = after(aSendingItem(), { type: 'hold' });
    expect(asked.state).toBe('sending');
    expect(after(asked, ended({ kind: 'busy', status: 503, retryAfterMs: null })).state).toBe(
      'held',
    );
    expect(after(asked, ended({ kind: 'rejected', status: 422 })).state).toBe('attention');
  });

  it('says what became of an unconfirmed item', () => {
    const item = anItem({ mayHaveArrived: true }, { state: 'unconfirmed', since: 1 });
    // What a person says is no answer of the server, whatever the last one was.
    const asked = { ...item, last: { kind: 'rejected', status: 422, code: null, at: 1 } } as const;
    expect(after(asked, { type: 'resolve', arrived: true })).toMatchObject({
      state: 'delivered',
      status: 0,
    });
    expect(after(item, { type: 'resolve', arrived: false })).toMatchObject({
      state: 'queued',
      idempotencyKey: 'key-1',
    });
  });

  it.each([
    [
      'an answer that nobody believed',
      { code: 'SUSPECT', status: 200, times: 3, doubt: 'JSON' },
      false,
    ],
    ['tries that may have arrived', { code: 'EXHAUSTED', counted: 20, spentMs: 1 }, true],
  ] as const)(
    'says what became of an item that %s brought to a person',
    (_, reason, mayHaveArrived) => {
      const item = anItem({ mayHaveArrived }, { state: 'attention', since: 1, reason });
      expect(after(item, { type: 'resolve', arrived: true }).state).toBe('delivered');
      expect(after(item, { type: 'resolve', arrived: false }).state).toBe('queued');
    },
  );

  it('has nothing to say of an item that was refused for certain', () => {
    const item = anItem(
      {},
      { state: 'attention', since: 1, reason: { code: 'REJECTED', status: 422 } },
    );
    expect(transition(item, { type: 'resolve', arrived: true }, context).kind).toBe('ignored');
  });

  it('keeps a named time when it releases', () => {
    const held = anItem({ notBefore: NOW + 5 }, { state: 'held', since: 1 });
    expect(after(held, { type: 'release' })).toMatchObject({ state: 'waiting', dueAt: NOW + 5 });
  });
});

it('does not start an item that is blocked', () => {
  expect(transition(anItem({ blockers: 1 }), { type: 'attemptStarted' }, context).kind).toBe(
    'ignored',
  );
});

it('lets an item expire only while nobody has it in hand', () => {
  const late = { expiresAt: NOW - 1 };
  expect(after(anItem(late), { type: 'expire' })).toMatchObject({
    state: 'attention',
    reason: { code: 'EXPIRED' },
  });
  expect(transition(aSendingItem(late), { type: 'expire' }, context).kind).toBe('ignored');
  expect(transition(anItem({ expiresAt: NOW + 1 }), { type: 'expire' }, context).kind).toBe(
    'ignored',
  );
});
