import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import {
  atStart,
  lookedAt,
  type NotificationState,
  type NotificationView,
  notify,
} from '../../../electron/main/shell/notification-model.ts';
import type { OwnWork } from '../../../electron/main/shell/own-work.ts';
import { isQuietAt } from '../../../electron/main/shell/quiet-hours.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { type Notice, noticeText } from '../../../shared/messages/notification-words.ts';
import { countsOf, groupOf, NO_WORK, signInGate } from './work.ts';

const MINUTE = 60_000;

let state: NotificationState;
let now: number;

beforeEach(() => {
  state = atStart(NO_WORK);
  now = 1_000;
});

/** What is shown when the outbox has become like this. */
function see(work: Partial<OwnWork>, view: Partial<NotificationView> = {}): readonly Notice[] {
  const seen = notify(state, {
    work: { ...NO_WORK, ...work },
    settings: DEFAULT_SETTINGS,
    isQuiet: false,
    isLooking: false,
    now,
    ...view,
  });
  state = seen.state;
  return seen.show;
}

const refused = groupOf({ key: 'refused' });
const other = groupOf({ key: 'other', code: 'UNCONFIRMED', status: null });

describe('a kind of trouble', () => {
  it('is told of once until it is looked at, however many there come to be', () => {
    expect(see({ groups: [refused] })).toEqual([{ kind: 'group', group: refused }]);
    expect(see({ groups: [refused] })).toEqual([]);
    expect(see({ groups: [{ ...refused, count: 40, newest: 'id-9' }] })).toEqual([]);
    expect(see({ groups: [{ ...refused, count: 40, newest: 'id-9' }, other] })).toEqual([
      { kind: 'group', group: other },
    ]);
  });

  it('is told of again after it was looked at, when there is a new one', () => {
    see({ groups: [refused] });
    state = lookedAt(state, 'refused');
    expect(see({ groups: [refused] })).toEqual([]);
    const more = { ...refused, count: 2 };
    expect(see({ groups: [more] })).toEqual([{ kind: 'group', group: more }]);
    expect(see({ groups: [{ ...more, count: 3 }] })).toEqual([]);
  });

  it('is news where one has gone and another has come', () => {
    see({ groups: [refused] }, { isLooking: true });
    const later = { ...refused, newest: 'id-2' };
    expect(see({ groups: [later] })).toEqual([{ kind: 'group', group: later }]);
  });

  it('is no news where the newest has gone', () => {
    see({ groups: [{ ...refused, count: 2, newest: 'id-2' }] }, { isLooking: true });
    expect(see({ groups: [refused] })).toEqual([]);
    expect(see({ groups: [{ ...refused, count: 2 }] })).toHaveLength(1);
  });

  it('is news once it was over', () => {
    see({ groups: [refused] });
    see({});
    expect(see({ groups: [refused] })).toEqual([{ kind: 'group', group: refused }]);
  });

  it('was there before the app: the icon tells of it', () => {
    state = atStart({ groups: [refused] });
    expect(see({ groups: [refused] })).toEqual([]);
    expect(see({ groups: [{ ...refused, count: 2 }] })).toHaveLength(1);
  });

  it('is not told to whoever looks at the window', () => {
    expect(see({ groups: [refused] }, { isLooking: true })).toEqual([]);
    expect(see({ groups: [refused] })).toEqual([]);
  });

  it('is not told where nobody wants to hear of it, also not when that changes', () => {
    const settings = { ...DEFAULT_SETTINGS, 'notifications.attention': false };
    expect(see({ groups: [refused], gates: [signInGate('a')] }, { settings })).toEqual([]);
    expect(see({ groups: [refused], gates: [signInGate('a')] })).toEqual([]);
  });

  it('comes with many others as one', () => {
    const groups = ['a', 'b', 'c', 'd'].map((key) => groupOf({ key, count: 2 }));
    expect(see({ groups })).toEqual([{ kind: 'groups', groups }]);
    expect(see({ groups })).toEqual([]);
  });
});

