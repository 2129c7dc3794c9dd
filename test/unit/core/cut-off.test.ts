import { describe, expect, it } from 'vitest';
import { cutOffAt } from '../../../electron/core/cut-off.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { FRESH_BUDGET } from '../../../shared/outbox/item.ts';
import { anItem } from '../../support/builders.ts';
import { openAttempt, report } from '../../support/item-fixtures.ts';

const MIB = 1024 * 1024;
const reset: AttemptOutcome = { kind: 'incomplete', code: 'ECONNRESET' };
const item = anItem({ bodyBytes: 100 * MIB, budget: { ...FRESH_BUDGET, failures: 2 } });

const ended = (number: number, mib: number, outcome: AttemptOutcome = reset) => ({
  ...openAttempt('item-1', number),
  outcome,
  report: { ...report, bytesUp: mib * MIB },
});

/** Where it is cut off, in MiB, after ends at these places, the last one being the present one. */
const at = (places: readonly number[], of = item, outcomes: readonly AttemptOutcome[] = []) => {
  const attempts = places.map((mib, n) => ended(n + 1, mib, outcomes[n]));
  const now = {
    outcome: outcomes[places.length - 1] ?? reset,
    bytesUp: (places.at(-1) ?? 0) * MIB,
  };
  const found = cutOffAt(of, attempts.slice(0, -1), now, 3);
  return found === null ? null : found / MIB;
};

describe('where a server closes the connection', () => {
  it('is where three tries in a row have ended, about', () => {
    expect(at([26, 20, 25])).toBe(20);
    expect(at([0.2, 2, 1])).toBe(0.2);
    expect(at([3, 90, 92, 94])).toBe(90);
    const film = { ...item, bodyBytes: 4_000 * MIB };
    expect(at([2_000, 2_050, 2_090], film)).toBe(2_000);
  });

  it('is not known after two, nor while the places differ', () => {
    expect(at([20, 20], anItem({ ...item, budget: { ...FRESH_BUDGET, failures: 1 } }))).toBeNull();
    expect(at([20, 20])).toBeNull();
    expect(at([20, 29, 20])).toBeNull();
    expect(at([50, 20, 20])).toBeNull();
    const photo = { ...item, bodyBytes: 8 * MIB };
    expect(at([3, 6, 3], photo)).toBeNull();
    expect(at([3, 4, 3], photo)).toBe(3);
  });

  it('is asked anew when a person has tried again, or changed it', () => {
    expect(at([20, 20, 20], { ...item, budget: FRESH_BUDGET })).toBeNull();
    expect(at([20, 20, 20], { ...item, revision: 2 })).toBeNull();
  });

  it.each<AttemptOutcome>([
    { kind: 'incomplete', code: 'TIMEOUT_SENDING' },
    { kind: 'unknown', code: 'ECONNRESET' },
    { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' },
    { kind: 'busy', status: 503, retryAfterMs: null },
  ])('is nowhere when one of the tries came to %j', (outcome) => {
    expect(at([20, 20, 20], item, [reset, outcome, reset])).toBeNull();
    expect(at([20, 20, 20], item, [reset, reset, outcome])).toBeNull();
  });

  it('is nowhere for small bodies', () => {
    expect(at([0.5, 0.5, 0.5], { ...item, bodyBytes: MIB })).toBeNull();
  });
});
