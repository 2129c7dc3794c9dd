import { describe, expect, test } from 'vitest';
import { selectionOf } from '../../../electron/api/selection-of.ts';
import { selectionInput } from '../../../shared/contracts/selection.ts';

const CLI = { kind: 'cli' } as const;

describe('a selection', () => {
  test('by search has its terms, measured from now', () => {
    expect(selectionOf({ filter: { search: 'status:503', account: 'a' } }, CLI, 7)).toEqual({
      ok: true,
      value: {
        filter: {
          account: 'a',
          search: {
            terms: [{ negated: false, criterion: { kind: 'status', ranges: [[503, 503]] } }],
            now: 7,
          },
        },
      },
    });
  });

  test('with a wrong term is none, and the error says which and what is allowed', () => {
    expect(selectionOf({ filter: { search: 'room status:9' } }, CLI, 7)).toMatchObject({
      error: {
        code: 'SEARCH_INVALID',
        params: { term: 'status:9', detail: expect.stringContaining('400..499') },
      },
    });
  });

  test.each([{}, { search: '' }, { search: ' \t' }])(
    'of %o is refused, as it says nothing',
    (filter) => {
      expect(selectionInput.safeParse({ filter }).success).toBe(false);
    },
  );

  test('of an app keeps to its own items', () => {
    const app = { kind: 'app', app: 'forms' } as const;
    expect(selectionOf({ filter: { search: 'x' } }, app, 7)).toMatchObject({
      value: { filter: { source: app } },
    });
    expect(selectionOf({ all: true }, app, 7)).toEqual({
      ok: true,
      value: { filter: { source: app } },
    });
  });
});
