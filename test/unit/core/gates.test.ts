import { describe, expect, it } from 'vitest';
import {
  type GateView,
  gateSignal,
  mayProbe,
  nextGate,
  pickProbe,
  woken,
} from '../../../electron/core/gates.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { anItem } from '../../support/builders.ts';

const NOW = 50_000;
const context = { policy: DEFAULT_POLICY, now: NOW, random: () => 1 };
const OPEN: GateView = { closed: null, streak: null };
const unreachable: AttemptOutcome = { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' };
const suspect: AttemptOutcome = { kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' };
const delivered: AttemptOutcome = { kind: 'delivered', status: 200 };
const a = anItem({ id: 'a', seq: 1 });
const b = anItem({ id: 'b', seq: 2, url: 'http://127.0.0.1:9/inbox/photos' });
const c = anItem({ id: 'c', seq: 3 });

const run = (steps: readonly (readonly [typeof a, AttemptOutcome])[], from = OPEN): GateView =>
  steps.reduce(
    (view, [item, outcome]) => nextGate(view, item, gateSignal(outcome, null), context),
    from,
  );

describe("an origin's gate", () => {
  it('stays open for one item in trouble, however often', () => {
    expect(
      run([
        [a, unreachable],
        [a, unreachable],
        [a, unreachable],
      ]).closed,
    ).toBeNull();
  });

  it('closes after the trouble of two different items in a row', () => {
    expect(
      run([
        [a, unreachable],
        [b, suspect],
      ]).closed,
    ).toMatchObject({
      key: a.origin,
      asked: ['a', 'b'],
      probing: null,
      wanted: null,
      probeAt: NOW + 2_000,
    });
  });

  it('is not closed by trouble that an answer came between', () => {
    expect(
      run([
        [a, unreachable],
        [c, delivered],
        [b, unreachable],
      ]).closed,
    ).toBeNull();
    expect(
      run([
        [a, unreachable],
        [c, { kind: 'rejected', status: 422 }],
        [b, unreachable],
      ]).closed,
    ).toBeNull();
  });

  it('takes a redirect to elsewhere for somebody else answering', () => {
    const portal = { status: 302, doubt: 'REDIRECT', location: 'http://portal/' } as const;
    for (const outcome of [
      { kind: 'suspect', ...portal },
      { kind: 'misdirected', status: 302, location: 'http://portal/', otherOrigin: true },
    ] as const) {
      const { closed } = run([
        [a, outcome],
        [b, outcome],
      ]);
      expect(closed?.reason).toEqual({
        code: 'SUSPECT',
        ...(outcome.kind === 'suspect' ? portal : { status: 302, doubt: 'HTML_INSTEAD' }),
      });
    }
  });

  it('closes at once when the server asks for time, and not even a person shortens that', () => {
    const { closed } = run([[a, { kind: 'busy', status: 429, retryAfterMs: 30_000 }]]);
    expect(closed).toMatchObject({ probeAt: NOW + 30_000, floorAt: NOW + 30_000 });
    expect(closed && woken(closed, NOW).probeAt).toBe(NOW + 30_000);
  });

  it('closes when a proper answer says that the quota is used up, for as long as that takes', () => {
    const used = (outcome: AttemptOutcome, from = OPEN) =>
      nextGate(from, a, gateSignal(outcome, 40_000), context).closed;
    const floor = { floorAt: NOW + 40_000, probeAt: NOW + 40_000 };
    expect(used(delivered)).toMatchObject({
      ...floor,
      reason: { code: 'SERVER_ASKED', status: 200 },
    });
    expect(used({ kind: 'rejected', status: 422 })).toMatchObject(floor);
    expect(
      used(
        delivered,
        run([
          [a, unreachable],
          [b, unreachable],
        ]),
      ),
    ).toMatchObject(floor);
    expect(used(suspect)).toBeNull();
  });

  it('asks again at once when a person or the network says so', () => {
    const { closed } = run([
      [a, unreachable],
      [b, unreachable],
    ]);
    expect(closed && mayProbe(closed, NOW)).toBe(false);
    expect(closed && mayProbe(woken(closed, NOW), NOW)).toBe(true);
  });

  it('waits longer after every probe in vain, and opens with the first answer of any item', () => {
    const closed = run([
      [a, unreachable],
      [b, unreachable],
    ]);
    const later = run(
      [
        [c, unreachable],
        [a, unreachable],
      ],
      closed,
    );
    expect(later.closed?.probeAt).toBe(NOW + 8_000);
    expect(run([[b, delivered]], later).closed).toBeNull();
  });

  it('stays closed while the server answers but is not well', () => {
    const closed = run([
      [a, unreachable],
      [b, unreachable],
    ]);
    expect(
      run([[c, { kind: 'busy', status: 502, retryAfterMs: null }]], closed).closed,
    ).not.toBeNull();
  });

  it('lets the next probe go when one ended without a word', () => {
    const closed = run([
      [a, unreachable],
      [b, unreachable],
    ]).closed;
    const probing = { closed: closed && { ...closed, probing: 'c' }, streak: null };
    expect(run([[c, { kind: 'workerLost', wasAlone: true }]], probing).closed?.probing).toBeNull();
  });
});

describe('who probes', () => {
  const gate = run([
    [a, unreachable],
    [c, unreachable],
  ]).closed;

  it('is not an item that closed the gate while there is another, and prefers a route not yet tried', () => {
    const d = anItem({ id: 'd', seq: 4 });
    expect(gate && pickProbe(gate, [a, c, d, b])?.id).toBe('b');
    expect(gate && pickProbe(gate, [a, c, d])?.id).toBe('d');
  });

  it('rotates when all have asked', () => {
    expect(gate && pickProbe(gate, [c, a])?.id).toBe('a');
  });
});
