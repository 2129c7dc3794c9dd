import { describe, expect, it } from 'vitest';
import { blamed, doubtCounts, excused } from '../../../electron/core/doubts.ts';
import { type GateView, gateSignal, nextGate } from '../../../electron/core/gates.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { type AttemptOutcome, DOUBTS, type Doubt } from '../../../shared/outbox/attempt-outcome.ts';
import { FRESH_BUDGET, type Item } from '../../../shared/outbox/item.ts';
import { anItem } from '../../support/builders.ts';

const context = { policy: DEFAULT_POLICY, now: 1, random: () => 1 };
const page = gateSignal({ kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' }, null);
const doubted = (id: string, suspects: number) =>
  anItem({ id, budget: { ...FRESH_BUDGET, suspects } });
const a = doubted('a', 0);
const b = doubted('b', 0);
const OPEN: GateView = { closed: null, streak: null };
const alone = nextGate(OPEN, a, page, context);
const shut = nextGate(alone, b, page, context);
const all = () => true;
const suspect = (doubt: Doubt): AttemptOutcome => ({ kind: 'suspect', status: 200, doubt });
const REDIRECT: AttemptOutcome = {
  kind: 'suspect',
  status: 302,
  doubt: 'REDIRECT',
  location: 'http://portal.example/',
};
const counts = (
  item: Item,
  view: GateView,
  isOpen: (id: string) => boolean,
  outcome = suspect('JSON'),
) => doubtCounts(item, outcome, view, isOpen, DEFAULT_POLICY);

describe('a suspect answer', () => {
  it('counts for an item that nobody can be compared with', () => {
    expect(counts(a, OPEN, all)).toBe(true);
    expect(counts(a, alone, all)).toBe(true);
    expect(counts(b, shut, (id) => id === 'b')).toBe(true);
  });

  it.each([
    suspect('HTML_INSTEAD'),
    suspect('NETWORK_SIGN_IN'),
    suspect('PROXY_SIGN_IN'),
    REDIRECT,
  ])(
    "counts for one alone over plain http only after an hour of trying, if it may be a network's sign-in: %o",
    (outcome) => {
      const patience = DEFAULT_POLICY.signInPatience;
      const after = (spentMs: number, fields: Partial<Item> = {}) =>
        counts(anItem({ ...fields, budget: { ...FRESH_BUDGET, spentMs } }), OPEN, all, outcome);
      expect([after(0), after(patience - 1), after(patience)]).toEqual([false, false, true]);
      expect(after(0, { origin: 'https://api.example' })).toBe(true);
      expect(counts(doubted('a', 1), OPEN, all, outcome)).toBe(true);
    },
  );

  it.each(DOUBTS.filter((one) => !/HTML|SIGN_IN/.test(one)))(
    'counts at once where a server said it: %s',
    (doubt) => {
      expect(counts(a, OPEN, all, suspect(doubt))).toBe(true);
    },
  );

  it('does not count while nothing gets through for several', () => {
    expect(counts(b, alone, all)).toBe(false);
    expect(counts(a, shut, all)).toBe(false);
    expect(counts(doubted('c', 0), shut, all)).toBe(false);
  });

  it('counts for what was doubted while others got through', () => {
    expect(counts(doubted('b', 1), shut, all)).toBe(true);
  });

  it('that counted for want of others is taken back when they meet the same, an older one is not', () => {
    const { streak } = nextGate(alone, a, page, context);
    expect(streak?.doubts).toBe(2);
    expect(streak && excused(doubted('a', 2), streak)?.budget.suspects).toBe(0);
    expect(alone.streak && excused(doubted('a', 2), alone.streak)).toBeNull();
  });

  it('that did not count is one when another item passes, and never two', () => {
    const last = { kind: 'suspect', status: 200, code: null, at: 1 } as const;
    expect(blamed({ ...a, last })?.budget.suspects).toBe(1);
    expect(blamed({ ...doubted('a', 1), last })).toBeNull();
    expect(blamed(a)).toBeNull();
  });
});