describe('in quiet hours', () => {
  it('nothing is said; what is left is told afterwards', () => {
    const work = { groups: [refused, other], gates: [signInGate('field')] };
    expect(see(work, { isQuiet: true })).toEqual([]);
    expect(see({ ...work, groups: [refused] }, { isQuiet: true })).toEqual([]);
    expect(see({ ...work, groups: [refused] })).toEqual([
      { kind: 'group', group: refused },
      { kind: 'signIn', accounts: ['field'] },
    ]);
  });

  it('what comes to a kind that was looked at is told afterwards', () => {
    see({ groups: [refused] }, { isLooking: true });
    const more = { ...refused, count: 2 };
    expect(see({ groups: [more] }, { isQuiet: true })).toEqual([]);
    expect(see({ groups: [more] })).toEqual([{ kind: 'group', group: more }]);
  });

  test.for<[string, string | null, string | null, string, boolean]>([
    ['none', null, null, '03:00', false],
    ['one end only', '22:00', null, '23:00', false],
    ['in the day', '12:00', '13:30', '11:59', false],
    ['in the day', '12:00', '13:30', '12:00', true],
    ['in the day', '12:00', '13:30', '13:29', true],
    ['in the day', '12:00', '13:30', '13:30', false],
    ['over midnight', '22:00', '06:30', '21:59', false],
    ['over midnight', '22:00', '06:30', '22:00', true],
    ['over midnight', '22:00', '06:30', '00:00', true],
    ['over midnight', '22:00', '06:30', '06:29', true],
    ['over midnight', '22:00', '06:30', '06:30', false],
    ['until midnight', '22:00', '00:00', '23:59', true],
    ['until midnight', '22:00', '00:00', '00:00', false],
    ['of no length', '22:00', '22:00', '22:00', false],
  ])('%s: %s to %s, at %s: %s', ([, from, to, at, quiet]) => {
    const [hours = 0, minutes = 0] = at.split(':').map(Number);
    const hoursOf = { 'notifications.quietFrom': from, 'notifications.quietTo': to };
    expect(isQuietAt(hours * 60 + minutes, hoursOf)).toBe(quiet);
  });
});

describe('a sign-in', () => {
  it('is asked for once, also of what was so at the start, and again when it is needed anew', () => {
    const gates = [signInGate('field')];
    expect(see({ gates })).toEqual([{ kind: 'signIn', accounts: ['field'] }]);
    expect(see({ gates })).toEqual([]);
    expect(see({ gates: [...gates, signInGate('clinic')] })).toEqual([
      { kind: 'signIn', accounts: ['clinic'] },
    ]);
    see({});
    expect(see({ gates })).toHaveLength(1);
  });
});

describe('a backlog that ends', () => {
  /** Twelve wait; then all of them have become `ended`. */
  const over = (
    ended: Parameters<typeof countsOf>[0],
    view: Partial<NotificationView> & { readonly waited?: number } = {},
  ) => {
    see({ counts: countsOf({ queued: 12, delivered: 100, attention: 1 }) });
    now += (view.waited ?? 5 * MINUTE) / 2;
    see({ counts: countsOf({ queued: 6, delivered: 106, attention: 1 }) });
    now += (view.waited ?? 5 * MINUTE) / 2;
    return see({ counts: countsOf({ attention: 1, ...ended }) }, { now, ...view });
  };
  const ALL = { delivered: 112 };

  it('is told of in one quiet sentence, once', () => {
    expect(over(ALL)).toEqual([{ kind: 'allSent', count: 12 }]);
    expect(see({ counts: countsOf({ delivered: 112 }) })).toEqual([]);
  });

  it('is not while something is left', () => {
    expect(over({ delivered: 111, waiting: 1 })).toEqual([]);
    expect(over({ delivered: 111, sending: 1 })).toEqual([]);
  });

  test.for(['attention', 'unconfirmed', 'held', 'cancelled'] as const)(
    'is not where not all was sent: %s',
    (left) => {
      expect(over({ delivered: 111, [left]: left === 'attention' ? 2 : 1 })).toEqual([]);
    },
  );

  it('is not worth a word when it was a few, or soon over', () => {
    expect(over({ delivered: 103 })).toEqual([]);
    state = atStart(NO_WORK);
    expect(over({ delivered: 104 })).toHaveLength(1);
    state = atStart(NO_WORK);
    expect(over(ALL, { waited: MINUTE - 2 })).toEqual([]);
  });

  it('is not in quiet hours, and not afterwards', () => {
    expect(over(ALL, { isQuiet: true })).toEqual([]);
    expect(see({ counts: countsOf(ALL) })).toEqual([]);
  });

  it('is not to whoever looks, or does not want it', () => {
    expect(over(ALL, { isLooking: true })).toEqual([]);
    state = atStart(NO_WORK);
    const settings = { ...DEFAULT_SETTINGS, 'notifications.allSent': false };
    expect(over(ALL, { settings })).toEqual([]);
  });
});

