import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { type ItemEvent, transition } from '../../../electron/core/transition.ts';
import { type AttemptOutcome, DOUBTS } from '../../../shared/outbox/attempt-outcome.ts';
import { type Item, isFinal } from '../../../shared/outbox/item.ts';
import { anItem } from '../../support/builders.ts';

const status = fc.integer({ min: 100, max: 599 });
const code = fc.constantFrom('ECONNRESET', 'ENOTFOUND', 'TIMEOUT_SENDING');

const CHECK = 'http://127.0.0.1:9/?key=1';

const outcome: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record({ kind: fc.constant('delivered'), status }),
  fc.record({ kind: fc.constant('rejected'), status: fc.oneof(status, fc.constant(404)) }),
  fc.record({
    kind: fc.constant('misdirected'),
    status,
    location: fc.constant(null),
    otherOrigin: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('busy'),
    status,
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 86_400_000 })),
  }),
  fc.record({ kind: fc.constant('suspect'), status, doubt: fc.constantFrom(...DOUBTS) }),
  fc.record({
    kind: fc.constant('suspect'),
    status,
    doubt: fc.constant('REDIRECT'),
    location: fc.constant('http://portal.example/'),
  }),
  fc.record({ kind: fc.constant('unauthorized'), status }),
  fc.record({
    kind: fc.constant('redirected'),
    status,
    location: fc.constant('http://127.0.0.1:9/x'),
  }),
  fc.record({
    kind: fc.constant('notSent'),
    cause: fc.constantFrom('dns', 'connect', 'tls'),
    code,
  }),
  fc.record({ kind: fc.constant('incomplete'), code }),
  fc.record({ kind: fc.constant('unknown'), code }),
  fc.record({
    kind: fc.constant('aborted'),
    by: fc.constantFrom('user', 'shutdown'),
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('workerLost'), wasAlone: fc.boolean() }),
  fc.record({ kind: fc.constant('hostLost') }),
  fc.record({
    kind: fc.constant('unsendable'),
    problem: fc.record({ code: fc.constant('FILE_MISSING'), file: fc.constant('a') }),
  }),
) as fc.Arbitrary<AttemptOutcome>;

const anyEvent: fc.Arbitrary<ItemEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ type: 'attemptStarted' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('attemptEnded'),
      attempt: fc.integer({ min: 0, max: 40 }),
      outcome,
      durationMs: fc.integer({ min: 0, max: 1e6 }),
      probe: fc.boolean(),
      freshToken: fc.boolean(),
      doubtCounts: fc.boolean(),
      checkUrl: fc.constantFrom(null, CHECK),
      cannotBeAsked: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.constantFrom({ type: 'due' }, { type: 'wake' }, { type: 'expire' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { type: 'hold' },
      { type: 'release' },
      { type: 'cancel' },
      { type: 'replaced' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('parentGone'),
      parent: fc.constant('p'),
      fills: fc.nat(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('unfillable'),
      reason: fc.constant({ code: 'REQUEST_INVALID', detail: '' }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('filled'),
      fields: fc.record({ bodyBytes: fc.nat(), lane: fc.constantFrom('small', 'large') }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('retry'),
      force: fc.boolean(),
      newKey: fc.constant('new-key'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('prioritise'),
      priority: fc.constantFrom(1, 2, 3, 4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resolve'), arrived: fc.boolean() }) },
) as fc.Arbitrary<ItemEvent>;

const step = fc.record({
  event: anyEvent,
  /** Most reports are about the running attempt; some are late. */
  honest: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  passed: fc.integer({ min: -3_600_000, max: 30 * 60_000 }),
  random: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
});

const start = fc.record({
  unknownOutcome: fc.constantFrom('retry', 'ask'),
  account: fc.constantFrom(null, 'office'),
  method: fc.constantFrom('POST', 'PUT'),
  expiresAt: fc.constantFrom(null, 5_000_000),
}) as fc.Arbitrary<Partial<Item>>;

/** Walks a sequence of events and shows each step to `check`. */
function walk(
  first: Partial<Item>,
  steps: readonly {
    readonly event: ItemEvent;
    readonly honest: boolean;
    readonly passed: number;
    readonly random: number;
  }[],
  check: (before: Item, after: Item, event: ItemEvent, now: number, changed: boolean) => void,
): Item {
  let item = anItem(first);
  let now = 1_000_000;
  for (const one of steps) {
    now += one.passed;
    const running = item.state === 'sending' ? item.attempt : 0;
    const happened =
      one.event.type === 'attemptEnded' && one.honest
        ? { ...one.event, attempt: running }
        : one.event;
    const result = transition(item, happened, {
      policy: DEFAULT_POLICY,
      now,
      random: () => one.random,
    });
    const next = result.kind === 'changed' ? result.item : item;
    check(item, next, happened, now, result.kind === 'changed');
    item = next;
  }
  return item;
}

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1_000) };
const steps = fc.array(step, { maxLength: 60 });

it('never loses an item: its identity and content survive every sequence of events', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      const item = walk(first, sequence, () => {});
      const { id, seq, url, method, account, revision } = anItem(first);
      expect(item).toMatchObject({ id, seq, url, method, account, revision });
    }),
    runs,
  );
});

it("leaves the tray only by the server's yes or a person's decision, or replaced by its caller", () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      walk(first, sequence, (before, after, event) => {
        if (isFinal(before.state) || !isFinal(after.state)) return;
        const byServer = event.type === 'attemptEnded' && event.outcome.kind === 'delivered';
        const byCaller = event.type === 'replaced';
        const byPerson =
          event.type === 'cancel' ||
          event.type === 'resolve' ||
          (before.asked === 'cancel' && event.type === 'attemptEnded');
        expect(byServer || byPerson || byCaller).toBe(true);
      });
    }),
    runs,
  );
});

