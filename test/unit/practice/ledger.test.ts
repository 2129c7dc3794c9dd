import { describe, expect, test } from 'vitest';
import { judge } from '../../../electron/practice/idempotency.ts';
import { createLedger, type LedgerRecord } from '../../../electron/practice/ledger.ts';

const arrived = (request: number, key: string | null, path = '/inbox/a'): LedgerRecord => ({
  event: 'arrived',
  request,
  key,
  attempt: null,
  method: 'POST',
  path,
  at: request,
});
const ended = (request: number): LedgerRecord => ({
  event: 'ended',
  request,
  at: 100,
  status: 201,
});
const applied = (request: number, key: string | null): LedgerRecord => ({
  event: 'applied',
  request,
  effect: {
    id: `effect ${request}`,
    key,
    request,
    at: 1,
    status: 201,
    received: { kind: 'none', fields: [], files: [], bytes: 0, sha256: 'x' },
  },
});
const judged = (request: number, verdict: 'replayed' | 'conflict'): LedgerRecord => ({
  event: 'judged',
  request,
  verdict,
  effect: null,
});

describe('the ledger', () => {
  test('counts an overlap when a request arrives while another one of its key is on the wire', () => {
    const together = createLedger([arrived(1, 'k'), arrived(2, 'k'), ended(1), ended(2)]);
    expect(together.snapshot().overlaps).toBe(1);
    expect(together.snapshot().entries.map((entry) => entry.overlapped)).toEqual([false, true]);
  });

  test('counts no overlap for one after the other, for other keys and for requests without one', () => {
    const ledger = createLedger([
      arrived(1, 'k'),
      arrived(2, 'other'),
      ended(1),
      arrived(3, 'k'),
      arrived(4, null),
      arrived(5, null),
    ]);
    expect(ledger.snapshot().overlaps).toBe(0);
  });

  test('numbers the turns of a key by path', () => {
    const ledger = createLedger([
      arrived(1, 'k'),
      arrived(2, 'k', '/inbox/b'),
      arrived(3, 'k'),
      arrived(4, 'other'),
      arrived(5, null),
      arrived(6, null),
    ]);
    expect(ledger.snapshot().entries.map((entry) => entry.turn)).toEqual([1, 1, 2, 1, 1, 2]);
  });

  test('tells what belongs to one key, with the counts of that key', () => {
    const ledger = createLedger([
      arrived(1, 'k'),
      applied(1, 'k'),
      ended(1),
      arrived(2, 'other'),
      applied(2, 'other'),
      arrived(3, 'k'),
      judged(3, 'replayed'),
      arrived(4, 'other'),
      judged(4, 'conflict'),
    ]);
    const { entries, effects, ...counts } = ledger.snapshot({ key: 'k' });
    expect(entries.map((entry) => entry.request)).toEqual([1, 3]);
    expect(effects.map((effect) => effect.id)).toEqual(['effect 1']);
    expect(counts).toEqual({ duplicates: 1, overlaps: 0, conflicts: 0, next: null });
    expect(ledger.snapshot()).toMatchObject({ duplicates: 1, overlaps: 1, conflicts: 1 });
  });

  test('is told in pages that join without a gap, each with its own effects', () => {
    const ledger = createLedger(
      [1, 2, 3, 4, 5].flatMap((request) => [
        arrived(request, `${request}`),
        applied(request, `${request}`),
      ]),
    );
    const first = ledger.snapshot({ limit: 2 });
    const second = ledger.snapshot({ limit: 2, after: first.next ?? -1 });
    const third = ledger.snapshot({ limit: 2, after: second.next ?? -1 });
    const pages = [first, second, third];
    expect(pages.map((page) => page.effects.map((effect) => effect.request))).toEqual([
      [1, 2],
      [3, 4],
      [5],
    ]);
    expect(third.next).toBeNull();
  });
});

describe('a key', () => {
  const effect = 'the effect';
  test.each([
    ['is new', { state: 'unused' } as const, 'apply'],
    ['was applied with this body', { state: 'applied', sha256: 'a', effect } as const, 'replay'],
    [
      'was applied with another body',
      { state: 'applied', sha256: 'b', effect } as const,
      'conflict',
    ],
    [
      'is being worked on with this body',
      { state: 'inProgress', sha256: 'a' } as const,
      'inProgress',
    ],
    ['is being worked on with another', { state: 'inProgress', sha256: 'b' } as const, 'conflict'],
  ])('that %s', (_, known, expected) => {
    expect(judge(known, 'a').kind).toBe(expected);
  });
});
