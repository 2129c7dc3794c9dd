import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../../electron/core/policy.ts';
import { type ItemEvent, transition } from '../../../../electron/core/transition.ts';
import { nextSteps, type Step } from '../../../../renderer/item/next-steps.ts';
import type { Explanation } from '../../../../shared/outbox/explanation.ts';
import type {
  AttentionReason,
  ItemBase,
  LastAnswer,
  StateFields,
} from '../../../../shared/outbox/item.ts';
import { anItem } from '../../../support/builders.ts';
import { STATES } from '../../../support/item-fixtures.ts';

const NOW = 10_000;
const ANSWERED: LastAnswer = { kind: 'rejected', status: 422, code: null, at: 2_000 };

const REASONS: readonly AttentionReason[] = [
  { code: 'REJECTED', status: 422 },
  { code: 'MISDIRECTED', status: 302, location: null, otherOrigin: true },
  { code: 'MISDIRECTED', status: 302, location: null, otherOrigin: false },
  { code: 'TOO_MANY_REDIRECTS', hops: 3 },
  { code: 'SUSPECT', status: 200, times: 3, doubt: 'HTML_INSTEAD' },
  { code: 'CUT_OFF', bytes: 5_000_000, times: 3 },
  { code: 'EXHAUSTED', counted: 20, spentMs: 1 },
  { code: 'EXPIRED', expiresAt: 1 },
  { code: 'PARENT_GONE', parent: 'p', fills: 0 },
  { code: 'FILE_MISSING', file: 'a.jpg' },
  { code: 'FILE_CHANGED', file: 'a.jpg' },
  { code: 'FILE_UNREADABLE', file: 'a.jpg', detail: 'EACCES' },
  { code: 'ADDRESS_NOT_GRANTED', host: 'x' },
  { code: 'REQUEST_INVALID', detail: 'x' },
  { code: 'ACCOUNT_NEEDED', status: 401 },
  { code: 'STILL_UNAUTHORIZED', status: 401 },
  { code: 'CRASHED_WORKER', strikes: 3 },
  { code: 'DAMAGED_RECORD', detail: 'x' },
];

const attention = (reason: AttentionReason): StateFields => ({
  state: 'attention',
  since: 3_000,
  reason,
});

const advised = (
  state: StateFields,
  explanation: readonly Explanation[] = [],
  fields: Partial<ItemBase> = {},
) => nextSteps(anItem({ last: ANSWERED, ...fields }, state), explanation, NOW).advised;

const kinds = (steps: readonly Step[]) => steps.map((step) => step.kind);