it('that is to be asked about first is sent again only after a definite no, or when a person says so', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      walk(first, sequence, (before, after, event) => {
        if (before.checkUrl === null || after.checkUrl !== null) return;
        const no =
          event.type === 'attemptEnded' &&
          event.outcome.kind === 'rejected' &&
          [404, 410].includes(event.outcome.status);
        // Somebody may have asked to cancel it meanwhile.
        const isAtRest = ['delivered', 'unconfirmed', 'cancelled'].includes(after.state);
        expect(no || isAtRest).toBe(true);
      });
    }),
    runs,
  );
});

it('absorbs every event in a final state', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      walk(first, sequence, (before, after, _event, _now, changed) => {
        if (!isFinal(before.state)) return;
        expect(changed).toBe(false);
        expect(after).toBe(before);
      });
    }),
    runs,
  );
});

it('opens an attempt only when none is open, and numbers attempts without a gap', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      let open: number | null = null;
      walk(first, sequence, (before, after) => {
        if (after.state === 'sending' && before.state !== 'sending') {
          expect(open).toBeNull();
          expect(after.attempt).toBe(before.attempts + 1);
          open = after.attempt;
        }
        if (before.state === 'sending' && after.state !== 'sending') open = null;
        expect(after.attempts).toBeGreaterThanOrEqual(before.attempts);
      });
    }),
    runs,
  );
});

it('never plans a next time in the past, nor below what the server asked for', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      walk(first, sequence, (before, after, event, now) => {
        if (after.state !== 'waiting' || after === before || event.type === 'prioritise') return;
        expect(after.dueAt).toBeGreaterThanOrEqual(now);
        if (after.floorAt !== null) expect(after.dueAt).toBeGreaterThanOrEqual(after.floorAt);
      });
    }),
    runs,
  );
});

it('keeps the idempotency key unless a person retries after a definite no', () => {
  fc.assert(
    fc.property(start, steps, (first, sequence) => {
      walk(first, sequence, (before, after, event) => {
        if (after.idempotencyKey === before.idempotencyKey) return;
        expect(event.type).toBe('retry');
        expect(before).toMatchObject({
          state: 'attention',
          reason: { code: 'REJECTED' },
          mayHaveArrived: false,
        });
      });
    }),
    runs,
  );
});
