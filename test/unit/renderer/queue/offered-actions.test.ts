import { describe, expect, test } from 'vitest';
import { offersFor } from '../../../../renderer/queue/offered-actions.ts';
import { anItem } from '../../../support/builders.ts';

const doubted = anItem(
  {},
  {
    state: 'attention',
    since: 1,
    reason: { code: 'SUSPECT', status: 200, times: 3, doubt: 'JSON' },
  },
);
const refused = anItem(
  {},
  { state: 'attention', since: 1, reason: { code: 'REJECTED', status: 422 } },
);

describe('what is offered', () => {
  test('to say what became of one item: only where that is not known', () => {
    const isOffered = (single: typeof doubted) =>
      offersFor([single.state], single).flat().includes('resolve');
    expect(isOffered(doubted)).toBe(true);
    expect(isOffered(refused)).toBe(false);
    expect(isOffered(anItem({}, { state: 'unconfirmed', since: 1 }))).toBe(true);
  });

  test('to say it of many: where unconfirmed ones are among them', () => {
    expect(offersFor(['attention', 'unconfirmed'], null).flat()).toContain('resolve');
    expect(offersFor(['attention'], null).flat()).not.toContain('resolve');
  });

  test('to export, whatever it is', () => {
    expect(offersFor(['sending'], null).flat()).toContain('export');
    expect(offersFor([refused.state], refused).flat()).toContain('export');
  });
});