describe('the words', () => {
  it('say what and where, and nothing that steers', () => {
    const group = { ...refused, count: 3, problem: `room\u202e\n${'x'.repeat(200)}` };
    const { title, body } = noticeText({ kind: 'group', group });
    expect(title).toBe('3 items need you: refused, 422');
    expect(body).toMatch(/^POST \/visits\/:id at one\.test: "room\\u\{202e\} x+…$/);
    expect(body).toHaveLength(120);
  });

  test.for<[string, string, Notice]>([
    [
      '5 items need you',
      '2 different causes, at one.test',
      { kind: 'groups', groups: [{ ...refused, count: 4 }, other] },
    ],
    [
      '1 item needs you: sent, no answer',
      'POST /visits/:id at one.test',
      { kind: 'group', group: other },
    ],
    [
      'Sign in to "field"',
      'What is to be sent with it waits until then.',
      { kind: 'signIn', accounts: ['field'] },
    ],
    [
      '2 accounts need to be signed in',
      'What is to be sent with them waits until then.',
      { kind: 'signIn', accounts: ['a', 'b'] },
    ],
    ['All 12 sent', 'Nothing is waiting any more.', { kind: 'allSent', count: 12 }],
  ])('%s', ([title, body, notice]) => {
    expect(noticeText(notice)).toEqual({ title, body });
  });
});

test('whatever happens, no kind is told of twice without a look, and none that stays is forgotten', () => {
  const step = fc.record({
    groups: fc
      .uniqueArray(fc.nat(5), { maxLength: 6 })
      .chain((keys) =>
        fc.tuple(
          ...keys.map((key) => fc.nat(3).map((n) => groupOf({ key: `k${key}`, count: n + 1 }))),
        ),
      ),
    isQuiet: fc.boolean(),
    look: fc.option(fc.nat(5)),
    isLooking: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      state = atStart(NO_WORK);
      const told = new Set<string>();
      for (const { groups, isQuiet, look, isLooking } of steps) {
        const shown = see({ groups }, { isQuiet, isLooking }).flatMap((notice) => {
          if (notice.kind === 'group') return [notice.group.key];
          return notice.kind === 'groups' ? notice.groups.map(({ key }) => key) : [];
        });
        const there = new Set(groups.map(({ key }) => key));
        for (const key of told) if (!there.has(key)) told.delete(key);
        for (const key of shown) {
          expect(told.has(key)).toBe(false);
          told.add(key);
        }
        if (isQuiet || isLooking) expect(shown).toEqual([]);
        if (isLooking) told.clear();
        // At a time when everything may be said, everything has been said or seen.
        if (!isQuiet) for (const key of there) expect(state.kinds.has(key)).toBe(true);
        if (look !== null) {
          state = lookedAt(state, `k${look}`);
          told.delete(`k${look}`);
        }
      }
    }),
  );
});
