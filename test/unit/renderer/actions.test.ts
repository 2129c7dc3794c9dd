import { expect, test } from 'vitest';
import { createActions } from '../../../renderer/actions/actions.ts';
import { createToasts } from '../../../renderer/shell/toasts.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import type { BulkResult } from '../../../shared/contracts/bulk-result.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { createManualTime } from '../../support/manual-time.ts';

const TARGET = { items: { ids: ['a'] }, count: 1 };
const HELD: BulkResult = { done: 1, refused: 0, refusals: [], undo: null };

/** The actions of a window over an outbox that answers so; `later` runs its answers out. */
function window(answers: Readonly<Record<string, unknown>>) {
  const time = createManualTime();
  const toasts = createToasts({ after: time.timers.after });
  const asked: unknown[] = [];
  const questions: unknown[] = [];
  const call = ((name: string, input: unknown) => {
    asked.push([name, input]);
    return Promise.resolve(answers[name]);
  }) as OutboxClient['call'];
  const actions = createActions({
    client: { call },
    live: { refresh: () => {} },
    toasts,
    now: time.clock.now,
    ask: (question) => questions.push(question),
    openAccounts: () => {},
  });
  const later = () => new Promise((resolve) => setImmediate(resolve));
  return { actions, toasts, time, asked, questions, later };
}

test('what can be undone offers that for as long as the outbox does it', async () => {
  const { actions, toasts, time, asked, later } = window({
    hold: ok({ ...HELD, undo: { token: 't', until: createManualTime().clock.now() + 10_000 } }),
    undo: ok({ restored: 1, refused: 0 }),
  });
  actions.act(TARGET, { kind: 'hold' });
  await later();
  const [toast] = toasts.shown();
  time.advance(9_999);
  expect(toasts.shown()).toEqual([toast]);
  toast?.undo?.();
  await later();
  expect(asked.at(-1)).toEqual(['undo', { token: 't' }]);
  expect(toasts.shown().at(-1)).toMatchObject({ text: '1 item restored.', undo: null });
  time.advance(1);
  expect(toasts.shown()).not.toContain(toast);
});

test('an undo that came too late says so', async () => {
  const { actions, toasts, later } = window({
    hold: ok({ ...HELD, undo: { token: 't', until: Number.MAX_SAFE_INTEGER } }),
    undo: err(outboxError('UNDO_EXPIRED')),
  });
  actions.act(TARGET, { kind: 'hold' });
  await later();
  toasts.shown()[0]?.undo?.();
  await later();
  expect(toasts.shown().at(-1)).toMatchObject({ tone: 'trouble' });
});

test('what cannot be undone offers nothing', async () => {
  const { actions, toasts, later } = window({ hold: ok(HELD) });
  actions.act(TARGET, { kind: 'hold' });
  await later();
  expect(toasts.shown()).toMatchObject([{ undo: null }]);
});

test('a pause and its end say what they are of', async () => {
  const { actions, toasts, later } = window({ pause: ok({}), resume: ok({}) });
  const scope = { scope: 'account', key: 'field' } as const;
  actions.pause(scope);
  await later();
  actions.resume(scope);
  await later();
  actions.resume({ scope: 'all' });
  await later();
  expect(toasts.shown().map(({ text }) => text)).toEqual([
    'Sending for the account "field" is paused.',
    'Sending for the account "field" goes on.',
    'Sending goes on.',
  ]);
});

test('asks first where something goes out again or goes away that nobody has looked at', async () => {
  const done = ok(HELD);
  const { actions, asked, questions } = window({ duplicateMany: done, remove: done });
  const five = { items: { ids: ['a', 'b', 'c', 'd', 'e'] }, count: 5 };
  const all = { items: { filter: {} }, count: 5 };
  for (const target of [TARGET, five, all]) {
    actions.act(target, { kind: 'duplicate' });
    actions.act(target, { kind: 'remove' });
  }
  expect(questions).toEqual([
    { kind: 'sure', target: five, action: { kind: 'duplicate' } },
    { kind: 'sure', target: all, action: { kind: 'duplicate' } },
    { kind: 'sure', target: all, action: { kind: 'remove' } },
  ]);
  expect(asked).toEqual([
    ['duplicateMany', { items: TARGET.items }],
    ['remove', { items: TARGET.items }],
    ['remove', { items: five.items }],
  ]);
});