describe('what is advised', () => {
  test('a refusal is read, then corrected, then tried again', () => {
    expect(kinds(advised(attention({ code: 'REJECTED', status: 422 })))).toEqual([
      'readAnswer',
      'edit',
      'retry',
      'cancel',
    ]);
  });

  test('behind a proxy that asks for a sign-in, that sign-in', () => {
    const reason = { code: 'PROXY_SIGN_IN', proxy: 'proxy.test:8080', refused: false } as const;
    const gate = {
      scope: 'origin',
      key: 'https://api.test',
      reason,
      since: 1,
      probeAt: null,
    } as const;
    expect(advised({ state: 'queued' }, [{ code: 'GATE_CLOSED', ...gate }])).toEqual([
      { kind: 'proxySignIn', proxy: 'proxy.test:8080' },
    ]);
  });

  test('there is nothing to read where no answer came', () => {
    const steps = advised(attention({ code: 'EXHAUSTED', counted: 20, spentMs: 1 }), [], {
      last: { kind: 'notSent', status: null, code: 'ECONNREFUSED', at: 1 },
    });
    expect(kinds(steps)).toEqual(['edit', 'retry', 'cancel']);
  });

  test('a server that wants to know who asks gets an account', () => {
    expect(kinds(advised(attention({ code: 'ACCOUNT_NEEDED', status: 401 })))[0]).toBe(
      'assignAccount',
    );
  });

  test('a file that is not as it was can be found', () => {
    const found = (code: 'FILE_MISSING' | 'FILE_CHANGED') =>
      kinds(advised(attention({ code, file: 'a.jpg' })));
    expect(found('FILE_MISSING')).toEqual(['locate', 'retry', 'edit']);
    expect(found('FILE_CHANGED')).toEqual(['locate', 'retry', 'edit']);
  });

  test('every reason has a way out', () => {
    for (const reason of REASONS) expect(advised(attention(reason)), reason.code).not.toEqual([]);
  });

  test('an unconfirmed item is resolved by whoever knows, or by its server where that can be asked', () => {
    const advisedWhere = (canBeChecked: boolean) =>
      kinds(
        advised({ state: 'unconfirmed', since: 1 }, [
          { code: 'UNCONFIRMED', since: 1, canBeChecked, answered: null },
        ]),
      );
    expect(advisedWhere(false)).toEqual(['resolve', 'retry']);
    expect(advisedWhere(true)).toEqual(['check', 'resolve', 'retry']);
  });

  test('values that will never come are written in by hand', () => {
    const gone = (fills: number) =>
      kinds(advised(attention({ code: 'PARENT_GONE', parent: 'p', fills })));
    expect(gone(1)).toEqual(['edit', 'cancel']);
    expect(gone(0)).toEqual(['retry', 'cancel']);
  });

  test('so is one in attention, unless it was refused for certain', () => {
    const doubt = { code: 'SUSPECT', status: 200, times: 3, doubt: 'JSON' } as const;
    expect(kinds(advised(attention(doubt)))).toContain('resolve');
    expect(kinds(advised(attention({ code: 'REJECTED', status: 422 })))).not.toContain('resolve');
  });

  test('a wait that the server asked for is ended only by force', () => {
    const waiting = (floorAt: number | null): StateFields => ({
      state: 'waiting',
      dueAt: NOW + 60_000,
      floorAt,
      reason: { code: 'SERVER_ASKED', status: 503 },
    });
    expect(advised(waiting(NOW + 60_000))).toEqual([{ kind: 'retry', force: true }]);
    expect(advised(waiting(NOW - 1))).toEqual([{ kind: 'retry', force: false }]);
  });

  test('what stands in the way is named, each kind once', () => {
    const closed = (code: 'SIGN_IN_NEEDED' | 'REFRESHING'): Explanation => ({
      code: 'GATE_CLOSED',
      scope: 'account',
      key: 'field',
      reason: { code },
      since: 1,
      probeAt: null,
    });
    expect(
      advised({ state: 'queued' }, [
        { code: 'AFTER_ITEM', parent: 'p1', parentRef: null, parentState: 'queued', fills: 0 },
        { code: 'AFTER_ITEM', parent: 'p2', parentRef: null, parentState: 'queued', fills: 0 },
        { code: 'PAUSED', scope: 'origin', key: 'https://one.test', since: 1, until: null },
        closed('SIGN_IN_NEEDED'),
      ]),
    ).toEqual([
      { kind: 'openItem', id: 'p1' },
      { kind: 'resume', scope: 'origin', key: 'https://one.test' },
      { kind: 'signIn', account: 'field' },
    ]);
    expect(advised({ state: 'queued' }, [closed('REFRESHING')])).toEqual([]);
  });
});

describe('what can be done', () => {
  const events: Partial<Record<Step['kind'], ItemEvent>> = {
    retry: { type: 'retry', force: true, newKey: 'k' },
    edit: { type: 'edit', fields: {} },
    hold: { type: 'hold' },
    release: { type: 'release' },
    cancel: { type: 'cancel' },
    resolve: { type: 'resolve', arrived: true },
  };
  const states = [...STATES, ...REASONS.map(attention)];
  const wishes = [null, 'hold', 'cancel'] as const;

  test('nothing is offered that the outbox would refuse, and nothing twice', () => {
    for (const state of states)
      for (const asked of state.state === 'sending' ? wishes : [null]) {
        const item = anItem({ last: ANSWERED, asked }, state);
        const { advised: first, possible } = nextSteps(item, [], NOW);
        const all = [...first, ...possible];
        expect(new Set(kinds(all)).size).toBe(all.length);
        for (const step of all) {
          const event = events[step.kind];
          if (event === undefined) continue;
          const result = transition(item, event, {
            policy: DEFAULT_POLICY,
            now: NOW,
            random: () => 0.5,
          });
          expect(result.kind, `${step.kind} while ${state.state}`).toBe('changed');
        }
      }
  });

  test('an item that is being sent is neither edited nor removed', () => {
    const item = anItem({}, { state: 'sending', attempt: 1, startedAt: 1 });
    expect(kinds(nextSteps(item, [], NOW).possible)).toEqual(['hold', 'duplicate', 'cancel']);
  });

  test('every open item can be left', () => {
    for (const state of states) {
      const { advised: first, possible } = nextSteps(anItem({}, state), [], NOW);
      const out = kinds([...first, ...possible]);
      expect(out.includes('cancel') || out.includes('remove'), state.state).toBe(true);
    }
  });
});
