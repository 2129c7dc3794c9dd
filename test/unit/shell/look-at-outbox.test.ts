import { describe, expect, it } from 'vitest';
import { type Call, lookAtOutbox } from '../../../electron/main/shell/look-at-outbox.ts';
import { sendingNow } from '../../../electron/main/shell/own-work.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { accountsToSignIn } from '../../../shared/outbox/gate.ts';
import { FRESH_BUDGET, type WaitReason } from '../../../shared/outbox/item.ts';
import { countsOf, gateOf, groupOf, refusedItem, signInGate, triedItem } from './work.ts';

const PRACTICE = 'http://127.0.0.1:4000';

const ANSWERS: Readonly<Record<string, unknown>> = {
  stats: {
    counts: countsOf({ attention: 4, queued: 9, sending: 2, delivered: 1 }),
    // Counted later than the others: one more has been delivered.
    practice: countsOf({ attention: 3, queued: 2, waiting: 1, delivered: 2 }),
    away: [],
    heldFor: [],
    gates: [
      gateOf({ key: PRACTICE }),
      gateOf({ key: 'https://one.test', probing: 'a' }),
      signInGate('practice'),
      signInGate('field'),
    ],
    pauses: [
      { scope: 'origin', key: PRACTICE, since: 1, until: null },
      { scope: 'all', key: '', since: 1, until: null },
    ],
  },
  groups: [groupOf({ key: 'mine' }), groupOf({ key: 'practised', origin: PRACTICE })],
  'accounts.list': [{ name: 'practice', origins: [PRACTICE] }],
  'settings.get': { settings: DEFAULT_SETTINGS },
};

const PRACTISED = ['p1', 'p2', 'p3'].map((id) => refusedItem(id, { account: 'practice' }));

const failed = (detail: string): WaitReason => ({ code: 'BACKOFF', after: 'notSent', detail });
const doubted = (detail: string): WaitReason => ({ code: 'BACKOFF', after: 'suspect', detail });
/** The newest first. */
const WAITING = [
  triedItem('w1', { origin: 'https://one.test' }, failed('ETIMEDOUT')),
  triedItem('w2', { origin: 'https://one.test' }, failed('ECONNREFUSED')),
  triedItem('w3', { origin: 'https://two.test' }, failed('ENOTFOUND')),
  triedItem(
    'w4',
    { origin: 'https://busy.test' },
    { code: 'BACKOFF', after: 'busy', detail: '503' },
  ),
  triedItem('w7', { origin: 'http://hotel.test' }, doubted('REDIRECT')),
  triedItem(
    'w8',
    { origin: 'http://wrong.test', budget: { ...FRESH_BUDGET, suspects: 1 } },
    doubted('HTML_INSTEAD'),
  ),
  triedItem('w5', { origin: 'https://later.test' }, { code: 'NOT_BEFORE' }),
  triedItem('w6', { origin: PRACTICE, account: 'practice' }),
];

describe('what tray and notifications know', () => {
  it('is of everything but practice mode', async () => {
    const asked: unknown[] = [];
    const call: Call = async (name, input) => {
      if (name !== 'list') return ok(ANSWERS[name] as never);
      asked.push(input);
      const items = asked.length === 1 ? [...PRACTISED, refusedItem('mine')] : WAITING;
      return ok({ items, next: null } as never);
    };
    const sight = await lookAtOutbox(call);
    if (!sight.ok) throw new Error(sight.error.code);
    const { work, settings } = sight.value;
    expect(settings).toBe(DEFAULT_SETTINGS);
    expect(work.counts).toEqual(countsOf({ attention: 1, queued: 7, sending: 2 }));
    expect(work.gates.map(({ key }) => key)).toEqual(['https://one.test', 'field']);
    expect(work.pauses).toMatchObject([{ scope: 'all' }]);
    expect(work.groups).toMatchObject([{ key: 'mine' }]);
    expect(work.newest).toMatchObject([{ id: 'mine' }]);
    // Those of practice mode must not crowd out the three that are named.
    expect(asked).toEqual([
      { states: ['attention', 'unconfirmed'], sort: 'newest', limit: 3 + 3 },
      { states: ['waiting'], sort: 'newest', limit: 20 + 1 },
    ]);
    expect(work.unreached).toEqual([
      { origin: 'http://hotel.test', after: 'suspect', detail: 'REDIRECT' },
      { origin: 'https://two.test', after: 'notSent', detail: 'ENOTFOUND' },
      { origin: 'https://one.test', after: 'notSent', detail: 'ETIMEDOUT' },
    ]);
    expect(accountsToSignIn(work)).toEqual(['field']);
    expect(sendingNow(work)).toBe(1);
  });

  it('names three at most', async () => {
    const items = ['a', 'b', 'c', 'd'].map((id) => refusedItem(id));
    const sight = await lookAtOutbox(async (name) =>
      ok((name === 'list' ? { items, next: null } : ANSWERS[name]) as never),
    );
    expect(sight).toMatchObject({ value: { work: { newest: [{ id: 'a' }, { id: 'b' }, {}] } } });
    expect(sight.ok && sight.value.work.newest).toHaveLength(3);
  });

  it('is nothing when only what waits cannot be listed', async () => {
    const call: Call = async (name, input) => {
      if (name !== 'list') return ok(ANSWERS[name] as never);
      return 'states' in input && input.states?.includes('waiting')
        ? err(outboxError('PROFILE_UNUSABLE'))
        : ok({ items: [], next: null } as never);
    };
    expect(await lookAtOutbox(call)).toMatchObject({ error: { code: 'PROFILE_UNUSABLE' } });
  });

  it.for(['stats', 'groups', 'accounts.list', 'settings.get', 'list'])(
    'is nothing when %s has no answer',
    async (broken) => {
      const sight = await lookAtOutbox(async (name) =>
        name === broken ? err(outboxError('PROFILE_UNUSABLE')) : ok(ANSWERS[name] as never),
      );
      expect(sight).toMatchObject({ error: { code: 'PROFILE_UNUSABLE' } });
    },
  );
});
