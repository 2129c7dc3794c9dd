import { describe, expect, test } from 'vitest';
import { differences, type Expected } from '../../../electron/headless/cli/demo/check.ts';
import type { PracticeLedger } from '../../../shared/contracts/practice-protocol.ts';
import type { Item } from '../../../shared/outbox/item.ts';

type Seen = Pick<PracticeLedger, 'entries' | 'effects' | 'overlaps'>;

const item = (fields: Partial<Item>): Item =>
  ({ state: 'delivered', deliveredAt: 1, status: 201, attempts: 2, ...fields }) as Item;

const effect = (received: object) => ({ received }) as unknown as Seen['effects'][number];
const entry = {} as Seen['entries'][number];

const files = [
  { field: 'front', sha256: 'f' },
  { field: '', sha256: 'g' },
];
const good = effect({ fields: [{ name: 'case', value: '1' }], files, sha256: 's' });
const seen: Seen = { entries: [entry, entry], effects: [good], overlaps: 0 };

const expected: Expected = {
  state: 'delivered',
  reason: null,
  tries: 2,
  requests: 2,
  received: { fields: ['case'], files },
};

describe('the demo finds what is not as expected', () => {
  test('nothing, when all is well', () => {
    expect(differences(expected, item({}), seen)).toEqual([]);
    expect(differences({ ...expected, received: { sha256: 's' } }, item({}), seen)).toEqual([]);
  });

  test.for([
    ['another state', item({ state: 'held' }), seen, /^state: on hold/],
    ['fewer tries', item({ attempts: 1 }), { ...seen, entries: [entry] }, /^tries: 1/],
    ['a try after the other', item({ attempts: 21 }), seen, /^tries: 21/],
    [
      'a request that never came',
      item({}),
      { ...seen, entries: [entry] },
      /^requests at the server: 1/,
    ],
    [
      'more requests than tries',
      item({}),
      { ...seen, entries: [entry, entry, entry] },
      /not more than/,
    ],
    ['two at the same time', item({}), { ...seen, overlaps: 1 }, /^requests at the same time/],
    ['no effect', item({}), { ...seen, effects: [] }, /^effects: 0/],
    ['two effects', item({}), { ...seen, effects: [good, good] }, /^effects: 2/],
    [
      'files in another order',
      item({}),
      { ...seen, effects: [effect({ fields: [{ name: 'case' }], files: files.toReversed() })] },
      /^files: /,
    ],
    [
      'a field that is missing',
      item({}),
      { ...seen, effects: [effect({ fields: [], files })] },
      /^fields: \[\]/,
    ],
  ] as const)('%s', ([, is, ledger, words]) => {
    expect(differences(expected, is, ledger).some((text) => words.test(text))).toBe(true);
  });

  test('other bytes', () => {
    const changed = differences({ ...expected, received: { sha256: 't' } }, item({}), seen);
    expect(changed).toEqual(['the bytes that arrived are other ones']);
  });

  test('another reason for needing a person, and an effect where there should be none', () => {
    const parked: Expected = { ...expected, state: 'attention', reason: 'SUSPECT', received: null };
    const reason = { code: 'REJECTED', status: 422 } as const;
    expect(differences(parked, item({ state: 'attention', since: 1, reason }), seen)).toEqual([
      'reason: REJECTED, expected SUSPECT',
      'effects: 1, expected 0',
    ]);
  });
});
